package org.copsedb.pagestore.region;

import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.storage.CorruptFileException;

/**
 * Gives out the pages of one region in blocks of {@code 2^order} pages, each aligned to its own length: the buddy
 * system (Knowlton, 1965; Knuth, volume 1, section 2.5), with the answers and the bytes of the allocator of redb 2.2.
 *
 * <p>The index i of a block of order k names pages {@code i * 2^k} to {@code (i + 1) * 2^k - 1}. The capacity fixes the
 * largest order, and the size of all that is serialized, for life; the length, at most the capacity, is how many pages
 * there are. Free blocks are always the coarsest aligned cover of the free pages: two free buddies are one block of the
 * next order. So all answers and bytes are a function of capacity, length, and the allocated blocks, whatever happened
 * before. Where the capacity is no power of two, the last block of an order may have no buddy; it never merges.
 *
 * <p>What is refused is refused before anything changed: with an {@link IllegalArgumentException} if no state would
 * allow it, with an {@link IllegalStateException} if this state does not.
 *
 * <p>Not thread-safe, not even for reading. Single blocks cost O(orders), of which there are at most 21; counts are
 * O(1). Allocating and freeing make no Java objects, but for a chunk of 2 KiB when the first of 4,096 pages changes.
 * Memory: half a byte for each page at worst, 2 KiB for 2^20 pages that are all free or all allocated at one order.
 */
public class BuddyAllocator {
    /** The largest order of a block, whatever the capacity. */
    public static final int MAXIMUM_ORDER = PageNumber.MAXIMUM_ORDER;

    /** Returned where there is no block, or no order. */
    public static final int NONE = -1;

    private final int capacity;
    private final Blocks blocks;
    private int length;
    private int freePages;

    /**
     * Creates an allocator of free pages.
     *
     * @param length the number of pages, 0 to the capacity
     * @param capacity the number of pages to which it can grow, at least 1; CopseDB's regions have a power of two
     * @throws IllegalArgumentException if a number is out of range
     */
    public BuddyAllocator(int length, int capacity) {
        this(length, new Blocks(capacity));
    }

    /** Creates an allocator of free pages, of which the blocks do not know yet. Tests plant errors here. */
    BuddyAllocator(int length, Blocks blocks) {
        this.blocks = blocks;
        capacity = blocks.capacity();
        checkLength(length);
        grow(length);
    }

    /**
     * Returns the number of pages, free or not.
     *
     * @return 0 to the capacity
     */
    public int length() {
        return length;
    }

    /**
     * Returns the number of pages to which it can grow: what the constructor was given, where the seed rounds it up to
     * a multiple of 64.
     *
     * @return at least 1
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Returns the largest order of a block.
     *
     * @return the binary logarithm of the capacity, rounded down, at most {@link #MAXIMUM_ORDER}
     */
    public int maxOrder() {
        return blocks.maxOrder();
    }

    /**
     * Returns the largest order of a free block. O(1).
     *
     * @return the order, or {@link #NONE} if no page is free
     */
    public int highestFreeOrder() {
        return blocks.highestOrder();
    }

    /**
     * Returns the number of free pages. O(1).
     *
     * @return 0 to the length
     */
    public int countFreePages() {
        return freePages;
    }

    /**
     * Returns the number of allocated pages. O(1).
     *
     * @return 0 to the length
     */
    public int countAllocatedPages() {
        return length - freePages;
    }

    /**
     * Allocates a block: the first of the smallest sufficient order in which one is free, of which the left part is
     * given out.
     *
     * @param order the order, at least 0
     * @return the index at that order, or {@link #NONE} if no block is large enough, or the order is above the largest
     * @throws IllegalArgumentException if the order is negative
     */
    public int allocate(int order) {
        int source = blocks.smallestOrder(checkedOrder(order));
        return source == NONE ? NONE : allocateFirst(order, source);
    }

    /**
     * Allocates a block as near to the beginning as possible, if need be out of a larger one than {@link #allocate}
     * would take.
     *
     * @param order the order, at least 0
     * @return the index at that order, or {@link #NONE} if no block is large enough, or the order is above the largest
     * @throws IllegalArgumentException if the order is negative
     */
    public int allocateLowest(int order) {
        int source = blocks.orderOfLowest(checkedOrder(order));
        return source == NONE ? NONE : allocateFirst(order, source);
    }

    /**
     * Finds what {@link #allocate} would return, and leaves it blocks.
     *
     * @param order the order, at least 0
     * @return the index at that order, or {@link #NONE}
     * @throws IllegalArgumentException if the order is negative
     */
    public int lowestFree(int order) {
        int source = blocks.smallestOrder(checkedOrder(order));
        return source == NONE ? NONE : blocks.lowestAt(source, order);
    }

