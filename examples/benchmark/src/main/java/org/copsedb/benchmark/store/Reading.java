package org.copsedb.benchmark.store;

import org.copsedb.benchmark.engine.ReadSession;

/** A transaction that reads. */
public interface Reading extends ReadSession {
    /**
     * Counts the entries.
     *
     * @return how many there are
     */
    long size();
}
