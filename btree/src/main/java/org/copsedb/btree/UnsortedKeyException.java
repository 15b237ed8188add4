package org.copsedb.btree;

import java.util.HexFormat;

/** Entries that had to come in ascending order of distinct keys did not; none of them was put. */
public final class UnsortedKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN_BYTES = 32;

    /** Which entry came too early, counted from 0. */
    private final long position;

    /**
     * Creates the exception.
     *
     * @param position how many entries came before the one that is out of order
     * @param key its key
     * @param before the key before it
     */
    public UnsortedKeyException(long position, byte[] key, byte[] before) {
        super("entry " + position + " has the key " + show(key) + ", which does not come after the key before it, "
                + show(before));
        this.position = position;
    }

    private static String show(byte[] key) {
        HexFormat hex = HexFormat.of();
        return key.length <= SHOWN_BYTES
                ? hex.formatHex(key)
                : hex.formatHex(key, 0, SHOWN_BYTES) + "... (" + key.length + " bytes)";
    }

    /**
     * Returns how many entries came before the one that is out of order.
     *
     * @return 1 or more
     */
    public long position() {
        return position;
    }
}
