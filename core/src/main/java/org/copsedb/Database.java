package org.copsedb;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.maintenance.Verification;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreStatistics;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.pagestore.VersionPin;
import org.copsedb.storage.ChannelStorageFile;
import org.copsedb.storage.FileAccess;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.copsedb.transaction.ForgottenHandles;
import org.copsedb.transaction.WorkingState;
import org.copsedb.transaction.WriterTurn;
import org.jspecify.annotations.Nullable;

/**
 * A database: typed tables in one file, changed by transactions.
 *
 * <p>Any number of readers see committed versions while one writer at a time makes the next one. One process and one
 * handle own a file. All methods are safe for use by many threads.
 */
public final class Database implements AutoCloseable {
    private final PageStore store;
    private final boolean readOnly;
    private final long writeBufferBytes;
    private final Durability durability;
    private final WriterTurn turn = new WriterTurn();
    private final DatabaseHandles handles;
    private final SavepointRegistry savepoints;
    private volatile boolean closed;

    /** The last write transaction; held weakly, so that one that is forgotten can be found. */
    private volatile WeakReference<WriteTransaction> writing = new WeakReference<>(null);

    /** Takes a store over. */
    Database(PageStore store, DatabaseOptions options) {
        this.store = store;
        this.savepoints = new SavepointRegistry(store);
        this.readOnly = options.store().readOnly();
        this.writeBufferBytes = options.writeBufferBytes();
        this.durability = options.durability();
        this.handles = new DatabaseHandles(options);
    }

    /**
     * Opens a database file with default options, or creates it.
     *
     * @param path the file; beside it lies {@code <name>.lock}
     * @return the database in its last committed state
     * @throws org.copsedb.storage.DatabaseLockedException if it is open already, here or in another process
     * @throws org.copsedb.storage.ForeignFileException if the file is not of CopseDB
     * @throws org.copsedb.storage.UnsupportedFormatException if it is of a version that this release does not read
     * @throws org.copsedb.storage.CorruptFileException if it is damaged
     * @throws org.copsedb.storage.StorageException if the disk refuses
     */
    public static Database open(Path path) {
        return open(path, DatabaseOptions.defaults());
    }

    /**
     * Opens a database file, or creates it if the options say so.
     *
     * @param path the file; beside it lies {@code <name>.lock}
     * @param options how to open it
     * @return the database in its last committed state
     * @throws org.copsedb.storage.DatabaseLockedException if it is open already, here or in another process
     * @throws org.copsedb.storage.ForeignFileException if the file is not of CopseDB
     * @throws org.copsedb.storage.UnsupportedFormatException if it is of a version that this release does not read
     * @throws org.copsedb.storage.CorruptFileException if it is damaged
     * @throws org.copsedb.storage.StorageException if the file is missing and is not to be created, or the disk refuses
     */
    public static Database open(Path path, DatabaseOptions options) {
        FileAccess access = options.store().readOnly()
                ? FileAccess.READ_ONLY
                : options.createIfMissing() ? FileAccess.OPEN_OR_CREATE : FileAccess.OPEN;
        return open(ChannelStorageFile.open(path, access), options);
    }

    /**
     * Makes an empty database that lives in memory and is gone when it is closed.
     *
     * @return the database
     */
    public static Database inMemory() {
        return inMemory(DatabaseOptions.defaults());
    }

    /**
     * Makes an empty database that lives in memory and is gone when it is closed.
     *
     * @param options its page size and cache
     * @return the database
     * @throws IllegalArgumentException if it is to be opened for reading only
     */
    public static Database inMemory(DatabaseOptions options) {
        if (options.store().readOnly()) {
            throw new IllegalArgumentException("a database in memory that is only read would always be empty");
        }
        return open(new MemoryStorageFile("memory"), options);
    }

    /**
     * Opens a database on any storage.
     *
     * @param file the storage, exclusively; closed with the database, or if opening fails
     * @param options how to open it
     * @return the database in its last committed state
     * @throws org.copsedb.storage.ForeignFileException if the content is not of CopseDB
     * @throws org.copsedb.storage.UnsupportedFormatException if it is of a version that this release does not read
     * @throws org.copsedb.storage.CorruptFileException if it is damaged
     */
    public static Database open(StorageFile file, DatabaseOptions options) {
        return open(file, options, PageStore::open);
    }

