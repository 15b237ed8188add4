package org.copsedb.benchmark.engine;

import org.jspecify.annotations.Nullable;

/** One version of a store, to be read by one thread. */
public interface ReadSession extends AutoCloseable {
    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return a fresh array, or null if the key is not there
     */
    byte @Nullable [] get(byte[] key);

    /**
     * Visits entries from a key on, in order, and looks at each one where it lies if the engine allows that.
     *
     * @param from the first key, or the key before which the scan begins
     * @param limit how many entries to visit at most
     * @return what {@link org.copsedb.benchmark.workload.Checksum} makes of their values
     */
    long scan(byte[] from, long limit);

    @Override
    void close();
}
