package org.copsedb;

/** How long a savepoint lasts, and what it can be used for. */
public enum SavepointKind {
    /** A point inside a write transaction, also after changes: the transaction can roll back to it. Ends with it. */
    NESTED,
    /** A committed version, kept until the savepoint is closed or the database is. */
    EPHEMERAL,
    /** A committed version with a name, kept in the file until a transaction deletes the savepoint. */
    PERSISTENT
}
