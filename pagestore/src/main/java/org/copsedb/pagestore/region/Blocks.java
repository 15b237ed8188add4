package org.copsedb.pagestore.region;

import java.util.Arrays;

/**
 * The free and the allocated blocks of a region: finds them, splits them, and merges buddies.
 *
 * <p>Blocks up to order 11 lie in {@linkplain BlockChunk chunks} of 4,096 pages, so an operation touches one chunk,
 * however far it splits or merges; the {@linkplain LargeBlocks larger ones} lie apart. Above the chunks stands, for
 * each order, a bit for every chunk that has a free block of it, and above those a bit for each order. So the first
 * free block is found by counting zeros down a tree, and what changes in the tree is computed, not decided: where
 * blocks come and go at random, no processor foresees a branch. A chunk in which nothing happened yet is a shared one.
 * Indexes are not checked: the callers do.
 */
class Blocks {
    /** Returned where there is no block, or no order. */
    static final int NONE = BuddyAllocator.NONE;

    static final int FREE = 0;
    static final int ALLOCATED = 1;

    private static final int SHIFT = BlockChunk.SHIFT;

    /** The binary logarithm of the words for 64 chunks in {@link #chunksWithFree}. */
    private static final int STRIDE_BITS = 4;

    private static final int STRIDE = 1 << STRIDE_BITS;

    private final int capacity;
    private final int maxOrder;
    private final long[][] chunks;
    private final LargeBlocks large;

    /**
     * For each 64 chunks begun 16 words, one for each order below 12: a bit for each chunk that has a free block of it.
     */
    private final long[] chunksWithFree;

    /** The number of free blocks of each order below 12. */
    private final int[] freeCounts = new int[SHIFT];

    /** Bit k is set if a block of order k is free. */
    private int freeOrders;

    private int ownChunks;

