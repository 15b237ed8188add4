package org.copsedb.benchmark.run;

/** What the process of a store does. */
enum StoreTask {
    /** The main rows. */
    MAIN,
    /** YCSB. */
    CLOUD,
    /** A store larger than its cache. */
    LARGE,
    /** Writes the entries and closes. */
    LOAD,
    /** Makes the files small. */
    COMPACT,
    /** Opens, gets one entry, and closes. */
    OPEN,
    /** Writes durable batches, says so, and waits to be killed. */
    WRITE_UNTIL_KILLED,
    /** Commits in phases for a tracer. */
    COMMIT
}
