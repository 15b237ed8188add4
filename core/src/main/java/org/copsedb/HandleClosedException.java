package org.copsedb;

/** A database, transaction, table, cursor or savepoint was used after its end. */
public final class HandleClosedException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the handle and its end.
     *
     * @param handle what was used
     * @param end how it ended, for example "was committed"
     */
    public HandleClosedException(String handle, String end) {
        super(handle + " can not be used any more: it " + end);
    }
}
