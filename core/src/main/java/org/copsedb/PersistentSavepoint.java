package org.copsedb;

import java.util.Optional;
import org.copsedb.pagestore.VersionPin;

/** A committed version with a name, which the file keeps. */
final class PersistentSavepoint extends Savepoint {
    private final Database database;
    private final String name;
    private final long id;

    PersistentSavepoint(Database database, String name, long id) {
        this.database = database;
        this.name = name;
        this.id = id;
    }

    @Override
    public SavepointKind kind() {
        return SavepointKind.PERSISTENT;
    }

    @Override
    public Optional<String> name() {
        return Optional.of(name);
    }

    /** Tells this savepoint from an earlier and a later one of the name. */
    long id() {
        return id;
    }

    /** Returns the name, after a check that the savepoint is of a database. */
    String nameIn(Database other) {
        if (other != database) {
            throw new ForeignSavepointException(this, "database");
        }
        return name;
    }

    @Override
    public void rollback() {
        throw new SavepointKindException(this, "is restored by a write transaction, not rolled back to");
    }

    @Override
    public void release() {
        throw new SavepointKindException(this, "is deleted by a write transaction, not released");
    }

    /** Does nothing: the file keeps the savepoint. */
    @Override
    public void close() {
        // The handle holds nothing.
    }

    @Override
    VersionPin openReader(Database other) {
        return other.savepointRegistry().openReader(nameIn(other), id);
    }

    @Override
    void restore(WriteTransaction transaction) {
        transaction.restorePersistent(nameIn(transaction.database()), id);
    }

    @Override
    public String toString() {
        return "the savepoint \"" + name + '"';
    }
}