    static Database open(StorageFile file, DatabaseOptions options, DatabaseOpening opening) {
        return opening.open(file, options);
    }

    /**
     * Begins to read the last committed version. Never waits.
     *
     * @return the transaction; close it
     * @throws HandleClosedException if the database is closed
     */
    public ReadTransaction beginRead() {
        requireOpen();
        return beginRead(store.pinHead());
    }

    private ReadTransaction beginRead(VersionPin pin) {
        return handles.read(this, store, pin);
    }

    /**
     * Begins to read the state that a persistent savepoint keeps. Never waits for a writer.
     *
     * @param savepoint its name
     * @return the transaction; close it. It goes on when the savepoint is deleted meanwhile
     * @throws NoSuchSavepointException if there is none of this name
     * @throws HandleClosedException if the database is closed
     */
    public ReadTransaction beginRead(String savepoint) {
        requireOpen();
        return beginRead(savepoints.openReader(savepoint, SavepointRegistry.ANY_ID));
    }

    /**
     * Begins to read the state that an ephemeral or persistent savepoint keeps. Never waits for a writer.
     *
     * @param savepoint the savepoint
     * @return the transaction; close it. It goes on when the savepoint is closed or deleted meanwhile
     * @throws NoSuchSavepointException if it is persistent, and was deleted or not committed yet
     * @throws SavepointGoneException if it was closed
     * @throws SavepointKindException if it is nested in a write transaction
     * @throws ForeignSavepointException if it is of another database
     * @throws HandleClosedException if the database is closed
     */
    public ReadTransaction beginRead(Savepoint savepoint) {
        requireOpen();
        return beginRead(savepoint.openReader(this));
    }

    /**
     * Sets an ephemeral savepoint on the last committed version. Waits for no writer. Until it is closed, the pages of
     * the version are kept; it does not survive the closing of the database.
     *
     * @return the savepoint; close it
     * @throws HandleClosedException if the database is closed
     */
    public Savepoint savepoint() {
        requireOpen();
        return new EphemeralSavepoint(this, store.savepoint("ephemeral savepoint"), handles.forgotten());
    }

    /**
     * Finds a persistent savepoint of the last committed version.
     *
     * @param name its name
     * @return the savepoint
     * @throws NoSuchSavepointException if there is none of this name
     * @throws HandleClosedException if the database is closed
     */
    public Savepoint savepoint(String name) {
        requireOpen();
        return savepoints.get(this, name);
    }

    /**
     * Returns the persistent savepoints of the last committed version. Costs what they keep: for each the pages are
     * gone through that the last committed version has no more.
     *
     * @return what is known of them, by name in the order of their UTF-8 bytes
     * @throws HandleClosedException if the database is closed
     */
    public List<SavepointInfo> savepoints() {
        requireOpen();
        return savepoints.list();
    }

    SavepointRegistry savepointRegistry() {
        requireOpen();
        return savepoints;
    }

    /**
     * Finds the keys of a table whose values differ between two savepoints, by walking only the pages in which they
     * differ: what both have in common costs nothing, whatever the size of the table. The table is the one that has the
     * name in each of the two states; if a state has none, it counts as empty there.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param definition the table's name and types
     * @param from the state before the changes; of any time, also later than the other one
     * @param to the state after them
     * @return the changes; close them. They stay as they are when the savepoints are closed or deleted meanwhile
     * @throws TableTypeException if the table has other types in one of the states
     * @throws DatabaseException if one of the savepoints can not be read, as {@link #beginRead(Savepoint)} says
     */
    public <K, V> Changes<K, V> changes(TableDefinition<K, V> definition, Savepoint from, Savepoint to) {
        return Changes.between(definition, beginRead(from), () -> beginRead(to));
    }

