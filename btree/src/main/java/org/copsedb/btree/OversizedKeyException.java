package org.copsedb.btree;

import org.copsedb.storage.CopseException;

/** A key is longer than the nodes of its tree allow. Nothing was changed. */
public final class OversizedKeyException extends CopseException {
    private static final long serialVersionUID = 1L;

    /** The length of the key. */
    private final int length;
    /** The greatest length that the tree takes. */
    private final int limit;

    /**
     * Creates the exception.
     *
     * @param length the length of the key
     * @param limit the greatest length that the tree takes
     */
    public OversizedKeyException(int length, int limit) {
        super("a key of " + length + " bytes is longer than the " + limit + " bytes that this tree allows");
        this.length = length;
        this.limit = limit;
    }

    /**
     * Returns the length of the refused key.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * Returns the greatest length that the tree takes.
     *
     * @return bytes
     */
    public int limit() {
        return limit;
    }
}
