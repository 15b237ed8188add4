package org.copsedb;

import org.jspecify.annotations.Nullable;

/**
 * A point inside a write transaction to which it can return, nested to any depth and set at any time, also after
 * changes. For the transaction's thread.
 */
public final class Savepoint implements AutoCloseable {
    private final WriteTransaction transaction;
    private final int depth;
    private @Nullable String end;

    Savepoint(WriteTransaction transaction, int depth) {
        this.transaction = transaction;
        this.depth = depth;
    }

    /**
     * Undoes everything since this savepoint, which stays and can be returned to again; savepoints set inside it are
     * gone. Costs what was changed since, whatever the size of the database.
     *
     * @throws SavepointGoneException if this savepoint was released or undone
     * @throws HandleClosedException if the transaction has ended
     */
    public void rollback() {
        requirePresent();
        transaction.rollbackTo(depth);
    }

    /**
     * Gives this savepoint up, with those set inside it; the changes stay.
     *
     * @throws SavepointGoneException if this savepoint was released already or undone
     * @throws HandleClosedException if the transaction has ended
     */
    public void release() {
        requirePresent();
        transaction.release(depth);
    }

    private void requirePresent() {
        transaction.requireActive();
        if (end != null) {
            throw new SavepointGoneException(end);
        }
    }

    void end(String how) {
        end = how;
    }

    /** Gives this savepoint up if it and its transaction are still there: the changes stay. */
    @Override
    public void close() {
        if (end == null && transaction.isActive()) {
            transaction.release(depth);
        }
    }
}
