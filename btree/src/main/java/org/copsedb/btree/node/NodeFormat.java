package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;

/**
 * The picture of a node: what leaves and branches have in common.
 *
 * <pre>
 * offset size  content
 *      0   24  {@link PageHeader}; entry count: entries of a leaf, children of a branch
 *     24    2  length of the prefix that all keys of the page share
 *     26    2  where the latest insertion went, plus one; 0 if not known (a hint for splits)
 *     28    4  where the lowest cell begins; the page's length where there is none
 *     32    4  bytes among the cells that no slot refers to
 *     36    2  width of every key, 0 if they vary
 *     38    2  width of every value plus one, 0 if they vary
 *     40    p  the prefix, and zeros up to a multiple of four
 *      s  8*n  slots in key order, one for each entry of a leaf or separator of a branch; 6*n where keys have one width
 *         20*m branch only: a {@link PageReference} for each child
 *              free space
 *              cells, up to the end of the page; in key order after a rebuild
 * </pre>
 *
 * <p>A slot:
 *
 * <pre>
 * offset size  content
 *      0    4  head: the key's four bytes after the prefix as a big-endian number, zeros where it ends before
 *      4    2  where the cell begins; 0 where there is none
 *      6    2  length of the key without the prefix; left out in a leaf whose keys have one width
 * </pre>
 *
 * <p>A branch's cell holds the bytes of the separator after the head; there is none if there are no such bytes. A
 * leaf's cell:
 *
 * <pre>
 * offset size  content
 *      0    2  bits 0 to 14: length of the value's bytes here; bit 15: they describe a large value
 *      2    t  bytes of the key after the head
 *    2+t    v  the value's bytes
 * </pre>
 *
 * <p>In a leaf whose values have one width, none of them large, the cells begin with the key; a cell without bytes is
 * left out. Widths are chosen whenever a leaf is written anew.
 */
public final class NodeFormat {
    /** Where the length of the prefix lies. */
    public static final int PREFIX_LENGTH_OFFSET = 24;
    /** Where the position of the latest insertion lies. */
    public static final int LATEST_INSERTION_OFFSET = 26;
    /** Where the place of the lowest cell lies. */
    public static final int CELL_START_OFFSET = 28;
    /** Where the number of unused bytes among the cells lies. */
    public static final int DEAD_BYTES_OFFSET = 32;
    /** Where the width of the keys lies. */
    public static final int KEY_WIDTH_OFFSET = 36;
    /** Where the width of the values lies. */
    public static final int VALUE_WIDTH_OFFSET = 38;
    /** Where the prefix begins. */
    public static final int PREFIX_OFFSET = 40;

    /** The bytes of a slot. */
    public static final int SLOT_SIZE = 8;
    /** The bytes of a slot in a leaf whose keys have one width. */
    public static final int FIXED_SLOT_SIZE = 6;
    /** Where the place of the cell lies within a slot. */
    public static final int SLOT_CELL_OFFSET = 4;
    /** Where the length of the key lies within a slot. */
    public static final int SLOT_LENGTH_OFFSET = 6;

    /** The bytes before a leaf's cell: the length of its value. */
    public static final int VALUE_LENGTH_SIZE = 2;
    /** The mark in the length of a value that its bytes describe a large value. */
    public static final int LARGE_VALUE_MARK = 0x8000;
    /** The flag of a page that holds a large value, or stands above one that does. */
    public static final int LARGE_VALUES_FLAG = 1;

    /** The greatest level of a node: more than 2^48 entries need. */
    public static final int MAXIMUM_LEVEL = 63;
    /** The greatest length of a node in bytes: places in it take 16 bits. */
    public static final int MAXIMUM_NODE_SIZE = 1 << 16;

    private NodeFormat() {}

    /**
     * Returns the length of the prefix that all keys of the page share.
     *
     * @param page the node
     * @return 0 to 65,535
     */
    public static int prefixLength(byte[] page) {
        return LittleEndian.getUnsignedShort(page, PREFIX_LENGTH_OFFSET);
    }

    /**
     * Returns where the slots begin.
     *
     * @param prefixLength the length of the page's prefix
     * @return the place in the page
     */
    public static int slotsStart(int prefixLength) {
        return PREFIX_OFFSET + ((prefixLength + 3) & ~3);
    }

