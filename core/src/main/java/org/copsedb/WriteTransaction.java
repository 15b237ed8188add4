package org.copsedb;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.copsedb.catalog.Catalog;
import org.copsedb.catalog.SystemTables;
import org.copsedb.codec.Tuple2KeyCodec;
import org.copsedb.pagestore.StorePending;
import org.copsedb.pagestore.StoreSavepoint;
import org.copsedb.transaction.ForgottenHandles;
import org.copsedb.transaction.WorkingState;
import org.copsedb.transaction.WorkingTable;
import org.jspecify.annotations.Nullable;

/**
 * Changes that become visible and durable all together, or not at all. There is one at a time; readers go on meanwhile
 * and see none of it before the commit.
 *
 * <p>It ends by {@link #commit}, by {@link #rollback}, or by {@link #close}, which rolls back. After an unexpected
 * failure of an operation it can only be rolled back. For the thread that began it, with all that was opened through
 * it; other threads are refused with {@link ForeignThreadException}. When that thread has ended, any other one may roll
 * it back. A function that is called by an operation, of a {@link Table#compute} for example, may not end the
 * transaction or move it to or from a savepoint: that is refused with {@link ReentryException}.
 *
 * <p>One that is lost without having ended is rolled back when the garbage collector has found it, so that the next
 * writer can begin, and a warning is logged, for some transactions with the place that began them.
 */
public final class WriteTransaction implements AutoCloseable {
    private final Database database;
    private final WorkingState state;
    private final ForgottenHandles.Watch watch;
    private final List<NestedSavepoint> savepoints = new ArrayList<>();
    private Durability durability;
    private long committed;
    private volatile @Nullable String end;
    private @Nullable Throwable poison;
    private final Thread owner = Thread.currentThread();

    /** How many operations are under way that call a function of the user's. */
    private int callbacks;

    @SuppressWarnings("this-escape") // Only watched, not used.
    WriteTransaction(Database database, WorkingState state, Durability durability) {
        this.database = database;
        this.state = state;
        this.durability = durability;
        this.watch = database.watch(this, state);
    }

    /**
     * Opens a table. One that does not exist is empty and comes into being with its first entry.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param definition the table's name and types
     * @return the table, which shows all changes of this transaction
     * @throws TableTypeException if the table has other types
     * @throws OversizedKeyException if the name is too long for the database's pages
     * @throws HandleClosedException if this transaction has ended
     */
    public <K, V> Table<K, V> open(TableDefinition<K, V> definition) {
        return openTable(definition);
    }

    /**
     * Opens a multimap. One that does not exist is empty and comes into being with its first pair.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param definition the multimap's name and types
     * @return the multimap, which shows all changes of this transaction
     * @throws TableTypeException if it has other types, or is no multimap
     * @throws OversizedKeyException if the name is too long for the database's pages
     * @throws HandleClosedException if this transaction has ended
     */
    public <K, V> Multimap<K, V> open(MultimapDefinition<K, V> definition) {
        Tuple2KeyCodec<K, V> codec = definition.pairCodec();
        return new TransactionMultimap<>(openTable(definition.pairs(codec)), codec);
    }

    private <K, V> TransactionTable<K, V> openTable(TableDefinition<K, V> definition) {
        requireActive();
        EntryCodec<K, V> codec = new EntryCodec<>(definition);
        requireName(definition.name());
        WorkingTable table = state.open(definition.name(), codec.keyType(), codec.valueType());
        codec.requireTypesOf(table.record());
        return new TransactionTable<>(this, codec, table);
    }

    private void requireName(String name) {
        int length = Catalog.key(name).length;
        if (length > state.maximumKeyLength()) {
            throw new OversizedKeyException("catalog", length, state.maximumKeyLength());
        }
    }

    /**
     * Returns the names of all tables, those of this transaction included.
     *
     * @return the names
     */
    public List<String> tables() {
        requireActive();
        return state.tableNames();
    }

    /**
     * Drops a table or multimap, with all its entries. Handles on it are refused from now on, and its name is free.
     * Cost: as that of {@link Table#clear}.
     *
     * @param table its name
     * @return whether there was one
     * @throws ReentryException if a function calls it that an operation of this transaction called
     * @throws HandleClosedException if this transaction has ended
     */
    public boolean drop(String table) {
        requireActive();
        requireNoCallback();
        try {
            return state.drop(table);
        } catch (Throwable failure) {
            poison(failure);
            throw failure;
        }
    }

    /**
     * Gives a table or multimap another name. Handles on it stay usable. O(log tables).
     *
     * @param table its name
     * @param newName its new name
     * @throws NoSuchTableException if there is no such table
     * @throws TableExistsException if there is a table of the new name
     * @throws IllegalArgumentException if no table can have the new name
     * @throws OversizedKeyException if the new name is too long for the database's pages
     * @throws ReentryException if a function calls it that an operation of this transaction called
     * @throws HandleClosedException if this transaction has ended
     */
    public void rename(String table, String newName) {
        TableDefinition.requireName(newName);
        requireActive();
        requireName(newName);
        requireNoCallback();
        if (!state.exists(table)) {
            throw new NoSuchTableException(table);
        }
        if (state.exists(newName)) {
            throw new TableExistsException(table, newName);
        }
        changeOrPoison(() -> state.rename(table, newName));
    }

