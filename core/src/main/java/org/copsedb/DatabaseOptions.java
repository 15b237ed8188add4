package org.copsedb;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
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
    private static final Duration LONGEST_TIME = Duration.ofNanos(Long.MAX_VALUE);
    private static final DatabaseOptions DEFAULTS = new DatabaseOptions(
            StoreOptions.defaults(),
            true,
            new Writing(defaultWriteBuffer(), Durability.IMMEDIATE),
            DatabaseListeners.NONE);

    private final StoreOptions store;
    private final boolean createIfMissing;
    private final Writing writing;
    private final DatabaseListeners listeners;

    /**
     * How write transactions begin.
     *
     * @param bufferBytes memory for blind writes
     * @param durability what commits wait for
     */
    private record Writing(long bufferBytes, Durability durability) {}

    private DatabaseOptions(StoreOptions store, boolean createIfMissing, Writing writing, DatabaseListeners listeners) {
        this.store = store;
        this.createIfMissing = createIfMissing;
        this.writing = writing;
        this.listeners = listeners;
    }

    private static long defaultWriteBuffer() {
        return Math.min(
                64L << 20, Math.max(WriteBudget.MINIMUM, Runtime.getRuntime().maxMemory() / 16));
    }

    private DatabaseOptions with(StoreOptions changed) {
        return new DatabaseOptions(changed, createIfMissing, writing, listeners);
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
        return new DatabaseOptions(store, createIfMissing, new Writing(bytes, writing.durability()), listeners);
    }

    /**
     * Opens the file for reading only: it is not changed in any way, and write transactions are refused.
     *
     * @return the options
     */
    public DatabaseOptions readOnly() {
        return new DatabaseOptions(store.asReadOnly(), false, writing, listeners);
    }

    /**
     * Opens the file only if it exists.
     *
     * @return the options
     */
    public DatabaseOptions existing() {
        return new DatabaseOptions(store, false, writing, listeners);
    }

    /**
     * Sets what commits wait for, unless a transaction chooses otherwise.
     *
     * @param chosen the durability; {@link Durability#IMMEDIATE} unless told otherwise
     * @return the options
     */
    public DatabaseOptions durability(Durability chosen) {
        Objects.requireNonNull(chosen, "durability");
        return new DatabaseOptions(store, createIfMissing, new Writing(writing.bufferBytes(), chosen), listeners);
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

    /**
     * Has somebody told of read transactions that stay open for long, each once. They keep pages from being used again,
     * so that the file grows. A thread of the database looks for them, and calls the listener; what the listener throws
     * is logged. In a database {@linkplain #withoutThreads without threads} whoever begins to write does it.
     *
     * @param after from when on a transaction is long
     * @param listener hears of it; may be called a quarter of the time later
     * @return the options
     * @throws IllegalArgumentException if the time is zero or negative, or longer than 292 years
     */
    public DatabaseOptions onLongReader(Duration after, Consumer<? super LongReader> listener) {
        Objects.requireNonNull(listener, "listener");
        if (after.isZero() || after.isNegative() || after.compareTo(LONGEST_TIME) > 0) {
            throw new IllegalArgumentException("a time of " + after + " is not within 1 ns to " + LONGEST_TIME);
        }
        return with(new DatabaseListeners(after, listener::accept, listeners.recovery()));
    }

    /**
     * Has somebody told how far recovery has come, when a file is opened that was not closed: when it begins, now and
     * then, and when all is replayed. If there is nothing to replay, it hears nothing. The thread that opens the
     * database calls it; if it throws, the database is not opened, and the file is as it was.
     *
     * @param listener hears of it
     * @return the options
     */
    public DatabaseOptions onRecovery(Consumer<? super RecoveryProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        return with(new DatabaseListeners(listeners.longReaderAfter(), listeners.longReader(), listener::accept));
    }

    private DatabaseOptions with(DatabaseListeners changed) {
        return new DatabaseOptions(store, createIfMissing, writing, changed);
    }

    DatabaseListeners listeners() {
        return listeners;
    }

    Durability durability() {
        return writing.durability();
    }

    StoreOptions store() {
        return store;
    }

    long writeBufferBytes() {
        return writing.bufferBytes();
    }

    boolean createIfMissing() {
        return createIfMissing;
    }
}
