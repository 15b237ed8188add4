package org.copsedb.pagestore.region;

import java.util.Arrays;

/**
 * The blocks of orders 0 to 11 among 4,096 pages, as an array of {@value #LENGTH} longs without an object around it.
 *
 * <p>Blocks are numbered as the nodes of a heap: those of order k are {@code 4096 / 2^k} to {@code 2 * 4096 / 2^k - 1},
 * so the buddy of node n is {@code n ^ 1}, what they merge into is {@code n / 2}, and both buddies lie in one word. The
 * orders 0 to 6 have words of their own, 64 to 127, 32 to 63, and so on down to word 1; the larger ones share word 0.
 *
 * <pre>
 * element  content
 *       0  bit w is set if word w, 0 to 63, has a free block: in the line of the cache with the array's length
 *       1  the same for words 64 to 127
 *       2  bit k is set if a block of order k may be allocated
 *   4 + w  bit b is set if node 64 w + b is a free block
 * 132 + w  bit b is set if it is an allocated block
 * </pre>
 *
 * <p>Two kinds of chunk are shared: that without blocks, and those in which all blocks of one order are allocated.
 * Neither has a free block.
 */
final class BlockChunk {
    /** The binary logarithm of the pages in a chunk: blocks of this order and above lie outside. */
    static final int SHIFT = 12;

    static final int PAGES = 1 << SHIFT;

    /** Elements of a chunk's array. */
    static final int LENGTH = 260;

    /** The largest order that has words of its own. */
    static final int WORD_ORDER = 6;

    private static final int ALLOCATED_ORDERS = 2;
    private static final int FREE = 4;
    private static final int ALLOCATED = FREE + 2 * PAGES / Long.SIZE;

    private static final long[] IDLE = new long[LENGTH];
    private static final long[][] UNIFORM = makeUniform();

    private BlockChunk() {}

    private static long[][] makeUniform() {
        long[][] chunks = new long[SHIFT][];
        for (int order = 0; order < SHIFT; order++) {
            chunks[order] = new long[LENGTH];
            for (int node = firstNode(order); node < 2 * firstNode(order); node++) {
                setAllocated(chunks[order], node, order);
            }
        }
        return chunks;
    }

    /** The shared chunk without blocks. */
    static long[] idle() {
        return IDLE;
    }

    /** The shared chunk of allocated blocks of one order. */
    static long[] uniform(int order) {
        return UNIFORM[order];
    }

    /** The node of the first block of an order; also how many there are. */
    static int firstNode(int order) {
        return PAGES >>> order;
    }

    /** The node of a block, by its index in the region. */
    static int node(int index, int order) {
        int first = PAGES >>> order;
        return first | (index & (first - 1));
    }

    /** Of an order from 7 on: the bits of its nodes in word 0. */
    private static long mask(int order) {
        int nodes = PAGES >>> order;
        return ((1L << nodes) - 1) << nodes;
    }

    /** One for zero, zero for all else: without a branch, since no processor would foresee it. */
    private static long isZero(long value) {
        return ~(value | -value) >>> 63;
    }

    static boolean isFree(long[] chunk, int node) {
        return ((chunk[FREE + (node >>> 6)] >>> node) & 1) != 0;
    }

    static boolean isAllocated(long[] chunk, int node) {
        return ((chunk[ALLOCATED + (node >>> 6)] >>> node) & 1) != 0;
    }

    static void setAllocated(long[] chunk, int node, int order) {
        chunk[ALLOCATED + (node >>> 6)] |= 1L << node;
        chunk[ALLOCATED_ORDERS] |= 1L << order;
    }

    static void clearAllocated(long[] chunk, int node) {
        chunk[ALLOCATED + (node >>> 6)] &= ~(1L << node);
    }

    static void setFree(long[] chunk, int node) {
        int word = node >>> 6;
        chunk[FREE + word] |= 1L << node;
        chunk[word >>> 6] |= 1L << word;
    }

    /** Makes a free block, in its word, not free. Returns one if the chunk has no other of its order, else zero. */
    static long clearFree(long[] chunk, int word, int node, int order) {
        long left = chunk[FREE + word] & ~(1L << node);
        chunk[FREE + word] = left;
        long words = chunk[word >>> 6] & ~(isZero(left) << word);
        chunk[word >>> 6] = words;
        return isZero(order > WORD_ORDER ? left & mask(order) : wordsOf(words, order));
    }

    /** Of the bits for 64 words: those of the words of an order up to 6, beginning with bit 0. */
    private static long wordsOf(long words, int order) {
        int count = Long.SIZE >>> order;
        return (words >>> count) & (-1L >>> -count); // for order 0 all of them: shifts are by 64 less
    }

    /**
     * The words, of an order that has some of its own, that have a free block: a bit for each, beginning with bit 0.
     */
    static long wordsWithFree(long[] chunk, int order) {
        return wordsOf(chunk[Long.SIZE >>> order >>> 6], order);
    }

    /**
     * The word of the first free block of an order. There must be one: so what lies before it is skipped without a
     * question which order it is, since the words of smaller orders lie behind.
     */
    static int lowestWord(long[] chunk, int order) {
        int first = Long.SIZE >>> order;
        return first + Long.numberOfTrailingZeros(chunk[first >>> 6] >>> first);
    }