    /**
     * Finds what {@link #allocateLowest} would return, and leaves it blocks.
     *
     * @param order the order, at least 0
     * @return the index at that order, or {@link #NONE}
     * @throws IllegalArgumentException if the order is negative
     */
    public int lowestFreeAnywhere(int order) {
        int source = blocks.orderOfLowest(checkedOrder(order));
        return source == NONE ? NONE : blocks.lowestAt(source, order);
    }

    /**
     * Allocates a block that the caller chose.
     *
     * @param index the index at the order
     * @param order the order, 0 to {@link #maxOrder}
     * @throws IllegalArgumentException if there is no such block
     * @throws IllegalStateException if it is not wholly free
     */
    public void recordAllocation(int index, int order) {
        checkBlock(index, order);
        int source = blocks.orderOfCover(index, order);
        if (source == NONE) {
            throw new IllegalStateException(block(index, order) + " is not free" + limits());
        }
        blocks.allocate(index, order, source);
        countAllocated(order);
    }

    /**
     * Frees a block, which must have been allocated with that index and order.
     *
     * @param index the index at the order
     * @param order the order, 0 to {@link #maxOrder}
     * @throws IllegalArgumentException if there is no such block
     * @throws IllegalStateException if it is not allocated
     */
    public void free(int index, int order) {
        checkBlock(index, order);
        if (!blocks.release(index, order)) {
            throw new IllegalStateException(block(index, order) + " is not allocated" + limits());
        }
        freePages += 1 << order;
        if (freePages == length) {
            blocks.shareChunks();
        }
    }

    /**
     * Tells whether a block is allocated, as just that block: its halves are not, nor is the block that holds it.
     *
     * @param index the index at the order
     * @param order the order, 0 to {@link #maxOrder}
     * @return whether it was given out and not freed
     * @throws IllegalArgumentException if there is no such block within the capacity
     */
    public boolean isAllocated(int index, int order) {
        checkBlock(index, order);
        return blocks.isAllocated(index, order);
    }

    /**
     * Tells whether all pages of a block are free, whatever free block they belong to.
     *
     * @param index the index at the order
     * @param order the order, 0 to {@link #maxOrder}
     * @return whether {@link #recordAllocation} would succeed
     * @throws IllegalArgumentException if there is no such block within the capacity
     */
    public boolean isFree(int index, int order) {
        checkBlock(index, order);
        return blocks.orderOfCover(index, order) != NONE;
    }

    /**
     * Counts the free pages at the end, by which the region could shrink.
     *
     * @return the length of the free run that ends with the last page
     * @throws IllegalStateException if there are no pages at all
     */
    public int trailingFreePages() {
        if (length == 0) {
            throw new IllegalStateException("an allocator of no pages has no last one");
        }
        return length - blocks.tailStart(length);
    }

    /**
     * Changes the number of pages. Pages that appear are free; pages that disappear must be.
     *
     * @param newLength the new number of pages, 0 to {@link #capacity}
     * @throws IllegalArgumentException if the length is out of range
     * @throws IllegalStateException if a page that would disappear is allocated, or if there were no pages at all: the
     *     seed has no way back from there
     */
    public void resize(int newLength) {
        checkLength(newLength);
        if (newLength < length) {
            shrink(newLength);
        } else if (newLength > length && length == 0) {
            throw new IllegalStateException("an allocator that shrank to no pages can not grow to " + newLength);
        } else {
            grow(newLength);
        }
    }

    private void checkLength(int newLength) {
        if (newLength < 0 || newLength > capacity) {
            throw new IllegalArgumentException(
                    "length of " + newLength + " pages is not within 0 to the capacity of " + capacity);
        }
    }

    private void grow(int newLength) {
        blocks.addRange(length, newLength);
        freePages += newLength - length;
        length = newLength;
    }

    private void shrink(int newLength) {
        int tail = blocks.tailStart(length);
        if (newLength < tail) {
            throw new IllegalStateException(
                    "page " + (tail - 1) + " is allocated, so " + length + " pages can not become " + newLength);
        }
        blocks.removeTail(length, newLength);
        freePages -= length - newLength;
        length = newLength;
    }

    /**
     * Visits the allocated blocks: ascending orders, and within an order ascending indexes.
     *
     * @param visitor takes them; it must not change this allocator
     */
    public void forEachAllocated(BlockVisitor visitor) {
        forEach(Blocks.ALLOCATED, visitor);
    }

