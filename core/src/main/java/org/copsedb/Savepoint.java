package org.copsedb;

import java.util.Optional;
import org.copsedb.pagestore.VersionPin;

/**
 * A state of the database that can be returned to. One concept with three {@linkplain SavepointKind kinds}:
 *
 * <table>
 * <caption>What each kind can do</caption>
 * <tr><th></th><th>nested</th><th>ephemeral</th><th>persistent</th></tr>
 * <tr><td>set by</td><td>{@link WriteTransaction#savepoint()}</td><td>{@link Database#savepoint()}</td>
 * <td>{@link WriteTransaction#persistSavepoint}</td></tr>
 * <tr><td>lasts until</td><td>its transaction ends, or it is released</td><td>it is closed</td>
 * <td>{@link WriteTransaction#deleteSavepoint(Savepoint)}</td></tr>
 * <tr><td>{@link #rollback} inside its transaction</td><td>yes</td><td></td><td></td></tr>
 * <tr><td>{@link WriteTransaction#restoreSavepoint(Savepoint)}</td><td>the same</td><td>yes</td><td>yes</td></tr>
 * <tr><td>{@link Database#beginRead(Savepoint)}</td><td></td><td>yes</td><td>yes</td></tr>
 * <tr><td>{@link Database#changes(TableDefinition, Savepoint, Savepoint)}</td><td></td><td>yes</td><td>yes</td></tr>
 * </table>
 *
 * <p>What a kind can not do is refused with {@link SavepointKindException}. A nested savepoint is for the thread of its
 * transaction; the others are safe for use by many threads. To set one of any kind costs the same whatever the size of
 * the database.
 */
public abstract sealed class Savepoint implements AutoCloseable
        permits NestedSavepoint, EphemeralSavepoint, PersistentSavepoint {
    Savepoint() {}

    /**
     * Returns how long it lasts.
     *
     * @return the kind
     */
    public abstract SavepointKind kind();

    /**
     * Returns the name of a persistent savepoint.
     *
     * @return the name; empty for other kinds
     */
    public Optional<String> name() {
        return Optional.empty();
    }

    /**
     * Undoes everything that the transaction did since this nested savepoint, which stays and can be returned to again;
     * savepoints set inside it are gone. Costs what was changed since, whatever the size of the database.
     *
     * @throws SavepointGoneException if this savepoint was released or undone
     * @throws SavepointKindException if it is not nested; such a savepoint is restored by a write transaction
     * @throws HandleClosedException if the transaction has ended
     */
    public abstract void rollback();

    /**
     * Gives this savepoint up. Of a nested one, those set inside it are given up too, and the changes stay; the version
     * of an ephemeral one is let go.
     *
     * @throws SavepointGoneException if this savepoint was released already or undone
     * @throws SavepointKindException if it is persistent; such a savepoint is deleted by a write transaction
     * @throws HandleClosedException if the transaction has ended
     */
    public abstract void release();

    /**
     * Gives this savepoint up as {@link #release} does, if it is still there; a second call does nothing. A persistent
     * savepoint stays.
     */
    @Override
    public abstract void close();

    /** Begins to read the version that is kept. */
    abstract VersionPin openReader(Database database);

    /** Restores the version that is kept, inside a transaction that is active. */
    abstract void restore(WriteTransaction transaction);
}
