package org.copsedb.pagestore.region;

import org.jspecify.annotations.Nullable;

/**
 * The live pages of one region: those that the committed state refers to. The region's allocator also holds pages of a
 * transaction in flight and dead pages that somebody still sees; this set is changed only when a transaction commits.
 *
 * <p>It is made of chunks of 4,096 base pages behind one array. {@link #capture} hands out the array as an immutable
 * {@link LivePages} in O(1) and begins a new <em>epoch</em>; a chunk is changed in place only in the epoch in which it
 * was made or copied, otherwise it is copied first, and so is the array, once an epoch. Adding and removing a page of
 * order k is O(1 + 2^k / 4,096), and allocates nothing but that one copy. Memory: at most 0.26 bytes per base page; a
 * chunk without pages, and one covered by pages of a single order, takes none of its own.
 *
 * <p>For one thread at a time; captures are for all.
 */
public class LiveSet {
    /** The most base pages that a region can have. */
    public static final int MAXIMUM_CAPACITY = 1 << 20;

    private final int capacity;

    /** The number of pages of each order above 6: only they can cover a word that does not describe them. */
    private final int[] largePages = new int[21];

    /** A bit for each order above 6 of which there are pages. */
    private int largeOrders;

    private long[] @Nullable [] chunks;
    private int count;
    private int basePages;
    private long epoch;
    private long chunksEpoch;
    private @Nullable LivePages captured;

    /** A chunk of this epoch that is no longer needed, for the next copy. */
    private long @Nullable [] spare;

    /**
     * Makes an empty set.
     *
     * @param capacity the base pages that the region can grow to, 1 to 2^20
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public LiveSet(int capacity) {
        if (capacity < 1 || capacity > MAXIMUM_CAPACITY) {
            throw new IllegalArgumentException("capacity " + capacity + " is not within 1 to " + MAXIMUM_CAPACITY);
        }
        this.capacity = capacity;
        this.chunks = new long[((capacity - 1) >>> LiveChunk.SHIFT) + 1][];
    }

    /**
     * Makes a set that begins with captured pages; they are shared, not copied. O(capacity / 4,096), plus 64 steps for
     * each chunk with pages of order 7 and above.
     *
     * @param pages the pages of a region that existed
     * @throws IllegalArgumentException if the capacity is 0
     */
    public LiveSet(LivePages pages) {
        this(pages.capacity());
        chunks = pages.chunks();
        count = pages.count();
        basePages = pages.basePages();
        epoch = pages.epoch() + 1;
        chunksEpoch = pages.epoch();
        captured = pages;
        for (long[] chunk : chunks) {
            if (chunk != null && LiveChunk.largePages(chunk) != 0) {
                LiveChunk.countLargePages(chunk, largePages);
            }
        }
        for (int order = LiveChunk.WORD_ORDER + 1; order < largePages.length; order++) {
            largeOrders |= largePages[order] > 0 ? 1 << order : 0;
        }
    }

    /**
     * Returns the base pages that the region can grow to.
     *
     * @return 1 to 2^20
     */
    public final int capacity() {
        return capacity;
    }

    /**
     * Returns the number of pages in the set, whatever their orders. O(1).
     *
     * @return 0 to the capacity
     */
    public final int count() {
        return count;
    }

    /**
     * Returns how many base pages the pages in the set cover. O(1).
     *
     * @return 0 to the capacity
     */
    public final int basePages() {
        return basePages;
    }

    /**
     * Tells whether a page is in the set, by exactly this index and order. O(1).
     *
     * @param index the page's index in units of its order; any value
     * @param order the page's order; any value
     * @return whether it is; false for a page that can not lie in the region
     */
    public final boolean contains(int index, int order) {
        return LivePages.isPossible(index, order, capacity) && LivePages.contains(chunks, index << order, order);
    }

    /**
     * Adds a page.
     *
     * @param index the page's index in units of its order
     * @param order the page's order, 0 to 20
     * @throws IllegalArgumentException if the page does not lie within the capacity
     * @throws IllegalStateException if it overlaps a page of the set; the set is then unchanged
     */
    public final void add(int index, int order) {
        requirePossible(index, order);
        int first = index << order;
        if (isOverlapped(first, order)) {
            throw new IllegalStateException("page " + index + '/' + order + " overlaps a live page");
        }
        captured = null;
        int place = first >>> LiveChunk.SHIFT;
        if (order >= LiveChunk.SHIFT) {
            ownedChunks()[place] = LiveChunk.uniform(order);
        } else {
            long[] chunk = ownedChunk(place);
            LiveChunk.add(chunk, first & (LiveChunk.BASE_PAGES - 1), order);
            if (LiveChunk.coveredBasePages(chunk) == LiveChunk.BASE_PAGES && LiveChunk.isUniform(chunk, order)) {
                ownedChunks()[place] = LiveChunk.uniform(order);
                spare = chunk;
            }
        }
        countPage(order, 1);
    }

