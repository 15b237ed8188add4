package org.copsedb;

/** A persistent savepoint was to be made under a name that another one has. */
public final class SavepointExistsException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the savepoint.
     *
     * @param name the name that is taken
     */
    public SavepointExistsException(String name) {
        super("there is a savepoint \"" + name + "\" already");
    }
}
