package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;

/**
 * Reads a leaf: the entries of a tree. The layout is {@link NodeFormat}'s.
 *
 * <p>The page must have passed {@link NodeFormat#check} with level 0, and entry numbers must be below its count. Places
 * of cells are checked here, so a damaged page leads to {@link org.copsedb.storage.CorruptFileException}. Safe for any
 * number of threads as long as nobody edits the page. Nothing is allocated.
 */
public final class LeafPage {
    /** The mark of a large value in the result of {@link #locateValue}. */
    public static final long LARGE_VALUE = 1L << 63;

    private LeafPage() {}

    /**
     * Finds a key.
     *
     * @param page the leaf
     * @param key the array that begins with the key
     * @param length the key's length
     * @return the number of its entry, or {@code -1 - n} where n entries come before it
     */
    public static int search(byte[] page, byte[] key, int length) {
        int count = PageHeader.entryCount(page);
        int prefixLength = NodeFormat.prefixLength(page);
        if (prefixLength > 0) {
            int order = NodePage.comparePrefix(page, prefixLength, key, length);
            if (order != NodePage.PREFIX_EQUAL) {
                return order < 0 ? -1 : -1 - count;
            }
        }
        int slots = NodeFormat.slotsStart(prefixLength);
        int head = KeyBytes.head(key, prefixLength, length);
        int slotSize = NodeFormat.slotSize(page);
        int index = HeadSearch.countBelowCold(page, slots, slotSize, count, head);
        int slot = slots + index * slotSize;
        if (index == count || NodePage.head(page, slot) != head) {
            return -1 - index;
        }
        int tailOffset = NodeFormat.valueLengthSize(page);
        int order = NodePage.compareTail(page, slot, tailOffset, key, prefixLength, length);
        if (order == 0) {
            return index;
        }
        if (order > 0) {
            return -1 - index;
        }
        return NodePage.searchWhole(page, slots, index + 1, count, tailOffset, key, prefixLength, length);
    }

    /**
     * Returns the length of an entry's key.
     *
     * @param page the leaf
     * @param index the number of the entry
     * @return the length in bytes
     */
    public static int keyLength(byte[] page, int index) {
        return NodePage.keyLength(page, slot(page, index));
    }

    /**
     * Writes an entry's key into an array.
     *
     * @param page the leaf
     * @param index the number of the entry
     * @param target where the key goes; it has room for {@link #keyLength} bytes
     * @param offset the place of its first byte
     */
    public static void copyKey(byte[] page, int index, byte[] target, int offset) {
        NodePage.copyKey(page, slot(page, index), NodeFormat.valueLengthSize(page), target, offset);
    }

    /**
     * Returns a copy of an entry's key.
     *
     * @param page the leaf
     * @param index the number of the entry
     * @return a fresh array
     */
    public static byte[] key(byte[] page, int index) {
        int slot = slot(page, index);
        byte[] key = new byte[NodePage.keyLength(page, slot)];
        NodePage.copyKey(page, slot, NodeFormat.valueLengthSize(page), key, 0);
        return key;
    }

    /**
     * Compares an entry's key with another one, without copying it.
     *
     * @param page the leaf
     * @param index the number of the entry
     * @param key the other key
     * @return negative, zero or positive, as the entry's key comes before, is, or comes after the other one
     */
    public static int compareKey(byte[] page, int index, byte[] key) {
        return compareKey(page, index, key, key.length);
    }

    /**
     * Compares an entry's key with another one, without copying it.
     *
     * @param page the leaf
     * @param index the number of the entry
     * @param key the array that begins with the other key
     * @param length the other key's length
     * @return negative, zero or positive, as the entry's key comes before, is, or comes after the other one
     */
    public static int compareKey(byte[] page, int index, byte[] key, int length) {
        return NodePage.compareKey(page, slot(page, index), NodeFormat.valueLengthSize(page), key, length);
    }

    /**
     * Finds an entry's value.
     *
     * @param page the leaf
     * @param index the number of the entry
     * @return bits 0 to 30: the number of its bytes here; bits 32 to 62: where they begin; bit 63
     *     ({@link #LARGE_VALUE}): they describe a large value
     */
    public static long locateValue(byte[] page, int index) {
        int slot = slot(page, index);
        int cell = NodePage.cell(page, slot);
        int width = NodeFormat.valueWidth(page);
        int lengthSize = width < 0 ? NodeFormat.VALUE_LENGTH_SIZE : 0;
        int offset = cell + lengthSize + NodePage.tailLength(page, slot);
        if (offset > page.length) {
            throw NodePage.outside(page, slot);
        }
        int mark = width < 0 ? LittleEndian.getUnsignedShort(page, cell) : width;
        int length = width < 0 ? mark & ~NodeFormat.LARGE_VALUE_MARK : width;
        if (offset + length > page.length) {
            throw NodeFormat.corrupt(
                    page,
                    "the value of entry " + index + " within " + page.length + " bytes",
                    length + " bytes at " + offset);
        }
        return ((long) offset << 32) | length | (mark != length ? LARGE_VALUE : 0);
    }

    /**
     * Returns where a value begins.
     *
     * @param location a result of {@link #locateValue}
     * @return the place in the page
     */
    public static int valueOffset(long location) {
        return (int) (location >>> 32) & Integer.MAX_VALUE;
    }

    /**
     * Returns how many bytes of a value lie in the page.
     *
     * @param location a result of {@link #locateValue}
     * @return the number of bytes
     */
    public static int valueLength(long location) {
        return (int) location;
    }

    /**
     * Tells whether a value's bytes describe a large value.
     *
     * @param location a result of {@link #locateValue}
     * @return whether the value lies in pages of its own
     */
    public static boolean isLarge(long location) {
        return location < 0;
    }

    /** Returns the bytes of an entry's cell. */
    static int cellSize(byte[] page, int index) {
        return NodeFormat.valueLengthSize(page)
                + NodePage.tailLength(page, slot(page, index))
                + valueLength(locateValue(page, index));
    }

    static int slot(byte[] page, int index) {
        return NodeFormat.slotsStart(NodeFormat.prefixLength(page)) + index * NodeFormat.slotSize(page);
    }
}
