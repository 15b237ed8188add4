package org.copsedb;

/** A write transaction was asked of a database that was opened for reading only. */
public final class ReadOnlyDatabaseException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ReadOnlyDatabaseException() {
        super("the database was opened for reading only and takes no write transaction");
    }
}
