package org.copsedb.benchmark.engine;

/** One transaction that writes. */
public interface WriteSession {
    /**
     * Sets the value of a key.
     *
     * @param key the key, not kept
     * @param value the value, not kept
     */
    void put(byte[] key, byte[] value);

    /**
     * Removes a key.
     *
     * @param key the key, not kept
     */
    void remove(byte[] key);

    /** Brings everything that was asked for into the tree, in memory. */
    void apply();

    /** Commits; what follows may read it. */
    void commit();
}