    /**
     * Sets a nested savepoint: a point to which this transaction can return, at any time and to any depth. Costs the
     * same whatever was changed before, and whatever the size of the database.
     *
     * @return the savepoint, inside all those set before it
     * @throws HandleClosedException if this transaction has ended
     */
    public Savepoint savepoint() {
        requireActive();
        requireNoCallback();
        try {
            NestedSavepoint savepoint = new NestedSavepoint(this, state.savepoint());
            savepoints.add(savepoint);
            return savepoint;
        } catch (Throwable failure) {
            poison(failure);
            throw failure;
        }
    }

    void rollbackTo(int depth) {
        requireActive();
        requireNoCallback();
        changeOrPoison(() -> state.rollbackTo(depth));
        endSavepoints(depth, "was undone by a rollback to an earlier savepoint");
    }

    void release(int depth) {
        requireActive();
        requireNoCallback();
        changeOrPoison(() -> state.release(depth));
        endSavepoints(depth - 1, "was released");
    }

    private void endSavepoints(int keep, String how) {
        List<NestedSavepoint> ended = savepoints.subList(keep, savepoints.size());
        ended.forEach(savepoint -> savepoint.end(how));
        ended.clear();
    }

    /**
     * Makes the state that this transaction commits a savepoint that survives restarts, until it is deleted. What is
     * changed between this call and the commit belongs to it. The commit is a checkpoint.
     *
     * @param name what to call it
     * @return the savepoint, which can be used when this transaction has committed
     * @throws SavepointExistsException if there is one of this name
     * @throws OversizedKeyException if the name is too long for the database's pages
     * @throws HandleClosedException if this transaction has ended
     */
    public Savepoint persistSavepoint(String name) {
        requireActive();
        int length = SystemTables.savepointKey(name).length;
        if (length > state.maximumKeyLength()) {
            throw new OversizedKeyException("savepoints", length, state.maximumKeyLength());
        }
        long id = state.persistSavepoint(name);
        if (id == 0) {
            throw new SavepointExistsException(name);
        }
        return new PersistentSavepoint(database, name, id);
    }

    /**
     * Deletes a persistent savepoint with the commit: the pages that only it kept can then be used again.
     *
     * @param name its name
     * @throws NoSuchSavepointException if there is none of this name
     * @throws HandleClosedException if this transaction has ended
     */
    public void deleteSavepoint(String name) {
        delete(name, SavepointRegistry.ANY_ID);
    }

    /**
     * Deletes a persistent savepoint with the commit: the pages that only it kept can then be used again. Costs what it
     * keeps, not what the database holds.
     *
     * @param savepoint the savepoint
     * @throws NoSuchSavepointException if it was deleted before
     * @throws SavepointKindException if it is not persistent
     * @throws ForeignSavepointException if it is of another database
     * @throws HandleClosedException if this transaction has ended
     */
    public void deleteSavepoint(Savepoint savepoint) {
        if (!(savepoint instanceof PersistentSavepoint persistent)) {
            throw new SavepointKindException(savepoint, "is not persistent: it is closed, not deleted");
        }
        delete(persistent.nameIn(database), persistent.id());
    }

    private void delete(String name, long id) {
        requireActive();
        if (!state.deleteSavepoint(name, id)) {
            throw new NoSuchSavepointException(name);
        }
    }

    /**
     * Returns all tables to the state of a persistent savepoint; see {@link #restoreSavepoint(Savepoint)}.
     *
     * @param name its name; not that of a savepoint made by this transaction
     * @throws NoSuchSavepointException if there is none of this name
     * @throws HandleClosedException if this transaction has ended
     */
    public void restoreSavepoint(String name) {
        requireActive();
        restorePersistent(name, SavepointRegistry.ANY_ID);
    }

    /**
     * Returns all tables to the state of a savepoint; whatever this transaction changed in them is undone. Other
     * savepoints, later ones too, stay as they are. Tables that are open show the new state. A rollback, to a nested
     * savepoint or of everything, undoes it. Costs what differs between the two states; the commit is a checkpoint.
     *
     * @param savepoint the savepoint; a nested one of this transaction is {@linkplain Savepoint#rollback rolled back}
     *     to
     * @throws NoSuchSavepointException if it is persistent, and was deleted or not committed yet
     * @throws SavepointGoneException if it is not persistent, and was released or undone
     * @throws ForeignSavepointException if it is of another database or transaction
     * @throws HandleClosedException if this transaction has ended
     */
    public void restoreSavepoint(Savepoint savepoint) {
        requireActive();
        savepoint.restore(this);
    }

    void restorePersistent(String name, long id) {
        requireNoCallback();
        boolean restored;
        try {
            restored = state.restoreSavepoint(name, id);
        } catch (Throwable failure) {
            poison(failure);
            throw failure;
        }
        if (!restored) {
            throw new NoSuchSavepointException(name);
        }
    }

