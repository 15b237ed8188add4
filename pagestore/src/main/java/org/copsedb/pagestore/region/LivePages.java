package org.copsedb.pagestore.region;

import java.util.Objects;
import java.util.function.LongConsumer;
import org.copsedb.pagestore.PageList;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one region that were live at some time: the immutable root that {@link LiveSet#capture} hands out.
 *
 * <p>It shares its chunks (4,096 base pages each) with the set and with other captures for as long as they do not
 * change; a chunk takes 1 KiB, and nothing where no page begins in it or pages of one order cover it. Comparing two
 * captures costs a look at each pair of chunks, and work only where they are not the same object. Safe for use by many
 * threads, however it was handed to them.
 */
public final class LivePages {
    private static final LivePages NONE = new LivePages();
    private static final int MAXIMUM_ORDER = 20;
    private static final int REGION_SHIFT = 20;

    /** Where the chunks of pages come from that the file holds. */
    @FunctionalInterface
    public interface ChunkSource {
        /**
         * Returns the chunks, always the same array.
         *
         * @return an element for each 4,096 base pages of the capacity, null where no page begins; never changed
         * @throws org.copsedb.storage.CorruptFileException if the file is damaged where they lie
         */
        long[] @Nullable [] chunks();
    }

    /** Null while they are the source's. */
    private final long @Nullable [] @Nullable [] chunks;

    private final @Nullable ChunkSource source;
    private final int capacity;
    private final int count;
    private final int basePages;
    private final long epoch;

    private LivePages() {
        this.chunks = new long[0][];
        this.source = null;
        this.capacity = 0;
        this.count = 0;
        this.basePages = 0;
        this.epoch = 0;
    }

    /**
     * Makes the root of a set as it is now.
     *
     * @param set a set that from now on changes neither its array nor its chunks, but copies them
     */
    LivePages(LiveSet set) {
        this.chunks = set.chunks();
        this.source = null;
        this.capacity = set.capacity();
        this.count = set.count();
        this.basePages = set.basePages();
        this.epoch = set.epoch();
    }

    /**
     * Makes the root of pages that the file holds; they are read when they are first asked for.
     *
     * @param capacity base pages that the region can grow to, 1 to 2^20
     * @param count the number of pages
     * @param basePages the base pages that they cover
     * @param source reads their chunks, once
     */
    public LivePages(int capacity, int count, int basePages, ChunkSource source) {
        this.chunks = null;
        this.source = source;
        this.capacity = capacity;
        this.count = count;
        this.basePages = basePages;
        this.epoch = 0;
    }

    /**
     * Returns the state of a region that did not exist: no page, capacity 0.
     *
     * @return the empty root, always the same
     */
    public static LivePages none() {
        return NONE;
    }

    /**
     * Returns the base pages that the region can grow to.
     *
     * @return 1 to 2^20; 0 for a region that did not exist
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Returns the number of pages, whatever their orders. O(1).
     *
     * @return 0 to the capacity
     */
    public int count() {
        return count;
    }

    /**
     * Returns how many base pages the pages cover. O(1).
     *
     * @return 0 to the capacity
     */
    public int basePages() {
        return basePages;
    }

    /**
     * Tells whether a page is among them, by exactly this index and order. O(1).
     *
     * @param index the page's index in units of its order; any value
     * @param order the page's order; any value
     * @return whether it is; false for a page that can not lie in the region
     */
    public boolean contains(int index, int order) {
        return isPossible(index, order, capacity) && contains(chunks(), index << order, order);
    }

    /** Tells whether a region of a capacity has a page of this index and order. */
    static boolean isPossible(int index, int order, int capacity) {
        return order >= 0 && order <= MAXIMUM_ORDER && index >= 0 && (index + 1L) << order <= capacity;
    }

    /** Tells whether chunks contain the page of an order that begins at a base page. */
    static boolean contains(long[] @Nullable [] chunks, int first, int order) {
        long[] chunk = chunks[first >>> LiveChunk.SHIFT];
        return chunk != null && LiveChunk.contains(chunk, first & (LiveChunk.BASE_PAGES - 1), order);
    }

    /**
     * Appends the pages that are in this set and not in another, in the order in which they lie in the region. A page
     * is the same in both only by its index and order. Both sets are compared over their whole capacity, however long
     * the region was when they were captured.
     *
     * <p>Cost: O(capacity / 4,096), plus up to 64 steps for each chunk that is not the same object in both, plus the
     * pages found.
     *
     * @param other the set whose pages are left out
     * @param region the number of the region, for the page numbers
     * @param out receives the encoded page numbers
     */
    public void difference(LivePages other, int region, PageList out) {
        if (this == other) {
            return;
        }
        long[] @Nullable [] mine = chunks();
        long[] @Nullable [] others = other.chunks();
        if (mine == others) {
            return;
        }
        MarkedPages marked = null;
        for (int i = 0; i < mine.length; i++) {
            long[] chunk = mine[i];
            long[] otherChunk = i < others.length ? others[i] : null;
            if (chunk == null || chunk == otherChunk) {
                continue;
            }
            if (marked == null) {
                marked = new MarkedPages();
            }
            LiveChunk.markMissing(chunk, otherChunk == null ? LiveChunk.empty() : otherChunk, marked.marks);
            marked.moveTo(chunk, regionAndBase(region, i), out);
        }
    }

    /**
     * Appends all pages, in the order in which they lie in the region. O(capacity / 4,096 + pages).
     *
     * @param region the number of the region, for the page numbers
     * @param out receives the encoded page numbers
     */
    public void list(int region, PageList out) {
        difference(NONE, region, out);
    }

    /**
     * Hands every page to a consumer, in the order in which they lie in the region. O(capacity / 4,096 + pages).
     *
     * @param region the number of the region, for the page numbers
     * @param consumer receives encoded page numbers
     */
    public void forEach(int region, LongConsumer consumer) {
        PageList ofChunk = new PageList();
        MarkedPages marked = new MarkedPages();
        long[] @Nullable [] mine = chunks();
        for (int i = 0; i < mine.length; i++) {
            long[] chunk = mine[i];
            if (chunk != null) {
                LiveChunk.markAll(chunk, marked.marks);
                marked.moveTo(chunk, regionAndBase(region, i), ofChunk);
                ofChunk.forEach(consumer);
                ofChunk.clear();
            }
        }
    }

    /**
     * Returns where the last page ends: the shortest length of a region that holds all pages. O(capacity / 4,096).
     *
     * @return the base page behind it; 0 where there are no pages
     */
    public int end() {
        long[] @Nullable [] mine = chunks();
        for (int i = mine.length - 1; i >= 0; i--) {
            long[] chunk = mine[i];
            if (chunk != null) {
                return (i << LiveChunk.SHIFT) + LiveChunk.end(chunk);
            }
        }
        return 0;
    }

    private static long regionAndBase(int region, int chunk) {
        return (long) region << REGION_SHIFT | (long) chunk << LiveChunk.SHIFT;
    }

    /**
     * Enters the base pages that are covered into a bitmap. O(capacity / 64).
     *
     * @param bits bit b of word w stands for base page 64 w + b; at least as many as the capacity
     */
    public void cover(long[] bits) {
        long[] @Nullable [] mine = chunks();
        for (int i = 0; i < mine.length; i++) {
            long[] chunk = mine[i];
            if (chunk != null) {
                LiveChunk.cover(chunk, bits, i * LiveChunk.WORDS);
            }
        }
    }

    /**
     * Returns the chunks, for a set that continues from here, and for whoever writes them to the file: neither they nor
     * the array may be changed.
     *
     * @return an element for each 4,096 base pages of the capacity, null where no page begins
     */
    public long[] @Nullable [] chunks() {
        long @Nullable [] @Nullable [] present = chunks;
        return present != null ? present : Objects.requireNonNull(source).chunks();
    }

    /** An epoch that no chunk's exceeds. */
    long epoch() {
        return epoch;
    }

    /** The memory of one comparison. */
    private static final class MarkedPages {
        final long[] marks = new long[LiveChunk.WORDS];
        private long[] pages = new long[LiveChunk.WORDS];

        void moveTo(long[] chunk, long regionAndBase, PageList out) {
            int limit = LiveChunk.countMarks(marks);
            if (pages.length < limit) {
                pages = new long[limit];
            }
            out.addAll(pages, LiveChunk.listMarked(chunk, marks, regionAndBase, pages));
        }
    }
}
