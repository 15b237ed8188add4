package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;

/**
 * Changes a leaf in place: a slot is shifted in or out, a cell appended or given up. What does not fit in place is for
 * {@link LeafContent}. The page belongs to the caller and passed {@link NodeFormat#checkWholly}.
 */
public final class LeafEditor {
    private LeafEditor() {}

    /**
     * Returns the bytes that an entry takes in a leaf that shares no prefix with it and tells all lengths.
     *
     * @param keyLength the length of the key
     * @param valueLength the length of the value, or of the description of a large one
     * @return the bytes of its slot and its cell
     */
    public static int entrySize(int keyLength, int valueLength) {
        return NodeFormat.SLOT_SIZE
                + NodeFormat.VALUE_LENGTH_SIZE
                + Math.max(0, keyLength - KeyBytes.HEAD_SIZE)
                + valueLength;
    }

    /**
     * Inserts an entry if there is room for it in one piece and its key begins with the page's prefix.
     *
     * <p>Cost: a move of the slots behind it and a copy of its bytes.
     *
     * @param page the leaf
     * @param index the number that the entry gets
     * @param entry the entry, which is not in the leaf yet
     * @return whether it was inserted; if not, nothing changed
     */
    public static boolean tryInsert(byte[] page, int index, NewEntry entry) {
        byte[] key = entry.key;
        int prefixLength = NodeFormat.prefixLength(page);
        int suffixLength = key.length - prefixLength;
        int cellSize =
                NodeFormat.valueLengthSize(page) + Math.max(0, suffixLength - KeyBytes.HEAD_SIZE) + entry.valueLength;
        int slots = NodeFormat.slotsStart(prefixLength);
        int slotSize = NodeFormat.slotSize(page);
        int count = PageHeader.entryCount(page);
        int end = slots + count * slotSize;
        if (NodeFormat.cellStart(page) - end < cellSize + slotSize
                || !hasWidths(page, entry)
                || !NodeEditor.sharesPrefix(page, key, key.length)) {
            return false;
        }
        int used = page.length - NodeFormat.freeBytes(page) + cellSize + slotSize;
        if (LeafWidths.room(used, (count + 1) * LeafWidths.omitted(page)) > page.length) {
            return false;
        }
        int slot = slots + index * slotSize;
        System.arraycopy(page, slot, page, slot + slotSize, end - slot);
        int cell = NodeEditor.takeCell(page, cellSize);
        writeEntry(page, slot, cell, prefixLength, entry);
        PageHeader.setEntryCount(page, count + 1);
        LittleEndian.putShort(page, NodeFormat.LATEST_INSERTION_OFFSET, index + 1);
        return true;
    }

    /** Tells whether an entry has the widths that the page's entries have, if they have any. */
    private static boolean hasWidths(byte[] page, NewEntry entry) {
        int keyWidth = NodeFormat.keyWidth(page);
        int valueWidth = NodeFormat.valueWidth(page);
        return (keyWidth == 0 || keyWidth == entry.key.length)
                && (valueWidth < 0 || (valueWidth == entry.valueLength && !entry.large));
    }

    /** Writes an entry's slot and cell. */
    // hot path: TreeBenchmark
    static void writeEntry(byte[] page, int slot, int cell, int prefixLength, NewEntry entry) {
        byte[] key = entry.key;
        int suffixLength = key.length - prefixLength;
        int lengthSize = NodeFormat.valueLengthSize(page);
        int tailLength = Math.max(0, suffixLength - KeyBytes.HEAD_SIZE);
        int slotCell = lengthSize + tailLength + entry.valueLength == 0 ? 0 : cell;
        NodeEditor.putSlot(page, slot, KeyBytes.head(key, prefixLength, key.length), slotCell, suffixLength);
        if (lengthSize > 0) {
            int mark = entry.large ? NodeFormat.LARGE_VALUE_MARK : 0;
            LittleEndian.putShort(page, cell, entry.valueLength | mark);
        }
        int place = cell + lengthSize;
        if (tailLength > 0) {
            System.arraycopy(key, prefixLength + KeyBytes.HEAD_SIZE, page, place, tailLength);
            place += tailLength;
        }
        System.arraycopy(entry.value, entry.valueOffset, page, place, entry.valueLength);
        if (entry.large) {
            NodeFormat.markLargeValues(page);
        }
    }

    /**
     * Writes a value over an old one of the same length and sort.
     *
     * @param page the leaf
     * @param index the number of the entry
     * @param entry the entry with the new value; the key is the one that is there
     * @return whether that was possible; if not, nothing changed
     */
    public static boolean tryOverwrite(byte[] page, int index, NewEntry entry) {
        long location = LeafPage.locateValue(page, index);
        if (LeafPage.valueLength(location) != entry.valueLength || LeafPage.isLarge(location) != entry.large) {
            return false;
        }
        System.arraycopy(entry.value, entry.valueOffset, page, LeafPage.valueOffset(location), entry.valueLength);
        return true;
    }

    /**
     * Removes an entry. The pages of a large value are the caller's.
     *
     * @param page the leaf
     * @param index the number of the entry
     */
    public static void remove(byte[] page, int index) {
        int size = LeafPage.cellSize(page, index);
        int slot = LeafPage.slot(page, index);
        int slotSize = NodeFormat.slotSize(page);
        NodeEditor.dropCell(page, NodePage.cell(page, slot), size);
        int count = PageHeader.entryCount(page);
        int end = LeafPage.slot(page, count);
        System.arraycopy(page, slot + slotSize, page, slot, end - slot - slotSize);
        PageHeader.setEntryCount(page, count - 1);
        LittleEndian.putShort(page, NodeFormat.LATEST_INSERTION_OFFSET, 0);
    }
}
