package org.copsedb;

/** A savepoint was used with another database, or inside another transaction, than the one that it is of. */
public final class ForeignSavepointException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the savepoint.
     *
     * @param savepoint the savepoint
     * @param owner what it is of: "database" or "transaction"
     */
    public ForeignSavepointException(Savepoint savepoint, String owner) {
        super(savepoint + " is of another " + owner);
    }
}
