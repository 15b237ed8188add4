package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;

/**
 * The bytes of a write on its way into a tree: a key, and what becomes of it.
 *
 * <pre>
 * offset size  content
 *      0    2  length k of the key
 *      2    2  bits 0 to 14: length v of the value's bytes; bit 15: they describe a large value; FFFF: a removal
 *      4    k  the key
 *    4+k    v  the value's bytes
 * </pre>
 *
 * <p>Cells lie in the arena of a write buffer and in the pages of sorted runs, never in a committed state.
 */
public final class WriteCell {
    /** Where the length of the value lies. */
    public static final int VALUE_LENGTH_OFFSET = 2;
    /** Where the key begins. */
    public static final int KEY_OFFSET = 4;
    /** The mark of a removal, in place of the length of a value. */
    public static final int REMOVAL = 0xFFFF;

    private WriteCell() {}

    /**
     * Returns the length of the key.
     *
     * @param array the array that holds the cell
     * @param cell where the cell begins
     * @return bytes
     */
    public static int keyLength(byte[] array, int cell) {
        return LittleEndian.getUnsignedShort(array, cell);
    }

    /**
     * Tells whether the key is to be removed.
     *
     * @param array the array that holds the cell
     * @param cell where the cell begins
     * @return whether it is a removal
     */
    public static boolean isRemoval(byte[] array, int cell) {
        return LittleEndian.getUnsignedShort(array, cell + VALUE_LENGTH_OFFSET) == REMOVAL;
    }

    /**
     * Tells whether the value's bytes describe a large value.
     *
     * @param array the array that holds the cell
     * @param cell where the cell begins
     * @return whether they do
     */
    public static boolean isLarge(byte[] array, int cell) {
        int mark = LittleEndian.getUnsignedShort(array, cell + VALUE_LENGTH_OFFSET);
        return mark != REMOVAL && (mark & NodeFormat.LARGE_VALUE_MARK) != 0;
    }

    /**
     * Returns the number of the value's bytes.
     *
     * @param array the array that holds the cell
     * @param cell where the cell begins
     * @return bytes, 0 for a removal
     */
    public static int valueLength(byte[] array, int cell) {
        int mark = LittleEndian.getUnsignedShort(array, cell + VALUE_LENGTH_OFFSET);
        return mark == REMOVAL ? 0 : mark & ~NodeFormat.LARGE_VALUE_MARK;
    }

    /**
     * Returns where the value's bytes begin.
     *
     * @param array the array that holds the cell
     * @param cell where the cell begins
     * @return the place in the array
     */
    public static int valueOffset(byte[] array, int cell) {
        return cell + KEY_OFFSET + keyLength(array, cell);
    }

    /**
     * Returns the bytes of the cell.
     *
     * @param array the array that holds the cell
     * @param cell where the cell begins
     * @return its size
     */
    public static int size(byte[] array, int cell) {
        return KEY_OFFSET + keyLength(array, cell) + valueLength(array, cell);
    }

    /**
     * Returns a copy of the key.
     *
     * @param array the array that holds the cell
     * @param cell where the cell begins
     * @return a fresh array
     */
    public static byte[] key(byte[] array, int cell) {
        byte[] key = new byte[keyLength(array, cell)];
        System.arraycopy(array, cell + KEY_OFFSET, key, 0, key.length);
        return key;
    }

    /**
     * Compares the keys of two cells.
     *
     * @param left the array that holds the one cell
     * @param leftCell where it begins
     * @param right the array that holds the other cell
     * @param rightCell where it begins
     * @return negative, zero or positive, as the left key comes before, is, or comes after the right one
     */
    public static int compareKeys(byte[] left, int leftCell, byte[] right, int rightCell) {
        return KeyBytes.compare(
                left,
                leftCell + KEY_OFFSET,
                keyLength(left, leftCell),
                right,
                rightCell + KEY_OFFSET,
                keyLength(right, rightCell));
    }

    /**
     * Compares the key of a cell with a key that fills its array.
     *
     * @param array the array that holds the cell
     * @param cell where the cell begins
     * @param key the key
     * @return negative, zero or positive, as the cell's key comes before, is, or comes after the other one
     */
    public static int compareKey(byte[] array, int cell, byte[] key) {
        return KeyBytes.compare(array, cell + KEY_OFFSET, keyLength(array, cell), key, 0, key.length);
    }
}