    /**
     * Returns the width that all keys of a leaf have.
     *
     * @param page the node
     * @return bytes, or 0 if each slot tells the length of its key
     */
    public static int keyWidth(byte[] page) {
        return LittleEndian.getUnsignedShort(page, KEY_WIDTH_OFFSET);
    }

    /**
     * Returns the width that all values of a leaf have.
     *
     * @param page the node
     * @return bytes, or -1 if each cell tells the length of its value
     */
    public static int valueWidth(byte[] page) {
        return LittleEndian.getUnsignedShort(page, VALUE_WIDTH_OFFSET) - 1;
    }

    /**
     * Returns the bytes of each slot.
     *
     * @param page the node
     * @return the distance of two slots
     */
    public static int slotSize(byte[] page) {
        return keyWidth(page) == 0 ? SLOT_SIZE : FIXED_SLOT_SIZE;
    }

    /**
     * Returns how many bytes of a leaf's cell precede the key's.
     *
     * @param page the leaf
     * @return the bytes of the value's length, 0 where all values have one width
     */
    public static int valueLengthSize(byte[] page) {
        return valueWidth(page) < 0 ? VALUE_LENGTH_SIZE : 0;
    }

    /**
     * Returns where the lowest cell begins.
     *
     * @param page the node
     * @return the place in the page
     */
    public static int cellStart(byte[] page) {
        return LittleEndian.getInt(page, CELL_START_OFFSET);
    }

    /**
     * Returns the number of bytes among the cells that no slot refers to.
     *
     * @param page the node
     * @return the bytes that a rebuild wins
     */
    public static int deadBytes(byte[] page) {
        return LittleEndian.getInt(page, DEAD_BYTES_OFFSET);
    }

    /**
     * Tells whether the page holds a large value or stands above one that does.
     *
     * @param page the node
     * @return whether the flag is set
     */
    public static boolean hasLargeValues(byte[] page) {
        return (PageHeader.flags(page) & LARGE_VALUES_FLAG) != 0;
    }

    /**
     * Sets the flag of a page that holds a large value or stands above one that does.
     *
     * @param page the node
     */
    public static void markLargeValues(byte[] page) {
        PageHeader.setFlags(page, PageHeader.flags(page) | LARGE_VALUES_FLAG);
    }

    /**
     * Returns where the free space begins: after the slots, and the references of a branch.
     *
     * @param page a node that was checked
     * @return the place in the page
     */
    public static int arraysEnd(byte[] page) {
        int count = PageHeader.entryCount(page);
        int start = slotsStart(prefixLength(page));
        return PageHeader.level(page) == 0
                ? start + count * slotSize(page)
                : start + (count - 1) * SLOT_SIZE + count * PageReference.SIZE;
    }

    /**
     * Returns the bytes that are free, whether in one piece or among the cells.
     *
     * @param page a node that was checked
     * @return the free bytes
     */
    public static int freeBytes(byte[] page) {
        return cellStart(page) - arraysEnd(page) + deadBytes(page);
    }

    /**
     * Checks that a page is a node of a level, and that its prefix, slots and references lie within it, so that a
     * search stays within the page. Cells are checked where they are used.
     *
     * <p>Cost: O(1), from the page's first cache line.
     *
     * @param page the page
     * @param level the level that it must have, 0 for a leaf
     * @return the number of its entries or children
     * @throws CorruptFileException if the page breaks the format
     */
    public static int check(byte[] page, int level) {
        int kind = PageHeader.kind(page);
        int count = PageHeader.entryCount(page);
        int start = slotsStart(prefixLength(page));
        if (level == 0) {
            if (kind != PageKind.LEAF || PageHeader.level(page) != 0) {
                throw wrongNode(page, level);
            }
            if (count < 1 || start + count * slotSize(page) > page.length) {
                throw wrongCount(page, count);
            }
            int keyWidth = keyWidth(page);
            if (keyWidth != 0 && keyWidth < prefixLength(page)) {
                throw corrupt(page, "keys as wide as the prefix of " + prefixLength(page), "keys of " + keyWidth);
            }
        } else {
            if (kind != PageKind.BRANCH || PageHeader.level(page) != level) {
                throw wrongNode(page, level);
            }
            if (LittleEndian.getInt(page, KEY_WIDTH_OFFSET) != 0) {
                throw corrupt(page, "a branch, whose separators vary", "widths of keys or values");
            }
            if (count < 2 || start + (count - 1) * SLOT_SIZE + count * PageReference.SIZE > page.length) {
                throw wrongCount(page, count);
            }
        }
        return count;
    }

