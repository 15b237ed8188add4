package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;

/**
 * Binary search over the heads in a node's slots.
 *
 * <p>The heads decide nearly always; the bytes of a key are touched only where heads are equal. The search of a branch
 * has no branches of its own: branches live in the processor's cache, where a mispredicted jump costs more than the
 * loads do; on a cold leaf it is the other way round, as a predicted jump fetches ahead (measured: hot-path research,
 * sections A and B).
 */
final class HeadSearch {
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private HeadSearch() {}

    /** Returns how many of the slots have heads below the given one, without conditional jumps. */
    static int countBelow(byte[] page, int slots, int count, int head) {
        long sought = head & UNSIGNED;
        int base = 0;
        int length = count;
        while (length > 0) {
            int half = (length + 1) >>> 1;
            long probe = LittleEndian.getInt(page, slots + (base + half - 1) * NodeFormat.SLOT_SIZE) & UNSIGNED;
            base += half & (int) ((probe - sought) >> 63);
            length -= half;
        }
        return base;
    }

    /** Returns how many of the slots of a size have heads below the given one; for cold pages. */
    // hot path: TreeBenchmark
    static int countBelowCold(byte[] page, int slots, int slotSize, int count, int head) {
        int flipped = head ^ Integer.MIN_VALUE;
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int probe = LittleEndian.getInt(page, slots + middle * slotSize) ^ Integer.MIN_VALUE;
            if (probe < flipped) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