    /**
     * Creates a region without blocks.
     *
     * @throws IllegalArgumentException if the capacity, in pages, is below 1
     */
    Blocks(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of " + capacity + " pages is below 1");
        }
        this.capacity = capacity;
        maxOrder = maximumOrder(capacity);
        chunks = new long[((capacity - 1) >>> SHIFT) + 1][];
        Arrays.fill(chunks, BlockChunk.idle());
        chunksWithFree = new long[GroupedBitmap.wordCount(chunks.length) * STRIDE];
        large = new LargeBlocks(capacity);
    }

    /** The largest order of a block where so many pages fit. */
    static int maximumOrder(int capacity) {
        return Math.min(BuddyAllocator.MAXIMUM_ORDER, floorLog2(capacity));
    }

    /** Minus one for 0. */
    private static int floorLog2(int value) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
    }

    final int capacity() {
        return capacity;
    }

    final int maxOrder() {
        return maxOrder;
    }

    /** The number of blocks of an order that fit the capacity. */
    final int count(int order) {
        return capacity >>> order;
    }

    /** The words that have a bit for each block of an order. */
    final int words(int order) {
        return GroupedBitmap.wordCount(count(order));
    }

    /** The largest order in which a block is free. */
    final int highestOrder() {
        return floorLog2(freeOrders);
    }

    /** The smallest order, from a given one up, in which a block is free. */
    int smallestOrder(int order) {
        int left = freeOrdersFrom(order);
        return left == 0 ? NONE : Integer.numberOfTrailingZeros(left);
    }

    /** The order, from a given one up, whose first free block begins before those of the others. */
    int orderOfLowest(int order) {
        if (freeOrdersFrom(order) == 0) {
            return NONE;
        }
        if (order < SHIFT) {
            int number = firstChunkWithFree(order);
            if (number != NONE && number <= large.lowestFreePage() >>> SHIFT) {
                return BlockChunk.orderOfLowest(chunks[number], ordersFree(number) & (-1 << order));
            }
        }
        return large.orderOfLowest(Math.max(order, SHIFT));
    }

    /** The first chunk that has a free block of an order below 12 or of a larger one. */
    private int firstChunkWithFree(int order) {
        for (int first = 0; first < chunksWithFree.length; first += STRIDE) {
            long found = 0;
            for (int at = order; at < SHIFT; at++) {
                found |= chunksWithFree[first + at];
            }
            if (found != 0) {
                return (first >>> STRIDE_BITS << 6) + Long.numberOfTrailingZeros(found);
            }
        }
        return NONE;
    }

    /** The orders of which a chunk has a free block. */
    private int ordersFree(int number) {
        int first = chunkWord(number, 0);
        long orders = 0;
        for (int order = 0; order < SHIFT; order++) {
            orders |= ((chunksWithFree[first + order] >>> number) & 1) << order;
        }
        return (int) orders;
    }

    private int freeOrdersFrom(int order) {
        return order <= maxOrder ? freeOrders & (-1 << order) : 0;
    }

    /** Where {@link #chunksWithFree} has the bit of a chunk. */
    private static int chunkWord(int number, int order) {
        return (number >>> 6 << STRIDE_BITS) + order;
    }

    private int lowestFree(int order) {
        if (order >= SHIFT) {
            return large.lowestFree(order);
        }
        int number = firstChunk(order);
        int node = BlockChunk.lowestFree(chunks[number], order);
        return (number << (SHIFT - order)) + node - BlockChunk.firstNode(order);
    }

    /** The first chunk that has a free block of an order below 12. There must be one. */
    private int firstChunk(int order) {
        int word = order;
        while (chunksWithFree[word] == 0) {
            word += STRIDE;
        }
        return (word >>> STRIDE_BITS << 6) + Long.numberOfTrailingZeros(chunksWithFree[word]);
    }

    /** The index, at a smaller order, of what is given out first of an order in which a block is free. */
    final int lowestAt(int source, int order) {
        int index = lowestFree(source);
        return source == order ? index : partGivenOut(index, source, order);
    }

    /** Chooses the part of a free block that is given out: its index at a smaller order. */
    int partGivenOut(int index, int order, int smallerOrder) {
        return index << (order - smallerOrder);
    }

    /** The order of the free block that holds a whole block. */
    final int orderOfCover(int index, int order) {
        int at = order;
        int cover = index;
        if (order < SHIFT) {
            int number = index >>> (SHIFT - order);
            long[] chunk = chunks[number];
            for (int node = BlockChunk.node(index, order); node > 1; node >>>= 1) {
                if (BlockChunk.isFree(chunk, node)) {
                    return at;
                }
                at++;
            }
            cover = number;
        }
        for (; at <= maxOrder && cover < count(at); at++) {
            if (large.isFree(cover, at)) {
                return at;
            }
            cover >>>= 1;
        }
        return NONE;
    }

    final boolean isAllocated(int index, int order) {
        return order < SHIFT
                ? BlockChunk.isAllocated(chunks[index >>> (SHIFT - order)], BlockChunk.node(index, order))
                : large.isAllocated(index, order);
    }

    /** Allocates a block out of the first free one of an order in which there is one; returns its index. */
    // hot path: AllocatorBenchmark.steady
    final int allocateFirst(int order, int source) {
        if (source >= SHIFT) {
            int index = lowestAt(source, order);
            allocateFromLarge(index, order, source);
            return index;
        }
        int number = firstChunk(source);
        long[] chunk = chunks[number];
        int word = BlockChunk.lowestWord(chunk, source);
        int node = BlockChunk.lowestInWord(chunk, word, source);
        removeFree(number, source, BlockChunk.clearFree(chunk, word, node, source));
        if (source != order) {
            int index = (number << (SHIFT - source)) + node - BlockChunk.firstNode(source);
            node = BlockChunk.node(partGivenOut(index, source, order), order);
            split(chunk, number, node, order, source);
        }
        BlockChunk.setAllocated(chunk, node, order);
        return (number << (SHIFT - order)) + node - BlockChunk.firstNode(order);
    }

    /**
     * Allocates a block out of the free block of an order that holds it; what remains is free in ever smaller halves.
     */
    final void allocate(int index, int order, int source) {
        if (source < SHIFT) {
            int number = index >>> (SHIFT - order);
            long[] chunk = chunks[number]; // its own, since a block is free
            int node = BlockChunk.node(index, order);
            removeFree(chunk, number, node >>> (source - order), source);
            if (source != order) {
                split(chunk, number, node, order, source);
            }
            BlockChunk.setAllocated(chunk, node, order);
        } else {
            allocateFromLarge(index, order, source);
        }
    }

    private void allocateFromLarge(int index, int order, int source) {
        removeLarge(index >>> (source - order), source);
        for (int half = source - 1; half >= Math.max(order, SHIFT); half--) {
            addLarge((index >>> (half - order)) ^ 1, half);
        }
        if (order >= SHIFT) {
            large.setAllocated(index, order);
            return;
        }
        int number = index >>> (SHIFT - order);
        long[] chunk = chunks[number];
        if (chunk == BlockChunk.idle()) {
            chunk = makeOwn(number);
        }
        int node = BlockChunk.node(index, order);
        split(chunk, number, node, order, SHIFT);
        BlockChunk.setAllocated(chunk, node, order);
    }

    /** Frees the halves beside a block, from below an order down to its own. */
    // hot path: AllocatorBenchmark.steady
    private void split(long[] chunk, int number, int node, int order, int source) {
        for (int half = source - 1; half >= order; half--) {
            BlockChunk.setFree(chunk, (node >>> (half - order)) ^ 1);
            chunksWithFree[chunkWord(number, half)] |= 1L << number;
            freeCounts[half]++;
        }
        freeOrders |= (1 << source) - (1 << order);
    }

    /** Frees a block. Returns whether it was allocated; nothing has changed if it was not. */
    final boolean release(int index, int order) {
        if (order >= SHIFT) {
            return releaseLarge(index, order);
        }
        int number = index >>> (SHIFT - order);
        int node = BlockChunk.node(index, order);
        long[] chunk = chunks[number];
        if (!BlockChunk.isAllocated(chunk, node)) {
            return false;
        }
        if (chunk == BlockChunk.uniform(order)) {
            chunk = makeOwn(number);
        }
        BlockChunk.clearAllocated(chunk, node);
        if (mergesWithBuddy(chunk, node, order)) {
            merge(chunk, number, node, order);
        } else {
            addFree(chunk, number, node, order);
        }
        return true;
    }

    /** Tells whether a block that becomes free in a chunk is not the largest free one. */
    private boolean mergesWithBuddy(long[] chunk, int node, int order) {
        // A missing buddy reads as not free: a buddy is in the same word as its block.
        return node == 1 || (BlockChunk.isFree(chunk, node ^ 1) && mergesAt(order));
    }

    private boolean releaseLarge(int index, int order) {
        if (!large.isAllocated(index, order)) {
            return false;
        }
        large.clearAllocated(index, order);
        mergeLarge(index, order);
        return true;
    }

    /** Adds a free block, merged with its buddy as long as that is free. */
    private void merge(long[] chunk, int number, int node, int order) {
        int block = node;
        int at = order;
        while (block > 1 && mergesWithBuddy(chunk, block, at)) {
            removeFree(chunk, number, block ^ 1, at);
            block >>>= 1;
            at++;
        }
        if (block > 1) {
            addFree(chunk, number, block, at);
        } else {
            mergeLarge(number, SHIFT);
        }
    }

    private void mergeLarge(int index, int order) {
        int block = index;
        int at = order;
        while (mergesAt(at) && large.isFree(block ^ 1, at)) {
            removeLarge(block ^ 1, at);
            block >>>= 1;
            at++;
        }
        addLarge(block, at);
    }

    /** Tells whether free buddies of an order become one block of the next. */
    boolean mergesAt(int order) {
        return order < maxOrder;
    }

    private void addFree(long[] chunk, int number, int node, int order) {
        BlockChunk.setFree(chunk, node);
        chunksWithFree[chunkWord(number, order)] |= 1L << number;
        freeCounts[order]++;
        freeOrders |= 1 << order;
    }

    private void removeFree(long[] chunk, int number, int node, int order) {
        removeFree(number, order, BlockChunk.clearFree(chunk, node >>> 6, node, order));
    }

    /** After a free block of a chunk was removed: one if it was the last of its order there, else zero. */
    private void removeFree(int number, int order, long wasLast) {
        chunksWithFree[chunkWord(number, order)] &= ~(wasLast << number);
        if (--freeCounts[order] == 0) {
            freeOrders &= ~(1 << order);
        }
    }

    private void addLarge(int index, int order) {
        large.setFree(index, order);
        freeOrders |= 1 << order;
    }

    private void removeLarge(int index, int order) {
        large.clearFree(index, order);
        if (large.freeCount(order) == 0) {
            freeOrders &= ~(1 << order);
        }
    }

    private long[] makeOwn(int number) {
        long[] copy = chunks[number].clone();
        chunks[number] = copy;
        ownChunks++;
        return copy;
    }

    /** Adds free pages, from a start to before an end, in the coarsest blocks. */
    void addRange(int start, int end) {
        int page = start;
        while (page < end) {
            int order = Math.min(Integer.numberOfTrailingZeros(page), floorLog2(end - page));
            order = Math.min(order, maxOrder);
            if (order >= SHIFT) {
                mergeLarge(page >>> order, order);
            } else {
                int number = page >>> SHIFT;
                long[] chunk = chunks[number] == BlockChunk.idle() ? makeOwn(number) : chunks[number];
                merge(chunk, number, BlockChunk.node(page >>> order, order), order);
            }
            page += 1 << order;
        }
    }

    /** The first page of the free run before an end, or the end if there is none. */
    final int tailStart(int end) {
        int start = end;
        while (start > 0) {
            int order = orderOfCover(start - 1, 0);
            if (order == NONE) {
                break;
            }
            start = ((start - 1) >>> order) << order;
        }
        return start;
    }

    /** Removes the pages from a new end to before the old one; all of them are free. */
    void removeTail(int end, int newEnd) {
        int start = end;
        while (start > newEnd) {
            int order = orderOfCover(start - 1, 0);
            int index = (start - 1) >>> order;
            if (order >= SHIFT) {
                removeLarge(index, order);
            } else {
                int number = (start - 1) >>> SHIFT;
                removeFree(chunks[number], number, BlockChunk.node(index, order), order);
            }
            start = index << order;
        }
        addRange(start, newEnd); // the last block may have begun before the new end
    }

    /**
     * Gives back the chunks that equal a shared one, if so many were made that the search is paid for by their making:
     * the cost is O(chunks) for every 32nd part of them made.
     */
    final void shareChunks() {
        if (ownChunks <= 1 + chunks.length / 32) {
            return;
        }
        ownChunks = 0;
        for (int number = 0; number < chunks.length; number++) {
            long[] chunk = BlockChunk.shared(chunks[number]);
            // A shared one stays what it is; the search among the others tells.
            ownChunks += chunk == chunks[number] && chunk != BlockChunk.idle() ? 1 : 0;
            chunks[number] = chunk;
        }
    }

    final long[] chunk(int number) {
        return chunks[number];
    }

    final LargeBlocks large() {
        return large;
    }

    final int chunkCount() {
        return chunks.length;
    }

    /**
     * Takes over a chunk that was filled, in a region without blocks.
     *
     * @param chunk is copied
     * @param counts the number of its free blocks of each order below 12
     */
    final void putChunk(int number, long[] chunk, int[] counts) {
        chunks[number] = BlockChunk.shared(chunk);
        if (chunks[number] == chunk) {
            makeOwn(number);
        }
        for (int order = 0; order < SHIFT; order++) {
            if (counts[order] != 0) {
                chunksWithFree[chunkWord(number, order)] |= 1L << number;
                freeCounts[order] += counts[order];
                freeOrders |= 1 << order;
            }
        }
    }

    /** Takes over a word of an order from 12 on, in a region without such blocks; bits behind the last are ignored. */
    final void putLarge(int word, int order, long bits, int kind) {
        int left = count(order) - (word << 6);
        large.putBits(word, order, left < Long.SIZE ? bits & ((1L << left) - 1) : bits, kind);
        if (large.freeCount(order) > 0) {
            freeOrders |= 1 << order;
        }
    }
}
