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
 *     2 w  bit b is set if node 64 w + b is a free block
 * 2 w + 1  bit b is set if it is an allocated block: beside the free ones, in the same line of the cache
 *     256  bit w is set if word w, 0 to 63, has a free block
 *     257  the same for words 64 to 127
 *     258  bit k is set if a block of order k may be allocated
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
    static final int LENGTH = 259;

    /** The largest order that has words of its own. */
    static final int WORD_ORDER = 6;

    private static final int WORDS = 2 * PAGES / Long.SIZE;
    private static final int FREE_WORDS = 2 * WORDS;
    private static final int ALLOCATED_ORDERS = FREE_WORDS + 2;

    private static final long[] IDLE = new long[LENGTH];
    private static final long[][] UNIFORM = makeUniform();

    /** For each order the bits of its nodes in their words. */
    private static final long[] MASKS = makeMasks();

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

    private static long[] makeMasks() {
        long[] masks = new long[SHIFT];
        for (int order = 0; order < SHIFT; order++) {
            int nodes = firstNode(order);
            masks[order] = nodes < Long.SIZE ? ((1L << nodes) - 1) << nodes : -1L;
        }
        return masks;
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

    static boolean isFree(long[] chunk, int node) {
        return ((chunk[node >>> 6 << 1] >>> node) & 1) != 0;
    }

    static boolean isAllocated(long[] chunk, int node) {
        return ((chunk[(node >>> 6 << 1) | 1] >>> node) & 1) != 0;
    }

    static void setAllocated(long[] chunk, int node, int order) {
        chunk[(node >>> 6 << 1) | 1] |= 1L << node;
        chunk[ALLOCATED_ORDERS] |= 1L << order;
    }

    static void clearAllocated(long[] chunk, int node) {
        chunk[(node >>> 6 << 1) | 1] &= ~(1L << node);
    }

    static void setFree(long[] chunk, int node) {
        int word = node >>> 6;
        chunk[word << 1] |= 1L << node;
        chunk[FREE_WORDS + (word >>> 6)] |= 1L << word;
    }

    /** Makes a free block not free. Returns the bits of the other free blocks of its order in its word. */
    static long clearFree(long[] chunk, int node, int order) {
        int word = node >>> 6;
        long left = chunk[word << 1] & ~(1L << node);
        chunk[word << 1] = left;
        return left & MASKS[order];
    }

    /** After a word lost the last free block of an order: tells whether the chunk has no other of that order. */
    static boolean hasNoneAfter(long[] chunk, int node, int order) {
        int word = node >>> 6;
        if (chunk[word << 1] == 0) {
            chunk[FREE_WORDS + (word >>> 6)] &= ~(1L << word);
        }
        return order > WORD_ORDER || wordsWithFree(chunk, order) == 0;
    }

    /**
     * The words, of an order that has some of its own, that have a free block: a bit for each, beginning with bit 0.
     */
    static long wordsWithFree(long[] chunk, int order) {
        if (order == 0) {
            return chunk[FREE_WORDS + 1];
        }
        int words = Long.SIZE >>> order;
        return (chunk[FREE_WORDS] >>> words) & ((1L << words) - 1);
    }

    /** The node of the first free block of an order. There must be one. */
    static int lowestFree(long[] chunk, int order) {
        if (order > WORD_ORDER) {
            return Long.numberOfTrailingZeros(chunk[0] & MASKS[order]);
        }
        int word = (Long.SIZE >>> order) + Long.numberOfTrailingZeros(wordsWithFree(chunk, order));
        return (word << 6) + Long.numberOfTrailingZeros(chunk[word << 1]);
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
        long word = chunk[(first >>> 6 << 1) | kind];
        return order > WORD_ORDER ? (word & MASKS[order]) >>> firstNode(order) : word;
    }

    /** Enters the bits of an order from 7 on, as {@link #bits} returns them, into a new chunk. */
    static void putBits(long[] chunk, int order, long bits, int kind) {
        chunk[kind] |= bits << firstNode(order);
    }

    /**
     * After the words of a new chunk were filled: finds out what is said about them.
     *
     * @return a bit for each order of which there is a free block
     */
    static int summarize(long[] chunk) {
        int freeOrders = 0;
        for (int order = 0; order <= WORD_ORDER; order++) {
            int first = Long.SIZE >>> order;
            long free = 0;
            long allocated = 0;
            for (int i = 0; i < first; i++) {
                long word = chunk[(first + i) << 1];
                free |= ((word | -word) >>> 63) << i;
                allocated |= chunk[((first + i) << 1) + 1];
            }
            chunk[FREE_WORDS + (first >>> 6)] |= first == Long.SIZE ? free : free << first;
            freeOrders |= free != 0 ? 1 << order : 0;
            chunk[ALLOCATED_ORDERS] |= allocated != 0 ? 1L << order : 0;
        }
        for (int order = WORD_ORDER + 1; order < SHIFT; order++) {
            freeOrders |= (chunk[0] & MASKS[order]) != 0 ? 1 << order : 0;
            chunk[ALLOCATED_ORDERS] |= (chunk[1] & MASKS[order]) != 0 ? 1L << order : 0;
        }
        chunk[FREE_WORDS] |= chunk[0] != 0 ? 1 : 0;
        return freeOrders;
    }

    /** The shared chunk that has the same blocks, if there is one; else the chunk itself. */
    static long[] shared(long[] chunk) {
        if ((chunk[FREE_WORDS] | chunk[FREE_WORDS + 1]) != 0) {
            return chunk;
        }
        long orders = chunk[ALLOCATED_ORDERS];
        for (long left = orders; left != 0; left &= left - 1) {
            long[] uniform = UNIFORM[Long.numberOfTrailingZeros(left)];
            if (Arrays.equals(chunk, 0, FREE_WORDS, uniform, 0, FREE_WORDS)) {
                return uniform;
            }
        }
        return Arrays.equals(chunk, 0, FREE_WORDS, IDLE, 0, FREE_WORDS) ? IDLE : chunk;
    }
}
