package org.copsedb;

/** A savepoint was asked for what its kind can not do. */
public final class SavepointKindException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the savepoint and what it can do instead.
     *
     * @param savepoint the savepoint
     * @param problem what it can not do, and what can
     */
    public SavepointKindException(Savepoint savepoint, String problem) {
        super(savepoint + " " + problem);
    }
}
