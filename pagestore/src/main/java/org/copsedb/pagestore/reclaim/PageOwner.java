package org.copsedb.pagestore.reclaim;

/** Who answers for a page in a {@link PageCensus}. Every base page has exactly one of the owners but the last. */
public enum PageOwner {
    /** The head reaches it. */
    REACHABLE,
    /** It is dead and waits for whoever still needs it. */
    PENDING,
    /** It is free in its allocator. */
    FREE,
    /** It is part of the journal. */
    JOURNAL,
    /** It describes the durable state: live sets, savepoints, the directory. */
    METADATA,
    /** A savepoint reaches it: then it is also reachable or pending. */
    SAVEPOINT
}
