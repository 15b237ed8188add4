package org.copsedb;

import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.pagestore.StoreOptions;

/**
 * How to open a database. Immutable: each method returns changed options.
 *
 * <p>The page size counts only when the file is created; an existing file keeps its own.
 */
public final class DatabaseOptions {
    private static final DatabaseOptions DEFAULTS =
            new DatabaseOptions(StoreOptions.defaults(), true, defaultWriteBuffer());

    private final StoreOptions store;
    private final boolean createIfMissing;
    private final long writeBufferBytes;

    private DatabaseOptions(StoreOptions store, boolean createIfMissing, long writeBufferBytes) {
        this.store = store;
        this.createIfMissing = createIfMissing;
        this.writeBufferBytes = writeBufferBytes;
    }

    private static long defaultWriteBuffer() {
        return Math.min(
                64L << 20, Math.max(WriteBudget.MINIMUM, Runtime.getRuntime().maxMemory() / 16));
    }

    private DatabaseOptions with(StoreOptions changed) {
        return new DatabaseOptions(changed, createIfMissing, writeBufferBytes);
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
        return with(new StoreOptions(bytes, store.regionPages(), store.cacheBytes(), store.readOnly()));
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
        return with(new StoreOptions(store.basePageSize(), pages, store.cacheBytes(), store.readOnly()));
    }

    /**
     * Sets how much of the heap pages may take that the file holds too. Pages of a write transaction come on top.
     *
     * @param bytes 0 or more
     * @return the options
     * @throws IllegalArgumentException if the number is negative
     */
    public DatabaseOptions cacheBytes(long bytes) {
        return with(new StoreOptions(store.basePageSize(), store.regionPages(), bytes, store.readOnly()));
    }

    /**
     * Sets how much of the heap a write transaction may take for writes without an answer ({@link Table#put},
     * {@link Table#delete}) that wait to be applied. More of it makes very large transactions faster. Unless told
     * otherwise, 64 MiB or a sixteenth of the largest heap, whichever is less.
     *
     * @param bytes 4 KiB to 4 GiB
     * @return the options
     * @throws IllegalArgumentException if the number is out of range
     */
    public DatabaseOptions writeBufferBytes(long bytes) {
        if (bytes < WriteBudget.MINIMUM || bytes > WriteBudget.MAXIMUM) {
            throw new IllegalArgumentException("a write buffer of " + bytes + " bytes is not within "
                    + WriteBudget.MINIMUM + " to " + WriteBudget.MAXIMUM);
        }
        return new DatabaseOptions(store, createIfMissing, bytes);
    }

    /**
     * Opens the file for reading only: it is not changed in any way, and write transactions are refused.
     *
     * @return the options
     */
    public DatabaseOptions readOnly() {
        return new DatabaseOptions(
                new StoreOptions(store.basePageSize(), store.regionPages(), store.cacheBytes(), true),
                false,
                writeBufferBytes);
    }

    /**
     * Opens the file only if it exists.
     *
     * @return the options
     */
    public DatabaseOptions existing() {
        return new DatabaseOptions(store, false, writeBufferBytes);
    }

    StoreOptions store() {
        return store;
    }

    long writeBufferBytes() {
        return writeBufferBytes;
    }

    boolean createIfMissing() {
        return createIfMissing;
    }
}
