package org.copsedb;

/** A table was to get a name that one has. */
public final class TableExistsException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    TableExistsException(String table, String existing) {
        super("table \"" + table + "\" can not be renamed to \"" + existing + "\": there is a table of this name");
    }
}
