package org.copsedb.pagestore.region;

import org.copsedb.pagestore.PageNumber;

/**
 * A stretch of the file: an allocator of its pages and, beside it, the set of those that are live in the committed
 * state. The allocator also holds pages of the transaction in flight and dead pages that somebody still sees.
 *
 * <p>For the writer only; what {@link #makeStateForSavepoint} returns is immutable.
 */
public final class Region {
    private final int number;
    private final BuddyAllocator allocator;
    private final LiveSet live;

    /**
     * Makes a region in which every page is free.
     *
     * @param number its place in the file, 0 to 2^20 - 1
     * @param length base pages it has now
     * @param capacity base pages it can grow to, a power of two
     */
    public Region(int number, int length, int capacity) {
        this.number = number;
        this.allocator = new BuddyAllocator(length, capacity);
        this.live = new LiveSet(capacity);
    }

    /**
     * Makes a region whose live pages are known; its allocator still has to learn of them.
     *
     * @param number its place in the file, 0 to 2^20 - 1
     * @param length base pages it has now
     * @param pages its live pages
     */
    Region(int number, int length, LivePages pages) {
        this.number = number;
        this.allocator = new BuddyAllocator(length, pages.capacity());
        this.live = new LiveSet(pages);
    }

    /**
     * Returns the allocator.
     *
     * @return the region's own
     */
    public BuddyAllocator allocator() {
        return allocator;
    }

    /**
     * Enters a page that a commit bore.
     *
     * @param page the encoded page number, in this region
     */
    public void bear(long page) {
        live.add(PageNumber.index(page), PageNumber.order(page));
    }

    /**
     * Strikes a page out that died in a commit.
     *
     * @param page the encoded page number, in this region
     */
    public void bury(long page) {
        live.remove(PageNumber.index(page), PageNumber.order(page));
    }

    /**
     * Captures the pages that are live in the committed state. O(1): chunks are shared until they change.
     *
     * @return the immutable root of the live set
     */
    public LivePages makeStateForSavepoint() {
        return live.capture();
    }

    /**
     * Returns the pages that are live in the committed state.
     *
     * @return the live set, to be read only
     */
    public LiveSet live() {
        return live;
    }

    /**
     * Returns the region's place in the file.
     *
     * @return 0 to 2^20 - 1
     */
    public int number() {
        return number;
    }
}