    /** Restores a savepoint that is closed when this transaction ends. */
    void restoreHeld(StoreSavepoint savepoint) {
        requireNoCallback();
        try {
            state.restoreHeld(savepoint);
        } catch (Throwable failure) {
            poison(failure);
            throw failure;
        }
    }

    Database database() {
        return database;
    }

    /**
     * Chooses what the commit waits for; unless told otherwise, what the database's options say.
     *
     * @param chosen the durability
     * @return this transaction
     * @throws HandleClosedException if this transaction has ended
     */
    public WriteTransaction durability(Durability chosen) {
        requireNotEnded();
        durability = Objects.requireNonNull(chosen, "durability");
        return this;
    }

    /**
     * Makes all changes visible, and durable as was chosen. When this returns under {@link Durability#IMMEDIATE}, they
     * survive any crash; if it throws, none of them will ever be seen in this process, and the transaction has ended.
     *
     * <p>The next writer may begin while this waits for the disk; commits that wait together are written together.
     *
     * @return the number of the commit; that of the version before if nothing was changed
     * @throws PoisonedTransactionException if an operation failed before; the transaction is rolled back
     * @throws org.copsedb.storage.StorageException if the disk is full, or refused to write a checkpoint
     * @throws org.copsedb.storage.StoreFailedException if the disk refused this commit or an earlier one
     * @throws HandleClosedException if this transaction has ended
     */
    public long commit() {
        CommitEvent event = new CommitEvent();
        event.begin();
        StorePending pending = handOver();
        if (pending == null) {
            database.awaitVisible(committed, durability);
        } else {
            pending.await();
        }
        event.ended(committed, durability, pending != null, false);
        return committed;
    }

    /**
     * Ends the transaction as {@link #commit} does, without waiting for the disk. A transaction too large for the
     * journal is made durable before this returns.
     *
     * @return completed with the number of the commit when the changes are visible, and durable as was chosen, or with
     *     a {@link org.copsedb.storage.StoreFailedException} if they never will be. What depends on it runs on other
     *     threads than the database's own
     * @throws PoisonedTransactionException if an operation failed before; the transaction is rolled back
     * @throws org.copsedb.storage.StorageException if the disk is full, or refused to write a checkpoint
     * @throws org.copsedb.storage.StoreFailedException if the disk refused an earlier commit
     * @throws HandleClosedException if this transaction has ended
     */
    public CompletableFuture<Long> commitAsync() {
        CommitEvent event = new CommitEvent();
        event.begin();
        StorePending pending = handOver();
        event.ended(committed, durability, pending != null, true);
        if (pending == null) {
            return CompletableFuture.completedFuture(database.awaitVisible(committed, durability));
        }
        return pending.future();
    }

    /** Ends the transaction; returns the commit on its way, null if there is none. */
    private @Nullable StorePending handOver() {
        requireNotEnded();
        requireNoCallback();
        if (poison != null) {
            Throwable cause = poison;
            rollback();
            throw new PoisonedTransactionException(cause);
        }
        boolean isHandedOver = false;
        try {
            StorePending pending = state.commit(durability == Durability.IMMEDIATE);
            committed = pending == null ? database.newestCommit() : pending.number();
            isHandedOver = true;
            return pending;
        } finally {
            if (isHandedOver) {
                finish("was committed");
            } else {
                undo("failed to commit");
            }
        }
    }

    /**
     * Undoes all changes.
     *
     * @throws HandleClosedException if this transaction has ended
     */
    public void rollback() {
        if (end != null || owner.isAlive()) {
            requireNotEnded();
        }
        requireNoCallback();
        undo("was rolled back");
    }

    private void undo(String how) {
        try {
            state.rollback();
        } finally {
            finish(how);
        }
    }

    private void finish(String how) {
        end = how;
        savepoints.clear();
        if (watch.end()) {
            database.giveBackTurn();
        }
    }

    private void changeOrPoison(Runnable change) {
        try {
            change.run();
        } catch (Throwable failure) {
            poison(failure);
            throw failure;
        }
    }

    void poison(Throwable failure) {
        if (poison == null) {
            poison = failure;
        }
    }

    void requireActive() {
        requireNotEnded();
        if (poison != null) {
            throw new PoisonedTransactionException(poison);
        }
    }

    boolean isActive() {
        return end == null && poison == null;
    }

    private void requireNotEnded() {
        requireOwner();
        if (end != null) {
            throw new HandleClosedException("the write transaction", end);
        }
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new ForeignThreadException(owner.getName());
        }
    }

    /** An operation begins that calls a function of the user's. */
    void enterCallback() {
        callbacks++;
    }

    void leaveCallback() {
        callbacks--;
    }

    private void requireNoCallback() {
        if (callbacks > 0) {
            throw new ReentryException();
        }
    }

    /**
     * Rolls back if the transaction has not ended; a second call does nothing, on whatever thread.
     *
     * @throws ForeignThreadException if it has not ended, and another thread that lives still began it
     * @throws ReentryException if a function calls it that an operation of this transaction called
     */
    @Override
    public void close() {
        if (end == null) {
            if (owner.isAlive()) {
                requireOwner();
            }
            requireNoCallback();
            undo("was closed without a commit");
        }
    }
}
