package org.copsedb;

/** A table was opened with other types than it was created with. */
public final class TableTypeException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the table and both types.
     *
     * @param table the table's name
     * @param stored the types it has, as "key -&gt; value"
     * @param requested the types it was opened with
     */
    public TableTypeException(String table, String stored, String requested) {
        super("table \"" + table + "\" holds " + stored + " and can not be opened as " + requested);
    }
}