    /**
     * Finds the keys of a table whose values differ between a savepoint and the last committed version; see
     * {@link #changes(TableDefinition, Savepoint, Savepoint)}.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param definition the table's name and types
     * @param from the state before the changes
     * @return the changes until now; close them
     * @throws DatabaseException as for two savepoints
     */
    public <K, V> Changes<K, V> changes(TableDefinition<K, V> definition, Savepoint from) {
        return Changes.between(definition, beginRead(from), this::beginRead);
    }

    /**
     * Begins to write. Waits until the writers before have ended; an interrupt does not end the wait.
     *
     * @return the transaction; commit it or close it
     * @throws NestedTransactionException if this thread has a write transaction open
     * @throws ReadOnlyDatabaseException if the database was opened for reading only
     * @throws org.copsedb.storage.StoreFailedException if the disk refused an earlier commit
     * @throws HandleClosedException if the database is closed
     */
    public WriteTransaction beginWrite() {
        requireWritable();
        store.journal().awaitRoom();
        turn.take();
        return begin();
    }

    /**
     * Begins to write if the writers before end in time.
     *
     * @param patience the longest wait; zero does not wait
     * @return the transaction; empty if the time ran out
     * @throws NestedTransactionException if this thread has a write transaction open
     * @throws ReadOnlyDatabaseException if the database was opened for reading only
     * @throws org.copsedb.storage.StoreFailedException if the disk refused an earlier commit
     * @throws HandleClosedException if the database is closed
     */
    public Optional<WriteTransaction> tryBeginWrite(Duration patience) {
        requireWritable();
        long deadline = WriterTurn.deadlineAfter(patience);
        return store.journal().awaitRoom(deadline) && turn.tryTake(deadline) ? Optional.of(begin()) : Optional.empty();
    }

    private void requireWritable() {
        requireOpen();
        handles.inspectReaders();
        if (readOnly) {
            throw new ReadOnlyDatabaseException();
        }
        if (turn.isOwnedByThisThread()) {
            throw new NestedTransactionException(Thread.currentThread().getName());
        }
    }

    private WriteTransaction begin() {
        try {
            requireOpen();
            StoreWriter writer = store.beginWrite();
            WorkingState state = new WorkingState(writer, writer.base(), new WriteBudget(writeBufferBytes));
            WriteTransaction transaction = new WriteTransaction(this, state, durability);
            writing = new WeakReference<>(transaction);
            return transaction;
        } catch (Throwable refused) {
            turn.giveBack();
            throw refused;
        }
    }

    ForgottenHandles.Watch watch(WriteTransaction transaction, WorkingState state) {
        return handles.forgotten().watch(transaction, "a write transaction was never ended; it is rolled back", () -> {
            try {
                state.rollback();
            } finally {
                giveBackTurn();
            }
        });
    }

    void giveBackTurn() {
        turn.giveBack();
    }

    /**
     * Reads inside a transaction of its own.
     *
     * @param <R> the type of the result
     * @param <X> what the body may throw
     * @param body what to do
     * @return what the body returned
     * @throws X if the body throws it
     */
    public <R extends @Nullable Object, X extends Exception> R read(TransactionBody<ReadTransaction, R, X> body)
            throws X {
        try (ReadTransaction transaction = beginRead()) {
            return body.run(transaction);
        }
    }

    /**
     * Writes inside a transaction of its own: commits when the body returns, rolls back if it throws.
     *
     * @param <R> the type of the result
     * @param <X> what the body may throw
     * @param body what to do; must not end the transaction
     * @return what the body returned
     * @throws X if the body throws it
     */
    public <R extends @Nullable Object, X extends Exception> R write(TransactionBody<WriteTransaction, R, X> body)
            throws X {
        try (WriteTransaction transaction = beginWrite()) {
            R result = body.run(transaction);
            transaction.commit();
            return result;
        }
    }

    /**
     * Writes inside a transaction of its own, without a result: commits when the body returns, rolls back if it throws.
     *
     * @param <X> what the body may throw
     * @param body what to do; must not end the transaction
     * @throws X if the body throws it
     */
    public <X extends Exception> void execute(TransactionAction<WriteTransaction, X> body) throws X {
        try (WriteTransaction transaction = beginWrite()) {
            body.run(transaction);
            transaction.commit();
        }
    }

