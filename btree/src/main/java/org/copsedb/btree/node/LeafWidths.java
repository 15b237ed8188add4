package org.copsedb.btree.node;

/**
 * What it saves a leaf that all its keys, or all its values, have one width: their lengths, two bytes each.
 *
 * <p>An entry of another width brings the lengths back. So that the leaf can then be divided into two whatever its
 * entries are, a leaf holds no more than would take five quarters of a page with all lengths. Only entries below 16
 * bytes come to that limit. At worst the new entry and the lengths make one and a half pages; divided where both sides
 * are most equal, the larger one takes three quarters and half an entry, an eighth.
 */
final class LeafWidths {
    private static final int LENGTH_SIZE = 2;

    private LeafWidths() {}

    /** Returns the bytes that a leaf's widths save for each entry. */
    static int omitted(byte[] page) {
        return omitted(NodeFormat.keyWidth(page) != 0, NodeFormat.valueWidth(page) >= 0);
    }

    /** Returns the bytes that widths save for each entry. */
    static int omitted(boolean oneKeyWidth, boolean oneValueWidth) {
        return (oneKeyWidth ? LENGTH_SIZE : 0) + (oneValueWidth ? LENGTH_SIZE : 0);
    }

    /**
     * Returns the bytes that a page must have.
     *
     * @param bytes what is written
     * @param omitted the lengths that are not
     */
    static int room(int bytes, int omitted) {
        return omitted == 0 ? bytes : Math.max(bytes, ((bytes + omitted) * 4 + 4) / 5);
    }
}
