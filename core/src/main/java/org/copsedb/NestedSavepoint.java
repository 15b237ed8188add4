package org.copsedb;

import org.copsedb.pagestore.VersionPin;
import org.jspecify.annotations.Nullable;

/** A point inside a write transaction. */
final class NestedSavepoint extends Savepoint {
    private final WriteTransaction transaction;
    private final int depth;
    private @Nullable String end;

    NestedSavepoint(WriteTransaction transaction, int depth) {
        this.transaction = transaction;
        this.depth = depth;
    }

    @Override
    public SavepointKind kind() {
        return SavepointKind.NESTED;
    }

    @Override
    public void rollback() {
        requirePresent();
        transaction.rollbackTo(depth);
    }

    @Override
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

    @Override
    public void close() {
        if (end == null && transaction.isActive()) {
            transaction.release(depth);
        }
    }

    @Override
    VersionPin openReader(Database database) {
        throw new SavepointKindException(this, "keeps no committed version that could be read");
    }

    @Override
    void restore(WriteTransaction other) {
        if (other != transaction) {
            throw new ForeignSavepointException(this, "transaction");
        }
        rollback();
    }

    @Override
    public String toString() {
        return "the nested savepoint of depth " + depth;
    }
}
