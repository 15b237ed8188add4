package org.copsedb.benchmark.store;

/** A store with sorted keys and transactions. Safe for use by many threads. */
public interface KeyValueStore extends AutoCloseable {
    /**
     * Begins to write. Stores with one writer at a time wait for the one before, which must be of another thread.
     *
     * @return the transaction, for this thread
     */
    Writing beginWrite();

    /**
     * Begins to read what is committed.
     *
     * @return the transaction, for this thread
     */
    Reading beginRead();

    @Override
    void close();
}
