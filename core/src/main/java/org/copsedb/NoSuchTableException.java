package org.copsedb;

/** A table is named that does not exist. */
public final class NoSuchTableException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    NoSuchTableException(String table) {
        super("there is no table \"" + table + '"');
    }
}
