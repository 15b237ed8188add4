package org.copsedb.benchmark.store;

/** What commits wait for. */
public enum Commits {
    /** The disk. */
    DURABLE,
    /** Nothing: a crash of the system may lose the latest ones. */
    UNSYNCED
}