    /** Returns the number of the newest commit, visible or not. For whoever has the writer's turn. */
    long newestCommit() {
        return store.newestCommit();
    }

    /** Waits until a commit is visible, and durable if that was asked for; returns its number. */
    long awaitVisible(long number, Durability asked) {
        if (asked == Durability.IMMEDIATE || store.head().number() < number) {
            store.journal().flushTo(number);
        }
        return number;
    }

    /**
     * Makes durable what was committed with {@link Durability#EVENTUAL}: every commit that returned before survives any
     * crash when this returns. Costs one durable write if there are some that are not written yet.
     *
     * @throws ReadOnlyDatabaseException if the database was opened for reading only
     * @throws org.copsedb.storage.StoreFailedException if the disk refused, now or before
     * @throws HandleClosedException if the database is closed
     */
    public void flush() {
        requireOpen();
        if (readOnly) {
            throw new ReadOnlyDatabaseException();
        }
        store.journal().flush();
    }

    /**
     * Writes everything that was committed to its place in the file, so that the next opening has nothing to replay.
     * Happens in the background when it is needed, and when the database is closed; there is no need to call it.
     * Readers and writers go on meanwhile.
     *
     * @throws ReadOnlyDatabaseException if the database was opened for reading only
     * @throws org.copsedb.storage.StorageException if the disk refused
     * @throws org.copsedb.storage.StoreFailedException if it refused before
     * @throws HandleClosedException if the database is closed
     */
    public void checkpoint() {
        requireOpen();
        if (readOnly) {
            throw new ReadOnlyDatabaseException();
        }
        store.checkpoint();
    }

    /** Returns how many bytes of dead pages somebody may still see, as of the last reclamation. */
    long pendingBytes() {
        return store.statistics().pendingBytes();
    }

    /** Takes a step of the background work of a database without threads; returns whether there was one. */
    boolean step() {
        return store.journal().step();
    }

    /**
     * Checks every page and every invariant of the last committed version, and that each page of the file is used once
     * or free. Waits for the writer's turn and keeps it; readers go on. Costs one reading of the whole file.
     *
     * @return what was found
     * @throws NestedTransactionException if this thread has a write transaction open
     * @throws HandleClosedException if the database is closed
     */
    public VerifyReport verify() {
        requireOpen();
        if (turn.isOwnedByThisThread()) {
            throw new NestedTransactionException(Thread.currentThread().getName());
        }
        turn.take();
        try {
            requireOpen();
            return new Verification(store).run();
        } finally {
            turn.giveBack();
        }
    }

    /**
     * Returns figures. O(1), but for the number of open readers.
     *
     * @return the figures
     * @throws HandleClosedException if the database is closed
     */
    public DatabaseStatistics statistics() {
        requireOpen();
        StoreStatistics figures = store.statistics();
        return new DatabaseStatistics(
                store.head().number(),
                figures.fileBytes(),
                figures.basePageSize(),
                figures.cachedBytes(),
                figures.dirtyBytes(),
                handles.openReaders(),
                handles.forgotten().count());
    }

    boolean isClosed() {
        return closed;
    }

    void requireOpen() {
        if (closed) {
            throw new HandleClosedException("the database", "was closed");
        }
    }

    /**
     * Closes the database, from any thread. Waits until the write transaction of another thread has ended; one that the
     * calling thread began is rolled back. Then waits for the commits that are on their way to the disk, and writes a
     * checkpoint. Read transactions need not be closed before; they can not be used any more, and are refused with
     * {@link HandleClosedException}. A second call waits for the first and does nothing; an interrupt ends no wait.
     *
     * @throws org.copsedb.storage.StorageException if the disk refused; the file is closed nevertheless, and every
     *     commit that was acknowledged as durable is safe
     */
    @Override
    public void close() {
        WriteTransaction own = turn.isOwnedByThisThread() ? writing.get() : null;
        if (own != null) {
            own.close();
        }
        turn.take();
        try {
            if (!closed) {
                closed = true;
                handles.close();
                store.close();
            }
        } finally {
            turn.giveBack();
        }
    }
}
