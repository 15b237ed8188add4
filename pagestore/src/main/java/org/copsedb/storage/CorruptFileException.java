package org.copsedb.storage;

/** Bytes of a file break its format: they were damaged, or were never written by CopseDB. */
public final class CorruptFileException extends CopseException {
    private static final long serialVersionUID = 1L;

    /** Where the bytes lie. */
    private final String where;
    /** What the format asks for. */
    private final String expected;
    /** What is there instead. */
    private final String found;

    /**
     * Creates the exception for one broken rule of the format.
     *
     * @param where where the bytes lie, as precisely as is known: "page 0/17/1, offset 139264"
     * @param expected what the format asks for: "stamp 812"
     * @param found what is there instead: "stamp 790"
     */
    public CorruptFileException(String where, String expected, String found) {
        super("CORRUPT: " + where + ": expected " + expected + ", found " + found);
        this.where = where;
        this.expected = expected;
        this.found = found;
        CorruptionEvent.record(where, expected, found);
    }

    /**
     * Returns where the bytes lie.
     *
     * @return the place in the file
     */
    public String where() {
        return where;
    }

    /**
     * Returns what the format asks for.
     *
     * @return the expected content
     */
    public String expected() {
        return expected;
    }

    /**
     * Returns what is there instead.
     *
     * @return the content that was found
     */
    public String found() {
        return found;
    }
}
