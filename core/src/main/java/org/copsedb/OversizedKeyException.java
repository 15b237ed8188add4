package org.copsedb;

/** A key is longer than a page of the database's geometry can hold. */
public final class OversizedKeyException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** The length of the key in bytes. */
    private final int length;
    /** The largest length in bytes. */
    private final int limit;

    /**
     * Names the table, the length and the limit.
     *
     * @param table the table's name
     * @param length the length of the encoded key in bytes
     * @param limit the largest length in bytes
     */
    public OversizedKeyException(String table, int length, int limit) {
        super("a key for table \"" + table + "\" takes " + length + " bytes; the limit is " + limit);
        this.length = length;
        this.limit = limit;
    }

    /**
     * Returns the length of the key.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * Returns the largest length a key can have.
     *
     * @return bytes
     */
    public int limit() {
        return limit;
    }
}
