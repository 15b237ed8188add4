package org.copsedb;

import org.copsedb.pagestore.StoreSavepoint;
import org.copsedb.pagestore.VersionPin;
import org.copsedb.transaction.ForgottenHandles;

/** A committed version, kept until it is closed. */
final class EphemeralSavepoint extends Savepoint {
    private final Database database;
    private final StoreSavepoint kept;
    private final ForgottenHandles.Watch watch;

    @SuppressWarnings("this-escape") // Only watched, not used.
    EphemeralSavepoint(Database database, StoreSavepoint kept, ForgottenHandles forgotten) {
        this.database = database;
        this.kept = kept;
        this.watch = forgotten.watch(
                this,
                "an ephemeral savepoint was never closed; version "
                        + kept.version().number() + ", which it kept, is let go",
                kept::close);
    }

    @Override
    public SavepointKind kind() {
        return SavepointKind.EPHEMERAL;
    }

    @Override
    public void rollback() {
        throw new SavepointKindException(this, "is restored by a write transaction, not rolled back to");
    }

    @Override
    public void release() {
        if (!letGo()) {
            throw new SavepointGoneException("was released");
        }
    }

    @Override
    public void close() {
        letGo();
    }

    private boolean letGo() {
        if (!watch.end()) {
            return false;
        }
        kept.close();
        return true;
    }

    @Override
    VersionPin openReader(Database other) {
        requireOf(other);
        VersionPin pin = kept.tryOpenReader();
        if (pin == null) {
            throw new SavepointGoneException("was released");
        }
        return pin;
    }

    @Override
    void restore(WriteTransaction transaction) {
        requireOf(transaction.database());
        StoreSavepoint held = kept.tryHold("restore of " + this);
        if (held == null) {
            throw new SavepointGoneException("was released");
        }
        transaction.restoreHeld(held);
    }

    private void requireOf(Database other) {
        if (other != database) {
            throw new ForeignSavepointException(this, "database");
        }
    }

    @Override
    public String toString() {
        return "the ephemeral savepoint of version " + kept.version().number();
    }
}
