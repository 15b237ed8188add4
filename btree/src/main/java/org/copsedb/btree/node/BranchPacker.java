package org.copsedb.btree.node;

import java.util.Arrays;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;

/**
 * Children that come in key order and leave from the front, as many as fill a branch. Each comes with the separator
 * before it. Not thread-safe.
 */
public final class BranchPacker extends BranchContent {
    private static final byte[] NOTHING = new byte[0];

    private byte[] left = NOTHING;
    /** The bytes of all children's references and separators without a prefix. */
    private int sum;

    /** Creates an empty packer. */
    public BranchPacker() {}

    @Override
    public void clear() {
        super.clear();
        left = NOTHING;
        sum = 0;
    }

    /**
     * Returns the separator before the first child.
     *
     * @return the separator; not to be changed
     */
    public byte[] left() {
        return left;
    }

    /**
     * Adds a child behind those that are there.
     *
     * @param separator the separator before it, which is kept
     * @param node the child's page
     * @param count the entries in it and below
     */
    public void add(byte[] separator, byte[] node, long count) {
        addSeparator(separator);
        new PageReference(PageHeader.pageNumber(node), PageHeader.stamp(node), count)
                .put(references, size * PageReference.SIZE);
        size++;
        largeValues |= NodeFormat.hasLargeValues(node);
    }

    private void addSeparator(byte[] separator) {
        reserve(size + 1);
        separators[size] = NOTHING;
        if (size == 0) {
            left = separator;
            sum = PageReference.SIZE;
        } else {
            separators[size - 1] = separator;
            sum += PageReference.SIZE + separatorSize(separator);
        }
    }

    private static int separatorSize(byte[] separator) {
        return NodeFormat.SLOT_SIZE + Math.max(0, separator.length - KeyBytes.HEAD_SIZE);
    }

    /**
     * Adds children of a branch behind those that are there, untouched.
     *
     * @param separator the separator before the first of them
     * @param page the branch
     * @param from the first child
     * @param to the child behind the last one
     */
    public void addRange(byte[] separator, byte[] page, int from, int to) {
        for (int i = from; i < to; i++) {
            addSeparator(i == from ? separator : BranchPage.separator(page, i - 1));
            System.arraycopy(
                    page,
                    BranchPage.referenceOffset(page, i),
                    references,
                    size * PageReference.SIZE,
                    PageReference.SIZE);
            size++;
        }
        largeValues |= to > from && NodeFormat.hasLargeValues(page);
    }

    /**
     * Returns the bytes that a single page with all children takes at most.
     *
     * @return bytes, more than a page has if there are more children than fit one
     */
    public int bytes() {
        return NodeFormat.PREFIX_OFFSET + sum;
    }

    /**
     * Returns how many of the first children a page takes.
     *
     * @param capacity the bytes of the page that may be used
     * @return their number, at least 2, and neither 1 nor 0 less than all
     */
    public int fitting(int capacity) {
        int bytes = NodeFormat.PREFIX_OFFSET + PageReference.SIZE;
        int count = 1;
        while (count < size) {
            bytes += PageReference.SIZE + separatorSize(separators[count - 1]);
            if (bytes > capacity) {
                break;
            }
            count++;
        }
        while (count < size && fits(0, count + 1, capacity)) {
            count++;
        }
        return count < size ? Math.max(2, Math.min(count, size - 2)) : size;
    }

    /**
     * Lets the first children go.
     *
     * @param count how many
     */
    public void removeFirst(int count) {
        if (count == size) {
            clear();
            return;
        }
        left = separators[count - 1];
        int rest = size - count;
        System.arraycopy(separators, count, separators, 0, rest);
        Arrays.fill(separators, rest, size, NOTHING);
        System.arraycopy(references, count * PageReference.SIZE, references, 0, rest * PageReference.SIZE);
        size = rest;
        sum = PageReference.SIZE;
        for (int i = 0; i < rest - 1; i++) {
            sum += PageReference.SIZE + separatorSize(separators[i]);
        }
    }

    /** Lets the last child go. */
    public void removeLast() {
        size--;
        if (size == 0) {
            clear();
        } else {
            sum -= PageReference.SIZE + separatorSize(separators[size - 1]);
            separators[size - 1] = NOTHING;
        }
    }

    /**
     * Returns the reference to a child.
     *
     * @param child the number of the child
     * @return the reference
     */
    public PageReference reference(int child) {
        return PageReference.get(references, child * PageReference.SIZE);
    }
}