    /**
     * Visits the free blocks: ascending orders, and within an order ascending indexes.
     *
     * @param visitor takes them; it must not change this allocator
     */
    public void forEachFree(BlockVisitor visitor) {
        forEach(Blocks.FREE, visitor);
    }

    private void forEach(int kind, BlockVisitor visitor) {
        for (int order = 0; order <= blocks.maxOrder(); order++) {
            for (int word = 0; word < blocks.words(order); word++) {
                for (long left = BlockWords.word(blocks, word, order, kind); left != 0; left &= left - 1) {
                    visitor.visit(word * Long.SIZE + Long.numberOfTrailingZeros(left), order);
                }
            }
        }
    }

    /**
     * Lists the blocks that are allocated here and not, at the same order, in another state: ascending orders, and
     * within an order ascending indexes. As in the seed an order's listing ends at the first index that is not below
     * the other's length in pages, whatever the order: with states of one length nothing is left out.
     *
     * @param other the other state; for each order of this one it has an index of as many 64-bit words
     * @param region the region to put into the page numbers
     * @return the encoded page numbers
     * @throws IllegalArgumentException if the other's indexes do not fit, if the region is out of range, or if this
     *     capacity exceeds what page numbers can name
     */
    public PageList difference(BuddyAllocator other, int region) {
        checkComparable(other);
        return new BlockDifference(blocks, other.blocks, other.length).list(region);
    }

    private void checkComparable(BuddyAllocator other) {
        if (capacity > PageNumber.MAXIMUM_REGION_LENGTH) {
            throw new IllegalArgumentException(
                    "page numbers reach " + PageNumber.MAXIMUM_REGION_LENGTH + " pages, not a capacity of " + capacity);
        }
        for (int order = 0; order <= blocks.maxOrder(); order++) {
            if (order > other.blocks.maxOrder() || blocks.words(order) != other.blocks.words(order)) {
                throw new IllegalArgumentException("a capacity of " + capacity
                        + " pages can not be compared with one of " + other.capacity + " pages at order " + order);
            }
        }
    }

    /**
     * Serializes the whole state.
     *
     * @return bytes whose number depends on the capacity alone: 529,312 for 2^20 pages
     */
    public byte[] toBytes() {
        return AllocatorFormat.write(blocks, length);
    }

    /**
     * Serializes the allocated blocks only.
     *
     * @return bytes whose number depends on the capacity alone: 262,357 for 2^20 pages
     */
    public byte[] makeStateForSavepoint() {
        return AllocatorFormat.writeForSavepoint(blocks, length);
    }

    /**
     * Reads a state that {@link #toBytes} wrote, and believes nothing of it: it is refused if a single bit contradicts
     * another. The memory needed is a small multiple of that of the bytes.
     *
     * @param bytes the state, and nothing behind it
     * @return the allocator
     * @throws CorruptFileException if {@link #toBytes} could not have written the bytes
     */
    public static BuddyAllocator fromBytes(byte[] bytes) {
        var allocator = fromTrustedBytes(bytes);
        AllocatorFormat.check(bytes, allocator.blocks, allocator.length);
        return allocator;
    }

    /** Reads a state without checking it: to measure what the checks cost. */
    static BuddyAllocator fromTrustedBytes(byte[] bytes) {
        var allocator = new BuddyAllocator(0, new Blocks(AllocatorFormat.readCapacity(bytes)));
        allocator.length = AllocatorFormat.readLength(bytes);
        allocator.freePages = AllocatorFormat.readBlocks(bytes, allocator.blocks);
        return allocator;
    }

    private static int checkedOrder(int order) {
        if (order < 0) {
            throw new IllegalArgumentException("order " + order + " is below 0");
        }
        return order;
    }

    private int allocateFirst(int order, int source) {
        int index = blocks.allocateFirst(order, source);
        countAllocated(order);
        return index;
    }

    private void countAllocated(int order) {
        freePages -= 1 << order;
        if (freePages == 0) {
            blocks.shareChunks();
        }
    }

    private void checkBlock(int index, int order) {
        if (order < 0 || order > blocks.maxOrder()) {
            throw new IllegalArgumentException(
                    block(index, order) + ": the order is not within 0 to " + blocks.maxOrder());
        }
        if (index < 0 || index >= blocks.count(order)) {
            throw new IllegalArgumentException(
                    block(index, order) + ": the index is not within 0 to " + (blocks.count(order) - 1));
        }
    }

    private static String block(int index, int order) {
        return "page " + index + " of order " + order;
    }

    private String limits() {
        return " (length " + length + ", capacity " + capacity + ", largest order " + blocks.maxOrder() + ")";
    }
}
