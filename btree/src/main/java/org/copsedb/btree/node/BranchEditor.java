package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;

/**
 * Changes a branch in place. What does not fit in place is for {@link BranchContent}. The page belongs to the caller
 * and passed {@link NodeFormat#checkWholly}.
 */
public final class BranchEditor {
    private static final int STAMP_OFFSET = Long.BYTES;
    private static final int COUNT_OFFSET = STAMP_OFFSET + 6;

    private BranchEditor() {}

    /**
     * Sets the reference to a child.
     *
     * @param page the branch
     * @param child the number of the child
     * @param node the child's page
     * @param count the entries in it and below
     */
    public static void setChild(byte[] page, int child, byte[] node, long count) {
        putReference(page, BranchPage.referenceOffset(page, child), node, count);
    }

    private static void putReference(byte[] page, int reference, byte[] node, long count) {
        LittleEndian.putLong(page, reference, PageHeader.pageNumber(node));
        LittleEndian.putUnsigned48(page, reference + STAMP_OFFSET, PageHeader.stamp(node));
        LittleEndian.putUnsigned48(page, reference + COUNT_OFFSET, count);
    }

    /**
     * Inserts a child behind another one, if there is room for it in one piece and the separator begins with the page's
     * prefix.
     *
     * @param page the branch
     * @param child the number of the child before
     * @param separator what divides it from the new one
     * @param node the new child's page
     * @param count the entries in it and below
     * @return whether it was inserted; if not, nothing changed
     */
    // hot path: TreeBenchmark
    public static boolean tryInsertAfter(byte[] page, int child, byte[] separator, byte[] node, long count) {
        int prefixLength = NodeFormat.prefixLength(page);
        int tailLength = Math.max(0, separator.length - prefixLength - KeyBytes.HEAD_SIZE);
        int end = NodeFormat.arraysEnd(page);
        if (NodeFormat.cellStart(page) - end < NodeFormat.SLOT_SIZE + PageReference.SIZE + tailLength
                || !NodeEditor.sharesPrefix(page, separator, separator.length)) {
            return false;
        }
        int children = PageHeader.entryCount(page);
        int references = BranchPage.referenceOffset(page, 0);
        int behind = references + (child + 1) * PageReference.SIZE;
        System.arraycopy(page, behind, page, behind + NodeFormat.SLOT_SIZE + PageReference.SIZE, end - behind);
        System.arraycopy(page, references, page, references + NodeFormat.SLOT_SIZE, behind - references);
        int slot = BranchPage.slot(page, child);
        System.arraycopy(page, slot, page, slot + NodeFormat.SLOT_SIZE, references - slot);
        writeSeparator(page, slot, prefixLength, separator);
        PageHeader.setEntryCount(page, children + 1);
        LittleEndian.putShort(page, NodeFormat.LATEST_INSERTION_OFFSET, child + 1);
        setChild(page, child + 1, node, count);
        return true;
    }

    private static void writeSeparator(byte[] page, int slot, int prefixLength, byte[] separator) {
        int suffixLength = separator.length - prefixLength;
        int tailLength = Math.max(0, suffixLength - KeyBytes.HEAD_SIZE);
        int cell = 0;
        if (tailLength > 0) {
            cell = NodeEditor.takeCell(page, tailLength);
            System.arraycopy(separator, prefixLength + KeyBytes.HEAD_SIZE, page, cell, tailLength);
        }
        NodeEditor.putSlot(page, slot, KeyBytes.head(separator, prefixLength, separator.length), cell, suffixLength);
    }

    /**
     * Replaces a separator, if there is room in one piece and the new one begins with the page's prefix.
     *
     * @param page the branch
     * @param index the number of the separator
     * @param separator the new one
     * @return whether it was replaced; if not, nothing changed
     */
    public static boolean tryReplaceSeparator(byte[] page, int index, byte[] separator) {
        int prefixLength = NodeFormat.prefixLength(page);
        int tailLength = Math.max(0, separator.length - prefixLength - KeyBytes.HEAD_SIZE);
        if (NodeFormat.cellStart(page) - NodeFormat.arraysEnd(page) < tailLength
                || !NodeEditor.sharesPrefix(page, separator, separator.length)) {
            return false;
        }
        int slot = BranchPage.slot(page, index);
        dropSeparator(page, slot);
        writeSeparator(page, slot, prefixLength, separator);
        return true;
    }

    private static void dropSeparator(byte[] page, int slot) {
        int tailLength = NodePage.tailLength(page, slot);
        if (tailLength > 0) {
            NodeEditor.dropCell(page, NodePage.cell(page, slot), tailLength);
        }
    }

    /**
     * Removes a child and the separator before it; with the first child, the separator after it.
     *
     * @param page the branch, with two children or more
     * @param child the number of the child
     */
    public static void removeChild(byte[] page, int child) {
        int children = PageHeader.entryCount(page);
        int end = NodeFormat.arraysEnd(page);
        int references = BranchPage.referenceOffset(page, 0);
        int slot = BranchPage.slot(page, Math.max(0, child - 1));
        dropSeparator(page, slot);
        System.arraycopy(page, slot + NodeFormat.SLOT_SIZE, page, slot, references - slot - NodeFormat.SLOT_SIZE);
        int moved = references - NodeFormat.SLOT_SIZE;
        int before = child * PageReference.SIZE;
        System.arraycopy(page, references, page, moved, before);
        int behind = references + before + PageReference.SIZE;
        System.arraycopy(page, behind, page, moved + before, end - behind);
        PageHeader.setEntryCount(page, children - 1);
        LittleEndian.putShort(page, NodeFormat.LATEST_INSERTION_OFFSET, 0);
    }
}
