package org.copsedb;

/** A savepoint was used that is gone: released, or undone by a rollback to an earlier one. */
public final class SavepointGoneException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what ended the savepoint.
     *
     * @param end how it ended, for example "was released"
     */
    public SavepointGoneException(String end) {
        super("the savepoint is gone: it " + end);
    }
}
