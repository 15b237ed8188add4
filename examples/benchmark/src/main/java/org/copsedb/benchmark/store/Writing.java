package org.copsedb.benchmark.store;

/** A transaction that writes. Closed without a commit, it has changed nothing, where the store knows such a thing. */
public interface Writing extends AutoCloseable {
    /**
     * Sets the value of a key.
     *
     * @param key the key, which the caller does not change before the commit
     * @param value the value, likewise
     */
    void put(byte[] key, byte[] value);

    /**
     * Removes a key.
     *
     * @param key the key, which the caller does not change before the commit
     */
    void remove(byte[] key);

    /**
     * Removes the entries of a range whose keys pass a test.
     *
     * @param from the first key of the range
     * @param to the first key behind it
     * @param test what to remove; asked for each entry of the range, in order
     * @return what {@link org.copsedb.benchmark.workload.Checksum} makes of the removed values
     */
    long removeIf(byte[] from, byte[] to, KeyTest test);

    /**
     * Removes the first entries, one by one.
     *
     * @param count how many
     * @return what {@link org.copsedb.benchmark.workload.Checksum} makes of their values
     */
    long popFirst(long count);

    /**
     * Removes the last entries, one by one.
     *
     * @param count how many
     * @return what {@link org.copsedb.benchmark.workload.Checksum} makes of their values
     */
    long popLast(long count);

    /** Commits, as durably as the store was opened. */
    void commit();

    @Override
    void close();

    /** Chooses entries by their keys. */
    interface KeyTest {
        /**
         * Tells whether to take an entry.
         *
         * @param firstByte the first byte of its key
         * @return whether to take it
         */
        boolean test(byte firstByte);
    }
}
