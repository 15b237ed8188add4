package org.copsedb.pagestore.region;

import java.util.Arrays;
import org.copsedb.pagestore.PageNumber;

/**
 * The base pages of one region that are used, as a bitmap: tells how many are free, and the largest free block, without
 * an allocator. For one thread.
 */
public final class UsedPages {
    /** What {@link #highestFreeOrder} returns where nothing is free. */
    public static final int NONE = -1;

    private final long[] bits;
    private final int length;

    /**
     * Begins with nothing used.
     *
     * @param length the base pages that the region has, 0 or more
     * @param capacity the base pages that it can grow to; those beyond the length count as used
     */
    public UsedPages(int length, int capacity) {
        this.length = length;
        this.bits = new long[(capacity + Long.SIZE - 1) / Long.SIZE];
        int word = length / Long.SIZE;
        if (word < bits.length) {
            bits[word] = -1L << length;
            Arrays.fill(bits, word + 1, bits.length, -1L);
        }
    }

    /**
     * Enters the pages of a live set.
     *
     * @param pages pages of this region
     */
    public void add(LivePages pages) {
        pages.cover(bits);
    }

    /**
     * Enters a page.
     *
     * @param page its encoded number; the region in it does not count
     */
    public void add(long page) {
        int first = (int) PageNumber.firstBasePage(page);
        for (int i = first; i < first + (1 << PageNumber.order(page)); i++) {
            bits[i >>> 6] |= 1L << i;
        }
    }

    /**
     * Counts what is free. O(capacity / 64).
     *
     * @return base pages, 0 to the length
     */
    public int countFree() {
        int used = 0;
        for (long word : bits) {
            used += Long.bitCount(word);
        }
        return bits.length * Long.SIZE - used;
    }

    /**
     * Finds the largest order of a free block: a run of {@code 2^order} free base pages, aligned to its length.
     * O(capacity / 32).
     *
     * @return the order, or {@link #NONE}
     */
    public int highestFreeOrder() {
        long[] free = new long[bits.length];
        long any = 0;
        for (int i = 0; i < bits.length; i++) {
            free[i] = ~bits[i];
            any |= free[i];
        }
        int order = NONE;
        int words = free.length;
        while (any != 0) {
            order++;
            // A block of the next order is free where two neighbours are.
            int half = (words + 1) / 2;
            any = 0;
            for (int i = 0; i < half; i++) {
                long low = pairs(free[2 * i]);
                long high = 2 * i + 1 < words ? pairs(free[2 * i + 1]) : 0;
                free[i] = low | high << 32;
                any |= free[i];
            }
            words = half;
        }
        return order;
    }

    /** Makes one bit of each two that are both set: 32 bits. */
    private static long pairs(long bits) {
        long both = bits & bits >>> 1 & 0x5555_5555_5555_5555L;
        both = (both | both >>> 1) & 0x3333_3333_3333_3333L;
        both = (both | both >>> 2) & 0x0F0F_0F0F_0F0F_0F0FL;
        both = (both | both >>> 4) & 0x00FF_00FF_00FF_00FFL;
        both = (both | both >>> 8) & 0x0000_FFFF_0000_FFFFL;
        return (both | both >>> 16) & 0x0000_0000_FFFF_FFFFL;
    }

    /**
     * Returns the base pages that the region has.
     *
     * @return 0 or more
     */
    public int length() {
        return length;
    }
}
