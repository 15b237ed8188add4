package org.copsedb;

/** What a commit waits for before it returns and becomes visible. */
public enum Durability {
    /** The disk: once the commit has returned it survives every crash. */
    IMMEDIATE,
    /**
     * Only the commits before it. It is written with the next immediate commit, or within about a tenth of a second, or
     * when much has come together. After a crash the latest of such commits may be missing, but none before one that is
     * there: what is left is always a version that was committed.
     */
    EVENTUAL
}
