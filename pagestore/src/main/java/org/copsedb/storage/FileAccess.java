package org.copsedb.storage;

/** How a file is opened: what has to be there before, and what may be done with it. */
public enum FileAccess {
    /** To read and write a file that must not exist yet. It gets the owner's permissions only, where there are such. */
    CREATE,
    /** To read and write a file that must exist. */
    OPEN,
    /** To read and write a file, which is created where it does not exist. */
    OPEN_OR_CREATE,
    /** To read a file that must exist. Nothing in it changes. */
    READ_ONLY
}
