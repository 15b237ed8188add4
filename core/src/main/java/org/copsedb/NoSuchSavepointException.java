package org.copsedb;

/** A persistent savepoint was asked for that does not exist. */
public final class NoSuchSavepointException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the savepoint.
     *
     * @param name what was asked for
     */
    public NoSuchSavepointException(String name) {
        super("there is no savepoint \"" + name + "\"");
    }
}