    /**
     * Checks everything about the places in a page, before a writer builds on them: that the cells lie in their part of
     * the page and that their sizes add up.
     *
     * <p>Cost: O(entries).
     *
     * @param page the page
     * @param level the level that it must have, 0 for a leaf
     * @return the number of its entries or children
     * @throws CorruptFileException if the page breaks the format
     */
    public static int checkWholly(byte[] page, int level) {
        int count = check(page, level);
        int cellStart = cellStart(page);
        if (cellStart < arraysEnd(page) || cellStart > page.length) {
            throw corrupt(page, "cells from " + arraysEnd(page) + " to " + page.length, "cells from " + cellStart);
        }
        if (page.length > MAXIMUM_NODE_SIZE) {
            throw corrupt(page, "a node of at most " + MAXIMUM_NODE_SIZE + " bytes", page.length + " bytes");
        }
        int slots = level == 0 ? count : count - 1;
        int slot = slotsStart(prefixLength(page));
        int slotSize = slotSize(page);
        int lengthSize = level == 0 ? valueLengthSize(page) : 0;
        int valueWidth = Math.max(0, valueWidth(page));
        long used = 0;
        for (int i = 0; i < slots; i++, slot += slotSize) {
            int size = lengthSize + NodePage.tailLength(page, slot) + valueWidth;
            if (size > 0) {
                int cell = LittleEndian.getUnsignedShort(page, slot + SLOT_CELL_OFFSET);
                if (cell < cellStart || cell + lengthSize > page.length) {
                    throw corrupt(page, "cell " + i + " after " + cellStart, "a cell at " + cell);
                }
                if (lengthSize > 0) {
                    size += LittleEndian.getUnsignedShort(page, cell) & ~LARGE_VALUE_MARK;
                }
                if (cell + size > page.length) {
                    throw corrupt(page, "cell " + i + " within the page", size + " bytes at " + cell);
                }
                used += size;
            }
        }
        if (used + deadBytes(page) != page.length - cellStart) {
            throw corrupt(
                    page,
                    "cells of " + (page.length - cellStart) + " bytes",
                    used + " bytes and " + deadBytes(page) + " unused ones");
        }
        if (level > 0) {
            checkReferences(page, count);
        }
        return count;
    }

    private static void checkReferences(byte[] page, int count) {
        for (int i = 0; i < count; i++) {
            if (BranchPage.childStamp(page, BranchPage.referenceOffset(page, i)) == 0) {
                throw corrupt(page, "a stamp of child " + i + ", 1 or more", "the reference to nothing");
            }
        }
    }

    /**
     * Makes the exception for a page that breaks the format.
     *
     * @param page the page
     * @param expected what the format asks for
     * @param found what is there instead
     * @return the exception, to be thrown
     */
    public static CorruptFileException corrupt(byte[] page, String expected, String found) {
        return new CorruptFileException("page " + name(PageHeader.pageNumber(page)), expected, found);
    }

    /**
     * Writes a page number for people, also one that makes no sense.
     *
     * @param page the encoded page number
     * @return region, index and order, with slashes between
     */
    public static String name(long page) {
        return PageNumber.region(page) + "/" + PageNumber.index(page) + "/" + PageNumber.order(page);
    }

    /**
     * Makes the exception for a root whose level no tree reaches.
     *
     * @param page the encoded page number of the root
     * @param level its level
     * @return the exception, to be thrown
     */
    public static CorruptFileException tooHigh(long page, int level) {
        return new CorruptFileException("page " + name(page), "a level of at most " + MAXIMUM_LEVEL, "level " + level);
    }

    private static CorruptFileException wrongNode(byte[] page, int level) {
        return corrupt(
                page,
                level == 0 ? "a leaf" : "a branch of level " + level,
                "kind " + PageHeader.kind(page) + ", level " + PageHeader.level(page));
    }

    private static CorruptFileException wrongCount(byte[] page, int count) {
        return corrupt(
                page,
                "entries that fit " + page.length + " bytes, at least " + (PageHeader.level(page) == 0 ? 1 : 2),
                count + " entries after a prefix of " + prefixLength(page));
    }
}
