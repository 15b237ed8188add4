package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;

/**
 * Reads a branch: separators and references to children. The layout is {@link NodeFormat}'s.
 *
 * <p>Child {@code i} holds the keys from separator {@code i - 1} (included) to separator {@code i} (excluded). The page
 * must have passed {@link NodeFormat#check} with its level, and numbers of children must be below its count. Safe for
 * any number of threads as long as nobody edits the page. Nothing is allocated unless an array is returned.
 */
public final class BranchPage {
    private static final int STAMP_OFFSET = Long.BYTES;
    private static final int COUNT_OFFSET = STAMP_OFFSET + 6;

    private BranchPage() {}

    /**
     * Finds the child that a key belongs to.
     *
     * @param page the branch
     * @param key the array that begins with the key
     * @param length the key's length
     * @return the number of the child: how many separators are not above the key
     */
    public static int search(byte[] page, byte[] key, int length) {
        int separators = PageHeader.entryCount(page) - 1;
        int prefixLength = NodeFormat.prefixLength(page);
        if (prefixLength > 0) {
            int order = NodePage.comparePrefix(page, prefixLength, key, length);
            if (order != NodePage.PREFIX_EQUAL) {
                return order < 0 ? 0 : separators;
            }
        }
        int slots = NodeFormat.slotsStart(prefixLength);
        int head = KeyBytes.head(key, prefixLength, length);
        int index = HeadSearch.countBelow(page, slots, separators, head);
        if (index == separators || NodePage.head(page, slots + index * NodeFormat.SLOT_SIZE) != head) {
            return index;
        }
        int found = NodePage.searchWhole(page, slots, index, separators, 0, key, prefixLength, length);
        return found >= 0 ? found + 1 : -1 - found;
    }

    /**
     * Returns where the reference to a child lies.
     *
     * @param page the branch
     * @param child the number of the child
     * @return the place of its {@link PageReference} in the page
     */
    public static int referenceOffset(byte[] page, int child) {
        return NodeFormat.slotsStart(NodeFormat.prefixLength(page))
                + (PageHeader.entryCount(page) - 1) * NodeFormat.SLOT_SIZE
                + child * PageReference.SIZE;
    }

    /**
     * Returns the page number in a reference.
     *
     * @param page the branch
     * @param reference where the reference lies
     * @return the child's encoded page number
     */
    public static long childPage(byte[] page, int reference) {
        return LittleEndian.getLong(page, reference);
    }

    /**
     * Returns the stamp in a reference.
     *
     * @param page the branch
     * @param reference where the reference lies
     * @return the child's birth stamp
     */
    public static long childStamp(byte[] page, int reference) {
        return LittleEndian.getUnsigned48(page, reference + STAMP_OFFSET);
    }

    /**
     * Returns the number of entries in a reference.
     *
     * @param page the branch
     * @param reference where the reference lies
     * @return the entries in the child and below
     */
    public static long childCount(byte[] page, int reference) {
        return LittleEndian.getUnsigned48(page, reference + COUNT_OFFSET);
    }

    /**
     * Adds up the entries below a range of children.
     *
     * @param page the branch
     * @param from the first child
     * @param to the child behind the last one
     * @return the sum
     */
    public static long countBetween(byte[] page, int from, int to) {
        long sum = 0;
        int reference = referenceOffset(page, from);
        for (int i = from; i < to; i++, reference += PageReference.SIZE) {
            sum += childCount(page, reference);
        }
        return sum;
    }

    /**
     * Returns a copy of a separator.
     *
     * @param page the branch
     * @param index the number of the separator: it divides the children {@code index} and {@code index + 1}
     * @return a fresh array
     */
    public static byte[] separator(byte[] page, int index) {
        int slot = slot(page, index);
        byte[] separator = new byte[NodePage.keyLength(page, slot)];
        NodePage.copyKey(page, slot, 0, separator, 0);
        return separator;
    }

    /**
     * Returns the length of a separator.
     *
     * @param page the branch
     * @param index the number of the separator
     * @return the length in bytes
     */
    public static int separatorLength(byte[] page, int index) {
        return NodePage.keyLength(page, slot(page, index));
    }

    /**
     * Writes a separator into an array.
     *
     * @param page the branch
     * @param index the number of the separator
     * @param target where it goes, from the first byte on; it has room for {@link #separatorLength} bytes
     */
    public static void copySeparator(byte[] page, int index, byte[] target) {
        NodePage.copyKey(page, slot(page, index), 0, target, 0);
    }

    /**
     * Compares a separator with a key, without copying it.
     *
     * @param page the branch
     * @param index the number of the separator
     * @param key the array that begins with the key
     * @param length the key's length
     * @return negative, zero or positive, as the separator comes before, is, or comes after the key
     */
    public static int compareSeparator(byte[] page, int index, byte[] key, int length) {
        return NodePage.compareKey(page, slot(page, index), 0, key, length);
    }

    static int slot(byte[] page, int index) {
        return NodeFormat.slotsStart(NodeFormat.prefixLength(page)) + index * NodeFormat.SLOT_SIZE;
    }
}