    /** The node of the first free block of an order, in a word that has one. */
    static int lowestInWord(long[] chunk, int word, int order) {
        long nodes = chunk[FREE + word] & (-1L << (PAGES >>> order)); // for orders up to 6 all of them
        return (word << 6) + Long.numberOfTrailingZeros(nodes);
    }

    /** The node of the first free block of an order. There must be one. */
    static int lowestFree(long[] chunk, int order) {
        return lowestInWord(chunk, lowestWord(chunk, order), order);
    }

    /** Of orders, a bit for each, of which blocks are free: that whose first one begins before those of the others. */
    static int orderOfLowest(long[] chunk, int orders) {
        int lowest = PAGES;
        int lowestOrder = Blocks.NONE;
        for (int left = orders; left != 0; left &= left - 1) {
            int order = Integer.numberOfTrailingZeros(left);
            int page = (lowestFree(chunk, order) << order) - PAGES;
            if (page < lowest) {
                lowest = page;
                lowestOrder = order;
            }
        }
        return lowestOrder;
    }

    static boolean mayHaveAllocated(long[] chunk, int order) {
        return ((chunk[ALLOCATED_ORDERS] >>> order) & 1) != 0;
    }

    /**
     * The bits of up to 64 nodes of an order, in the low bits.
     *
     * @param first the first node, 64 of which fill a word if there are so many
     * @param kind 0 for the free, 1 for the allocated blocks
     */
    static long bits(long[] chunk, int first, int order, int kind) {
        long word = chunk[(kind == 0 ? FREE : ALLOCATED) + (first >>> 6)];
        return order > WORD_ORDER ? (word & mask(order)) >>> firstNode(order) : word;
    }

    /** The element with the first word of an order up to 6; the others follow. */
    static int firstElement(int order, int kind) {
        return (kind == 0 ? FREE : ALLOCATED) + (Long.SIZE >>> order);
    }

    /** Enters the bits of an order from 7 on, as {@link #bits} returns them, into a new chunk. */
    static void putBits(long[] chunk, int order, long free, long allocated) {
        chunk[FREE] |= free << firstNode(order);
        chunk[ALLOCATED] |= allocated << firstNode(order);
        chunk[0] |= 1 ^ isZero(free);
        chunk[ALLOCATED_ORDERS] |= (1 ^ isZero(allocated)) << order;
    }

    /**
     * After the words of an order up to 6 were entered into a new chunk: says what they hold.
     *
     * @param free bit i is set if the word i of the order has a free block
     * @param allocated is zero if no block is allocated
     */
    static void putSummary(long[] chunk, int order, long free, long allocated) {
        int first = Long.SIZE >>> order;
        chunk[first >>> 6] |= free << first;
        chunk[ALLOCATED_ORDERS] |= (1 ^ isZero(allocated)) << order;
    }

    /** The number of blocks, of all orders, that are allocated in one chunk and not, at the same order, in another. */
    static int countAllocatedOnlyIn(long[] chunk, long[] other) {
        // The words of the smallest order come last, those of larger ones before them: of the orders that are there.
        int firstWord = Long.SIZE >>> (Long.SIZE - 1 - Long.numberOfLeadingZeros(chunk[ALLOCATED_ORDERS] | 1));
        int count = 0;
        for (int element = ALLOCATED + firstWord; element < LENGTH; element++) {
            count += Long.bitCount(chunk[element] & ~other[element]);
        }
        return count;
    }

    /**
     * Lists the blocks of an order that are allocated in one chunk and not in another.
     *
     * @param page the number of the chunk's first block of that order, to which those of the others are added
     * @param found receives their numbers; has room for one more than there are
     * @return how many there are
     */
    // hot path: AllocatorStateBenchmark.differenceOfOnePercent
    static int listAllocatedOnlyIn(long[] chunk, long[] other, int order, long page, long[] found) {
        if (order > WORD_ORDER) {
            long only = bits(chunk, PAGES >>> order, order, 1) & ~bits(other, PAGES >>> order, order, 1);
            return listBits(only, page, found, 0);
        }
        int count = 0;
        int firstElement = firstElement(order, 1);
        for (int i = 0; i < Long.SIZE >>> order; i++) {
            long only = chunk[firstElement + i] & ~other[firstElement + i];
            // Of the first bit, if there is one, without a branch: whether there is one no processor foresees.
            found[count] = page + (i << 6) + Long.numberOfTrailingZeros(only);
            count += (int) ((only | -only) >>> 63);
            count = listBits(only & (only - 1), page + (i << 6), found, count);
        }
        return count;
    }

    private static int listBits(long bits, long page, long[] found, int firstPlace) {
        int place = firstPlace;
        for (long left = bits; left != 0; left &= left - 1) {
            found[place++] = page + Long.numberOfTrailingZeros(left);
        }
        return place;
    }

    /** The shared chunk that has the same blocks, if there is one; else the chunk itself. */
    static long[] shared(long[] chunk) {
        if ((chunk[0] | chunk[1]) != 0) {
            return chunk;
        }
        long orders = chunk[ALLOCATED_ORDERS];
        for (long left = orders; left != 0; left &= left - 1) {
            long[] uniform = UNIFORM[Long.numberOfTrailingZeros(left)];
            if (Arrays.equals(chunk, FREE, LENGTH, uniform, FREE, LENGTH)) {
                return uniform;
            }
        }
        return Arrays.equals(chunk, FREE, LENGTH, IDLE, FREE, LENGTH) ? IDLE : chunk;
    }
}
