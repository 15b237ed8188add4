package org.copsedb;

/** A table is used that was dropped, or that is another one since a return to an earlier state. */
public final class TableGoneException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the table.
     *
     * @param table the last name it had
     * @param how what became of it
     */
    public TableGoneException(String table, String how) {
        super("table \"" + table + "\" " + how);
    }
}
