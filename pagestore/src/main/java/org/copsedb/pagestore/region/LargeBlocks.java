package org.copsedb.pagestore.region;

/**
 * The blocks of order 12 and above: free ones and allocated ones. For every 2^20 pages begun they are the nodes of a
 * heap, as in {@link BlockChunk}: those of order k are {@code 2^20 / 2^k} to {@code 2 * 2^20 / 2^k - 1}, 511 in all.
 *
 * <pre>
 * element, from 16 times the number of the 2^20 pages
 *     2 w  bit b is set if node 64 w + b is a free block
 * 2 w + 1  bit b is set if it is an allocated block
 * </pre>
 */
final class LargeBlocks {
    private static final int FIRST_ORDER = BlockChunk.SHIFT;
    private static final int ROOT_ORDER = BuddyAllocator.MAXIMUM_ORDER;
    private static final int LEAVES = 1 << (ROOT_ORDER - FIRST_ORDER);
    private static final int ELEMENTS = 2 * 2 * LEAVES / Long.SIZE;

    private final long[] words;
    /** The number of free blocks of each order. */
    private final int[] freeCounts = new int[ROOT_ORDER + 1];

    /** Where the first free block of any order begins; {@link Integer#MAX_VALUE} if there is none. */
    private int lowestFreePage = Integer.MAX_VALUE;

    LargeBlocks(int capacity) {
        int heaps = (int) ((capacity + (1L << ROOT_ORDER) - 1) >>> ROOT_ORDER);
        words = new long[capacity < 1 << FIRST_ORDER ? 0 : heaps * ELEMENTS];
    }

    private static int element(int index, int order, int kind) {
        int heap = index >>> (ROOT_ORDER - order);
        return heap * ELEMENTS + (node(index, order) >>> 6 << 1) + kind;
    }

    private static int node(int index, int order) {
        int first = 1 << (ROOT_ORDER - order);
        return first | (index & (first - 1));
    }

    boolean isFree(int index, int order) {
        return ((words[element(index, order, 0)] >>> node(index, order)) & 1) != 0;
    }

    boolean isAllocated(int index, int order) {
        return ((words[element(index, order, 1)] >>> node(index, order)) & 1) != 0;
    }

    void setAllocated(int index, int order) {
        words[element(index, order, 1)] |= 1L << node(index, order);
    }

    void clearAllocated(int index, int order) {
        words[element(index, order, 1)] &= ~(1L << node(index, order));
    }

    void setFree(int index, int order) {
        words[element(index, order, 0)] |= 1L << node(index, order);
        freeCounts[order]++;
        lowestFreePage = Math.min(lowestFreePage, index << order);
    }

    /** Makes a free block not free. */
    void clearFree(int index, int order) {
        words[element(index, order, 0)] &= ~(1L << node(index, order));
        freeCounts[order]--;
        if (index << order == lowestFreePage) {
            int lowest = orderOfLowest(FIRST_ORDER);
            lowestFreePage = lowest == Blocks.NONE ? Integer.MAX_VALUE : lowestFree(lowest) << lowest;
        }
    }

    int lowestFreePage() {
        return lowestFreePage;
    }

    /** The order, from a given one up, whose first free block begins before those of the others. */
    int orderOfLowest(int order) {
        int lowest = Integer.MAX_VALUE;
        int lowestOrder = Blocks.NONE;
        for (int at = order; at <= ROOT_ORDER; at++) {
            if (freeCounts[at] > 0 && lowestFree(at) << at < lowest) {
                lowest = lowestFree(at) << at;
                lowestOrder = at;
            }
        }
        return lowestOrder;
    }

    int freeCount(int order) {
        return freeCounts[order];
    }

    /** The index of the first free block of an order. There must be one. */
    int lowestFree(int order) {
        int perHeap = 1 << (ROOT_ORDER - order);
        int firstWord = perHeap >>> 6;
        int lastWord = (2 * perHeap - 1) >>> 6;
        long mask = perHeap < Long.SIZE ? ((1L << perHeap) - 1) << perHeap : -1L;
        int heap = 0;
        int word = firstWord;
        while ((words[heap * ELEMENTS + 2 * word] & mask) == 0) {
            heap += word == lastWord ? 1 : 0;
            word = word == lastWord ? firstWord : word + 1;
        }
        int node = (word << 6) + Long.numberOfTrailingZeros(words[heap * ELEMENTS + 2 * word] & mask);
        return heap * perHeap + node - perHeap;
    }

    /** The bits of blocks {@code 64 word} to {@code 64 word + 63} of an order. */
    long bits(int word, int order, int kind) {
        int perHeap = 1 << (ROOT_ORDER - order);
        if (perHeap >= Long.SIZE) {
            return words[element(word << 6, order, kind)];
        }
        long bits = 0;
        for (int i = 0; i < Long.SIZE / perHeap; i++) {
            int first = (word << 6) + i * perHeap;
            int element = element(first, order, kind);
            if (element < words.length) {
                bits |= ((words[element] >>> perHeap) & ((1L << perHeap) - 1)) << (i * perHeap);
            }
        }
        return bits;
    }

    /** Enters bits into a new set of blocks; those behind the last block must be zero. */
    void putBits(int word, int order, long bits, int kind) {
        for (long left = bits; left != 0; left &= left - 1) {
            int index = (word << 6) + Long.numberOfTrailingZeros(left);
            if (kind == 0) {
                setFree(index, order);
            } else {
                setAllocated(index, order);
            }
        }
    }
}
