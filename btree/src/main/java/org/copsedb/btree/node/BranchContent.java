package org.copsedb.btree.node;

import java.util.Arrays;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;

/**
 * Children and separators on their way from old branches into new ones: what a rebuild, a split, a merge and a
 * redistribution share.
 *
 * <p>All is copied when it is added, so a page may be rebuilt in place. A writer has one such object and reuses it. Not
 * thread-safe.
 */
public class BranchContent {
    private static final int INITIAL_CAPACITY = 64;
    private static final byte[] NOTHING = new byte[0];

    byte[] references = new byte[INITIAL_CAPACITY * PageReference.SIZE];
    /** The separator behind each child; that of the last one is not used. */
    byte[][] separators = new byte[INITIAL_CAPACITY][];

    int size;
    private int knownPrefix;
    boolean largeValues;

    /** Creates an empty content. */
    public BranchContent() {}

    /** Forgets all children. */
    public void clear() {
        Arrays.fill(separators, 0, size, NOTHING);
        size = 0;
        knownPrefix = 0;
        largeValues = false;
    }

    /**
     * Returns the number of children.
     *
     * @return the number
     */
    public int size() {
        return size;
    }

    /**
     * Adds all children of a branch behind those that are there.
     *
     * @param page the branch, which passed {@link NodeFormat#checkWholly}
     */
    public void addAll(byte[] page) {
        int count = PageHeader.entryCount(page);
        reserve(size + count);
        System.arraycopy(
                page,
                BranchPage.referenceOffset(page, 0),
                references,
                size * PageReference.SIZE,
                count * PageReference.SIZE);
        for (int i = 0; i < count; i++) {
            separators[size + i] = i < count - 1 ? BranchPage.separator(page, i) : NOTHING;
        }
        size += count;
        knownPrefix = NodeFormat.prefixLength(page);
        largeValues |= NodeFormat.hasLargeValues(page);
    }

    final void reserve(int capacity) {
        if (capacity > separators.length) {
            int enlarged = Math.max(capacity, separators.length * 2);
            separators = Arrays.copyOf(separators, enlarged);
            references = Arrays.copyOf(references, enlarged * PageReference.SIZE);
        }
    }

    /**
     * Returns the separator behind a child.
     *
     * @param child the number of the child
     * @return the separator; not to be changed
     */
    public byte[] separator(int child) {
        return separators[child];
    }

    /**
     * Sets the separator behind a child.
     *
     * @param child the number of the child
     * @param separator the separator, which is kept
     */
    public void setSeparator(int child, byte[] separator) {
        separators[child] = separator;
    }

    /**
     * Begins with one child.
     *
     * @param node the child's page
     * @param count the entries in it and below
     */
    public void plant(byte[] node, long count) {
        reserve(1);
        new PageReference(PageHeader.pageNumber(node), PageHeader.stamp(node), count).put(references, 0);
        separators[0] = NOTHING;
        size = 1;
    }

    /**
     * Inserts a child behind another one.
     *
     * @param child the number of the child before
     * @param separator what divides it from the new one
     * @param node the new child's page
     * @param count the entries in it and below
     */
    public void insertAfter(int child, byte[] separator, byte[] node, long count) {
        reserve(size + 1);
        System.arraycopy(separators, child, separators, child + 1, size - child);
        separators[child] = separator;
        int place = (child + 1) * PageReference.SIZE;
        System.arraycopy(references, place, references, place + PageReference.SIZE, size * PageReference.SIZE - place);
        new PageReference(PageHeader.pageNumber(node), PageHeader.stamp(node), count).put(references, place);
        size++;
    }

    /**
     * Adds up the entries below a range of children.
     *
     * @param from the first child
     * @param to the child behind the last one
     * @return the sum
     */
    public long count(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += BranchPage.childCount(references, i * PageReference.SIZE);
        }
        return sum;
    }

    /**
     * Tells whether a range of children fits a page.
     *
     * @param from the first child
     * @param to the child behind the last one
     * @param pageSize the bytes of the page
     * @return whether {@link #write} can write them to such a page
     */
    public boolean fits(int from, int to, int pageSize) {
        return bytes(from, to, choosePrefix(from, to)) <= pageSize;
    }

    final int bytes(int from, int to, int prefixLength) {
        int bytes = NodeFormat.slotsStart(prefixLength) + (to - from) * PageReference.SIZE;
        for (int i = from; i < to - 1; i++) {
            bytes += NodeFormat.SLOT_SIZE + Math.max(0, separators[i].length - prefixLength - KeyBytes.HEAD_SIZE);
        }
        return bytes;
    }

    final int choosePrefix(int from, int to) {
        if (to - from < 3) {
            return 0;
        }
        byte[] first = separators[from];
        byte[] last = separators[to - 2];
        int common = KeyBytes.commonPrefix(first, first.length, last, last.length);
        if (knownPrefix < common && bytes(from, to, knownPrefix) < bytes(from, to, common)) {
            return knownPrefix;
        }
        return common;
    }

    /**
     * Finds the place to divide the children into two pages of at least two each that is nearest to a wanted one.
     *
     * @param wanted how many children should go to the left page
     * @param pageSize the bytes of each page
     * @return how many go there
     */
    public int nearestSplit(int wanted, int pageSize) {
        for (int distance = 0; distance < size; distance++) {
            if (splits(wanted - distance, pageSize)) {
                return wanted - distance;
            }
            if (splits(wanted + distance, pageSize)) {
                return wanted + distance;
            }
        }
        throw new IllegalStateException(size + " children can not be divided into two pages of " + pageSize + " bytes");
    }

    private boolean splits(int at, int pageSize) {
        return at > 1 && at < size - 1 && fits(0, at, pageSize) && fits(at, size, pageSize);
    }

    /**
     * Writes a range of children into a page.
     *
     * @param page a page of the caller's
     * @param level its level, 1 or more
     * @param from the first child
     * @param to the child behind the last one
     */
    public void write(byte[] page, int level, int from, int to) {
        NodeEditor.initialize(page, level);
        int prefixLength = choosePrefix(from, to);
        if (prefixLength > 0) {
            NodeEditor.setPrefix(page, separators[from], prefixLength);
        }
        int slot = NodeFormat.slotsStart(prefixLength);
        int arrays = (to - from) * PageReference.SIZE + (to - from - 1) * NodeFormat.SLOT_SIZE;
        int cell = page.length - (bytes(from, to, prefixLength) - slot - arrays);
        LittleEndian.putInt(page, NodeFormat.CELL_START_OFFSET, cell);
        for (int i = from; i < to - 1; i++, slot += NodeFormat.SLOT_SIZE) {
            byte[] separator = separators[i];
            int suffixLength = separator.length - prefixLength;
            int tailLength = Math.max(0, suffixLength - KeyBytes.HEAD_SIZE);
            int head = KeyBytes.head(separator, prefixLength, separator.length);
            NodeEditor.putSlot(page, slot, head, tailLength > 0 ? cell : 0, suffixLength);
            if (tailLength > 0) {
                System.arraycopy(separator, prefixLength + KeyBytes.HEAD_SIZE, page, cell, tailLength);
                cell += tailLength;
            }
        }
        System.arraycopy(references, from * PageReference.SIZE, page, slot, (to - from) * PageReference.SIZE);
        PageHeader.setEntryCount(page, to - from);
        if (largeValues) {
            NodeFormat.markLargeValues(page);
        }
    }
}
