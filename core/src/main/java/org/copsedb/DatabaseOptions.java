package org.copsedb;

import java.util.Objects;
import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.pagestore.Background;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.journal.JournalOptions;

/**
 * How to open a database. Immutable: each method returns changed options.
 *
 * <p>The page size counts only when the file is created; an existing file keeps its own.
 */
public final class DatabaseOptions {
    private static final DatabaseOptions DEFAULTS =
            new DatabaseOptions(StoreOptions.defaults(), true, defaultWriteBuffer(), Durability.IMMEDIATE);

    private final StoreOptions store;
    private final boolean createIfMissing;
    private final long writeBufferBytes;
    private final Durability durability;

    private DatabaseOptions(StoreOptions store, boolean createIfMissing, long writeBufferBytes, Durability durability) {
        this.store = store;
        this.createIfMissing = createIfMissing;
        this.writeBufferBytes = writeBufferBytes;
        this.durability = durability;
    }

    private static long defaultWriteBuffer() {
        return Math.min(
                64L << 20, Math.max(WriteBudget.MINIMUM, Runtime.getRuntime().maxMemory() / 16));
    }

    private DatabaseOptions with(StoreOptions changed) {
        return new DatabaseOptions(changed, createIfMissing, writeBufferBytes, durability);
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
        return with(store.withBasePageSize(bytes));
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
        return with(store.withRegionPages(pages));
    }

    /**
     * Sets how much of the heap pages may take that the file holds too. Pages of a write transaction come on top.
     *
     * @param bytes 0 or more
     * @return the options
     * @throws IllegalArgumentException if the number is negative
     */
    public DatabaseOptions cacheBytes(long bytes) {
        return with(store.withCacheBytes(bytes));
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
        return new DatabaseOptions(store, createIfMissing, bytes, durability);
    }

    /**
     * Opens the file for reading only: it is not changed in any way, and write transactions are refused.
     *
     * @return the options
     */
    public DatabaseOptions readOnly() {
        return new DatabaseOptions(store.asReadOnly(), false, writeBufferBytes, durability);
    }

    /**
     * Opens the file only if it exists.
     *
     * @return the options
     */
    public DatabaseOptions existing() {
        return new DatabaseOptions(store, false, writeBufferBytes, durability);
    }

    /**
     * Sets what commits wait for, unless a transaction chooses otherwise.
     *
     * @param chosen the durability; {@link Durability#IMMEDIATE} unless told otherwise
     * @return the options
     */
    public DatabaseOptions durability(Durability chosen) {
        Objects.requireNonNull(chosen, "durability");
        return new DatabaseOptions(store, createIfMissing, writeBufferBytes, chosen);
    }

    /**
     * Sets how many bytes of records the journal holds before a checkpoint begins in the background. More of it makes
     * checkpoints rarer and recovery after a crash longer. A transaction that changes more than a quarter of it commits
     * by a checkpoint.
     *
     * @param bytes 64 KiB or more; 32 MiB unless told otherwise
     * @return the options
     * @throws IllegalArgumentException if the number is too small
     */
    public DatabaseOptions journalBytes(long bytes) {
        return with(store.withJournal(JournalOptions.ofLimit(bytes)));
    }

    /**
     * Sets how many bytes of committed pages only memory holds before a checkpoint begins in the background. Unless
     * told otherwise, 128 MiB or an eighth of the largest heap, whichever is less.
     *
     * @param bytes 1 or more
     * @return the options
     * @throws IllegalArgumentException if the number is too small
     */
    public DatabaseOptions dirtyBytes(long bytes) {
        return with(store.withDirtyBytes(bytes));
    }

    /**
     * Lets the database have no threads of its own: whoever commits writes the journal, and whoever begins to write
     * when it is full takes the steps of a checkpoint. Eventual commits are written with the next immediate one or when
     * much has come together, but not after a time.
     *
     * @return the options
     */
    public DatabaseOptions withoutThreads() {
        return with(store.withBackground(Background.CALLERS));
    }

    Durability durability() {
        return durability;
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
