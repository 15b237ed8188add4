package org.copsedb;

import org.copsedb.pagestore.StoreOptions;

/**
 * How to open a database. Immutable: each method returns changed options.
 *
 * <p>The page size counts only when the file is created; an existing file keeps its own.
 */
public final class DatabaseOptions {
    private static final DatabaseOptions DEFAULTS = new DatabaseOptions(StoreOptions.defaults(), true);

    private final StoreOptions store;
    private final boolean createIfMissing;

    private DatabaseOptions(StoreOptions store, boolean createIfMissing) {
        this.store = store;
        this.createIfMissing = createIfMissing;
    }

    /**
     * Returns what fits most: 4-KiB pages, a cache of a quarter of the largest heap, a file that is created if missing.
     *
     * @return the options
     */
    public static DatabaseOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the size of the smallest page of a file that is created.
     *
     * @param bytes a power of two, 512 to 65,536
     * @return the options
     * @throws IllegalArgumentException if the size is not possible
     */
    public DatabaseOptions pageSize(int bytes) {
        return new DatabaseOptions(
                new StoreOptions(bytes, store.regionPages(), store.cacheBytes(), store.readOnly()), createIfMissing);
    }

    /**
     * Sets the number of smallest pages in a region of a file that is created. Small regions cost time in a large file;
     * large ones cost memory.
     *
     * @param pages a power of two, 128 to 2^20
     * @return the options
     * @throws IllegalArgumentException if the number is not possible
     */
    public DatabaseOptions regionPages(int pages) {
        if (pages < 128) {
            throw new IllegalArgumentException("a region of " + pages + " pages is smaller than 128");
        }
        return new DatabaseOptions(
                new StoreOptions(store.basePageSize(), pages, store.cacheBytes(), store.readOnly()), createIfMissing);
    }

    /**
     * Sets how much of the heap pages may take that the file holds too. Pages of a write transaction come on top.
     *
     * @param bytes 0 or more
     * @return the options
     * @throws IllegalArgumentException if the number is negative
     */
    public DatabaseOptions cacheBytes(long bytes) {
        return new DatabaseOptions(
                new StoreOptions(store.basePageSize(), store.regionPages(), bytes, store.readOnly()), createIfMissing);
    }

    /**
     * Opens the file for reading only: it is not changed in any way, and write transactions are refused.
     *
     * @return the options
     */
    public DatabaseOptions readOnly() {
        return new DatabaseOptions(
                new StoreOptions(store.basePageSize(), store.regionPages(), store.cacheBytes(), true), false);
    }

    /**
     * Opens the file only if it exists.
     *
     * @return the options
     */
    public DatabaseOptions existing() {
        return new DatabaseOptions(store, false);
    }

    StoreOptions store() {
        return store;
    }

    boolean createIfMissing() {
        return createIfMissing;
    }
}
