package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;

/**
 * Changes that leaves and branches have in common. The page belongs to the caller: it was born under the writer's
 * current stamp.
 */
public final class NodeEditor {
    private NodeEditor() {}

    /**
     * Makes an empty node of a page. What the page held is not looked at; its number, order and stamp stay.
     *
     * @param page the page
     * @param level 0 for a leaf
     */
    public static void initialize(byte[] page, int level) {
        PageHeader.setKind(page, level == 0 ? PageKind.LEAF : PageKind.BRANCH);
        PageHeader.setLevel(page, level);
        PageHeader.setFlags(page, 0);
        PageHeader.setEntryCount(page, 0);
        LittleEndian.putLong(page, NodeFormat.PREFIX_LENGTH_OFFSET, 0);
        LittleEndian.putLong(page, NodeFormat.DEAD_BYTES_OFFSET, 0);
        LittleEndian.putInt(page, NodeFormat.CELL_START_OFFSET, page.length);
    }

    /**
     * Copies a node into a new page: all but number, order, stamp and checksum.
     *
     * @param from the node
     * @param to a page of the same length
     */
    public static void copy(byte[] from, byte[] to) {
        PageHeader.setKind(to, PageHeader.kind(from));
        PageHeader.setEntryCount(to, PageHeader.entryCount(from));
        PageHeader.setLevel(to, PageHeader.level(from));
        PageHeader.setFlags(to, PageHeader.flags(from));
        System.arraycopy(from, PageHeader.SIZE, to, PageHeader.SIZE, from.length - PageHeader.SIZE);
    }

    /** Sets the prefix of a page that has no entries yet. */
    static void setPrefix(byte[] page, byte[] key, int length) {
        LittleEndian.putShort(page, NodeFormat.PREFIX_LENGTH_OFFSET, length);
        System.arraycopy(key, 0, page, NodeFormat.PREFIX_OFFSET, length);
        for (int i = NodeFormat.PREFIX_OFFSET + length; i < NodeFormat.slotsStart(length); i++) {
            page[i] = 0;
        }
    }

    /** Tells whether a key begins with the page's prefix. */
    static boolean sharesPrefix(byte[] page, byte[] key, int length) {
        int prefixLength = NodeFormat.prefixLength(page);
        return length >= prefixLength
                && (prefixLength == 0
                        || NodePage.comparePrefix(page, prefixLength, key, length) == NodePage.PREFIX_EQUAL);
    }

    /** Writes a slot, without the length where the page's keys have one width. */
    // hot path: TreeBenchmark
    static void putSlot(byte[] page, int slot, int head, int cell, int length) {
        LittleEndian.putInt(page, slot, head);
        LittleEndian.putShort(page, slot + NodeFormat.SLOT_CELL_OFFSET, cell);
        if (NodeFormat.keyWidth(page) == 0) {
            LittleEndian.putShort(page, slot + NodeFormat.SLOT_LENGTH_OFFSET, length);
        }
    }

    /** Takes room for a cell directly below the lowest one. */
    static int takeCell(byte[] page, int size) {
        int cell = NodeFormat.cellStart(page) - size;
        LittleEndian.putInt(page, NodeFormat.CELL_START_OFFSET, cell);
        return cell;
    }

    /** Gives up a cell: the lowest one returns to the free space, any other one is dead until a rebuild. */
    static void dropCell(byte[] page, int cell, int size) {
        if (cell == NodeFormat.cellStart(page)) {
            LittleEndian.putInt(page, NodeFormat.CELL_START_OFFSET, cell + size);
        } else {
            LittleEndian.putInt(page, NodeFormat.DEAD_BYTES_OFFSET, NodeFormat.deadBytes(page) + size);
        }
    }
}
