package org.copsedb.pagestore.region;

import java.util.Arrays;

/** Blocks in an array, from which any is taken by moving the last into its place; and the numbers that choose. */
final class BlockList {
    private static final int ORDER_BITS = 5;
    private static final int ORDER_MASK = (1 << ORDER_BITS) - 1;

    private long[] blocks = new long[1024];
    private int size;
    private long state;

    BlockList(long seed) {
        state = seed;
    }

    int size() {
        return size;
    }

    void add(int index, int order) {
        if (size == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * size);
        }
        blocks[size++] = (long) index << ORDER_BITS | order;
    }

    /** Takes a block out: {@link #index} and {@link #order} tell which. */
    long takeRandom() {
        int place = below(size);
        long block = blocks[place];
        blocks[place] = blocks[--size];
        return block;
    }

    static int index(long block) {
        return (int) (block >>> ORDER_BITS);
    }

    static int order(long block) {
        return (int) block & ORDER_MASK;
    }

    /** A number from 0 to before a limit: the high half of the product with the next output of splitmix64. */
    int below(int limit) {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return (int) (Math.multiplyHigh(mixed, limit) + (mixed >> 63 & limit));
    }

    /** Fills an empty list with the indexes below a count at order 0, in random order. */
    void shuffle(int count) {
        for (int i = 0; i < count; i++) {
            add(i, 0);
        }
        for (int i = count - 1; i > 0; i--) {
            int other = below(i + 1);
            long moved = blocks[i];
            blocks[i] = blocks[other];
            blocks[other] = moved;
        }
    }

    long get(int place) {
        return blocks[place];
    }

    void clear() {
        size = 0;
    }
}
