package org.copsedb.pagestore;

/** Who writes the journal and takes the steps of checkpoints. */
public enum Background {
    /** Threads of the store's own. */
    THREADS,
    /** Whoever waits for it; tests also step by step. */
    CALLERS
}