    /**
     * Removes a page.
     *
     * @param index the page's index in units of its order
     * @param order the page's order, 0 to 20
     * @throws IllegalArgumentException if the page does not lie within the capacity
     * @throws IllegalStateException if it is not in the set; the set is then unchanged
     */
    public final void remove(int index, int order) {
        requirePossible(index, order);
        int first = index << order;
        if (!LivePages.contains(chunks, first, order)) {
            throw new IllegalStateException("page " + index + '/' + order + " is not live");
        }
        captured = null;
        int place = first >>> LiveChunk.SHIFT;
        if (order >= LiveChunk.SHIFT) {
            ownedChunks()[place] = null;
        } else {
            long[] chunk = ownedChunk(place);
            LiveChunk.remove(chunk, first & (LiveChunk.BASE_PAGES - 1), order);
            if (LiveChunk.pages(chunk) == 0) {
                ownedChunks()[place] = null;
                spare = chunk;
            }
        }
        countPage(order, -1);
    }

    /**
     * Captures the set as it is now. O(1): the chunks are shared until they change.
     *
     * @return the immutable root; the same one as before if nothing has changed since
     */
    public final LivePages capture() {
        LivePages root = captured;
        if (root == null) {
            root = new LivePages(this);
            captured = root;
            epoch++;
        }
        return root;
    }

    /** The chunks, null where no page begins. */
    final long[] @Nullable [] chunks() {
        return chunks;
    }

    /** The epoch now: no chunk's exceeds it. */
    final long epoch() {
        return epoch;
    }

    private void requirePossible(int index, int order) {
        if (!LivePages.isPossible(index, order, capacity)) {
            throw new IllegalArgumentException(
                    "page " + index + '/' + order + " is beyond the region's capacity of " + capacity + " base pages");
        }
    }

    private boolean isOverlapped(int first, int order) {
        if (order >= LiveChunk.SHIFT) {
            int afterLast = (first + (1 << order)) >>> LiveChunk.SHIFT;
            for (int i = first >>> LiveChunk.SHIFT; i < afterLast; i++) {
                if (chunks[i] != null) {
                    return true;
                }
            }
        } else {
            long[] chunk = chunks[first >>> LiveChunk.SHIFT];
            if (chunk != null && LiveChunk.overlaps(chunk, first & (LiveChunk.BASE_PAGES - 1), order)) {
                return true;
            }
        }
        return largeOrders >>> order > 1 && isCoveredByLarger(first, order);
    }

    /** Tells whether a page of order 7 or above, and above the given order, covers a base page. */
    private boolean isCoveredByLarger(int first, int order) {
        int candidates = largeOrders & (-2 << order);
        while (candidates != 0) {
            int larger = Integer.numberOfTrailingZeros(candidates);
            if (LivePages.contains(chunks, first & (-1 << larger), larger)) {
                return true;
            }
            candidates &= candidates - 1;
        }
        return false;
    }

    private void countPage(int order, int change) {
        count += change;
        basePages += change << order;
        if (order > LiveChunk.WORD_ORDER) {
            largePages[order] += change;
            int bit = 1 << order;
            largeOrders = largePages[order] == 0 ? largeOrders & ~bit : largeOrders | bit;
        }
    }

    /** Returns a chunk that may be changed in this epoch. */
    private long[] ownedChunk(int place) {
        long[] chunk = chunks[place];
        if (chunk != null && LiveChunk.epoch(chunk) == epoch) {
            return chunk;
        }
        long[] copy = spare != null ? spare : new long[LiveChunk.LENGTH];
        spare = null;
        System.arraycopy(chunk != null ? chunk : LiveChunk.empty(), 0, copy, 0, LiveChunk.LENGTH);
        LiveChunk.setEpoch(copy, epoch);
        ownedChunks()[place] = copy;
        return copy;
    }

    /** Returns the array of chunks, which may be changed in this epoch. */
    private long[] @Nullable [] ownedChunks() {
        if (chunksEpoch != epoch) {
            chunks = copyChunks(chunks);
            chunksEpoch = epoch;
        }
        return chunks;
    }

    /** Copies the array of chunks, not the chunks. Tests plant an error here. */
    long[] @Nullable [] copyChunks(long[] @Nullable [] shared) {
        return shared.clone();
    }
}
