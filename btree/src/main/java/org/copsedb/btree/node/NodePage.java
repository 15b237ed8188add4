package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;

/**
 * What reading a leaf's entry and a branch's separator have in common: keys made of prefix, head and the bytes in the
 * cell. The page was {@linkplain NodeFormat#check checked}; cells are checked here.
 */
final class NodePage {
    /** What {@link #comparePrefix} returns where the key begins with the prefix. */
    static final int PREFIX_EQUAL = 0;

    private NodePage() {}

    static int head(byte[] page, int slot) {
        return LittleEndian.getInt(page, slot);
    }

    static int cell(byte[] page, int slot) {
        return LittleEndian.getUnsignedShort(page, slot + NodeFormat.SLOT_CELL_OFFSET);
    }

    /** Returns the length of a slot's key without the prefix. */
    static int suffixLength(byte[] page, int slot) {
        int width = NodeFormat.keyWidth(page);
        return width == 0
                ? LittleEndian.getUnsignedShort(page, slot + NodeFormat.SLOT_LENGTH_OFFSET)
                : width - NodeFormat.prefixLength(page);
    }

    /** Returns how many bytes of a slot's key lie in its cell. */
    static int tailLength(byte[] page, int slot) {
        return Math.max(0, suffixLength(page, slot) - KeyBytes.HEAD_SIZE);
    }

    /**
     * Compares a key's first bytes with the prefix: where not equal, all keys of the page lie on one side of the key.
     */
    static int comparePrefix(byte[] page, int prefixLength, byte[] key, int keyLength) {
        if (keyLength >= prefixLength) {
            return KeyBytes.compare(key, 0, prefixLength, page, NodeFormat.PREFIX_OFFSET, prefixLength);
        }
        // A key that ends within the prefix is less even where its bytes are equal.
        return KeyBytes.compare(key, 0, keyLength, page, NodeFormat.PREFIX_OFFSET, prefixLength);
    }

    /**
     * Compares a slot's key with a key whose prefix and head are the same.
     *
     * @param tailOffset how many bytes of the cell precede the key's
     */
    // hot path: TreeBenchmark
    static int compareTail(byte[] page, int slot, int tailOffset, byte[] key, int from, int keyLength) {
        int here = suffixLength(page, slot);
        int sought = keyLength - from;
        if (Math.min(here, sought) <= KeyBytes.HEAD_SIZE) {
            return Integer.compare(here, sought);
        }
        int tail = cell(page, slot) + tailOffset;
        int tailLength = here - KeyBytes.HEAD_SIZE;
        if (tail + tailLength > page.length) {
            throw outside(page, slot);
        }
        return KeyBytes.compare(page, tail, tailLength, key, from + KeyBytes.HEAD_SIZE, sought - KeyBytes.HEAD_SIZE);
    }

    /**
     * Compares a slot's key with another one.
     *
     * @param tailOffset how many bytes of the cell precede the key's
     */
    // hot path: TreeBenchmark
    static int compareKey(byte[] page, int slot, int tailOffset, byte[] key, int length) {
        int prefixLength = NodeFormat.prefixLength(page);
        int order = comparePrefix(page, prefixLength, key, length);
        if (order != PREFIX_EQUAL) {
            return -order;
        }
        int heads = Integer.compareUnsigned(head(page, slot), KeyBytes.head(key, prefixLength, length));
        return heads != 0 ? heads : compareTail(page, slot, tailOffset, key, prefixLength, length);
    }

    /**
     * Binary search with whole comparisons, where several heads are equal to the sought one.
     *
     * @return the slot's number, or {@code -1 - n} where n slots are below the key
     */
    // hot path: TreeBenchmark
    static int searchWhole(
            byte[] page, int slots, int low, int high, int tailOffset, byte[] key, int from, int length) {
        int head = KeyBytes.head(key, from, length) ^ Integer.MIN_VALUE;
        int slotSize = NodeFormat.slotSize(page);
        while (low < high) {
            int middle = (low + high) >>> 1;
            int slot = slots + middle * slotSize;
            int probe = head(page, slot) ^ Integer.MIN_VALUE;
            int order = probe != head
                    ? Integer.compare(probe, head)
                    : compareTail(page, slot, tailOffset, key, from, length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return -1 - low;
    }

    static int keyLength(byte[] page, int slot) {
        return NodeFormat.prefixLength(page) + suffixLength(page, slot);
    }

    /** Writes a slot's whole key; the target has room for {@link #keyLength} bytes. */
    // hot path: TreeBenchmark
    static void copyKey(byte[] page, int slot, int tailOffset, byte[] target, int offset) {
        int prefixLength = NodeFormat.prefixLength(page);
        System.arraycopy(page, NodeFormat.PREFIX_OFFSET, target, offset, prefixLength);
        int suffixLength = suffixLength(page, slot);
        KeyBytes.putHead(head(page, slot), suffixLength, target, offset + prefixLength);
        if (suffixLength > KeyBytes.HEAD_SIZE) {
            int tail = cell(page, slot) + tailOffset;
            int tailLength = suffixLength - KeyBytes.HEAD_SIZE;
            if (tail + tailLength > page.length) {
                throw outside(page, slot);
            }
            System.arraycopy(page, tail, target, offset + prefixLength + KeyBytes.HEAD_SIZE, tailLength);
        }
    }

    static RuntimeException outside(byte[] page, int slot) {
        int index = (slot - NodeFormat.slotsStart(NodeFormat.prefixLength(page))) / NodeFormat.slotSize(page);
        return NodeFormat.corrupt(
                page,
                "cell " + index + " within " + page.length + " bytes",
                "a cell at " + cell(page, slot) + " for a key of " + suffixLength(page, slot) + " bytes");
    }
}
