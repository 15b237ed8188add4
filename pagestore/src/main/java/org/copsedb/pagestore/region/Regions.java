package org.copsedb.pagestore.region;

import java.util.Arrays;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.SavepointState;

/**
 * All regions of a file: allocation across them, growth at the tail and shrinking from it.
 *
 * <p>Every region but the last has its full capacity. A transaction's pages are placed one behind the other where there
 * is room (a disk is slow at scattered extents, about 60 us each): allocation goes on inside a <em>run</em>, a free
 * block that is larger than the page asked for, and only looks for another one when the run is used up. Each page still
 * is a block of its region's buddy allocator.
 *
 * <p>The allocators, and growth and shrinking, are for one thread at a time; so are the live sets. Both may be used at
 * the same time.
 */
public final class Regions {
    /** What {@link #allocate} returns when no region has room. */
    public static final long NONE = -1;

    /** Runs are looked for at this order first: 64 base pages. */
    private static final int RUN_ORDER = 6;

    private static final int ORDERS = 21;

    private final FileLayout layout;

    /** Replaced, never changed, so that whoever changes live sets may look while the file grows. */
    private volatile Region[] regions = new Region[0];

    private final RegionTracker tracker;
    private long basePages;
    private int runRegion;
    private int runNext;
    private int runEnd;

    /**
     * Makes an empty set of regions.
     *
     * @param layout the geometry of the file
     */
    public Regions(FileLayout layout) {
        this.layout = layout;
        this.tracker = new RegionTracker(1, ORDERS);
    }

    /**
     * Returns the number of base pages in all regions.
     *
     * @return base pages
     */
    public long basePages() {
        return basePages;
    }

    /**
     * Returns the number of regions.
     *
     * @return 0 or more
     */
    public int count() {
        return regions.length;
    }

    /**
     * Returns a region.
     *
     * @param number its number, 0 to {@link #count} - 1
     * @return the region
     */
    public Region region(int number) {
        return regions[number];
    }

    /**
     * Enters a page into the live set of its region: a commit bore it or brought it back.
     *
     * @param page the encoded page number
     */
    public void bear(long page) {
        regions[PageNumber.region(page)].bear(page);
    }

    /**
     * Strikes a page out of the live set of its region: it died in a commit.
     *
     * @param page the encoded page number
     */
    public void bury(long page) {
        regions[PageNumber.region(page)].bury(page);
    }

    /**
     * Captures the live pages of all regions. O(regions).
     *
     * @return the state
     */
    public SavepointState makeStateForSavepoint() {
        Region[] now = regions;
        LivePages[] states = new LivePages[now.length];
        for (int number = 0; number < states.length; number++) {
            states[number] = now[number].makeStateForSavepoint();
        }
        return new SavepointState(states);
    }

    /**
     * Takes a free page, near the one taken before where there is room.
     *
     * @param order the order of the page, 0 to {@link FileLayout#maximumOrder}
     * @return the encoded page number, {@link #NONE} if no region has a free block of the order
     * @throws IllegalArgumentException if the order is out of range
     */
    public long allocate(int order) {
        requireOrder(order);
        long page = takeFromRun(order);
        if (page == NONE && findRun(order)) {
            page = takeFromRun(order);
        }
        return page;
    }

    /**
     * Takes a free page in the first region that has room, as low in it as there is.
     *
     * @param order the order of the page, 0 to {@link FileLayout#maximumOrder}
     * @return the encoded page number, {@link #NONE} if no region has a free block of the order
     * @throws IllegalArgumentException if the order is out of range
     */
    public long allocateLowest(int order) {
        requireOrder(order);
        int number = findRegion(order);
        return number < 0
                ? NONE
                : PageNumber.encode(number, regions[number].allocator().allocateLowest(order), order);
    }

    private void requireOrder(int order) {
        if (order < 0 || order > layout.maximumOrder()) {
            throw new IllegalArgumentException("page order " + order + " is not within 0 to " + layout.maximumOrder());
        }
    }

    private long takeFromRun(int order) {
        int mask = (1 << order) - 1;
        int first = (runNext + mask) & ~mask;
        if (first + mask >= runEnd) {
            return NONE;
        }
        int index = first >>> order;
        BuddyAllocator allocator = regions[runRegion].allocator();
        if (!allocator.isFree(index, order)) {
            return NONE;
        }
        allocator.recordAllocation(index, order);
        runNext = first + mask + 1;
        return PageNumber.encode(runRegion, index, order);
    }

    /** Looks for a run, or at least for a single block of the order. The tracker is a hint that is corrected here. */
    private boolean findRun(int order) {
        int wanted = Math.min(Math.max(order, RUN_ORDER), layout.maximumOrder());
        int number = findRegion(wanted);
        if (number < 0) {
            number = findRegion(order);
        }
        if (number < 0) {
            return false;
        }
        BuddyAllocator allocator = regions[number].allocator();
        int runOrder = Math.min(wanted, allocator.highestFreeOrder());
        int index = allocator.lowestFree(runOrder);
        runRegion = number;
        runNext = index << runOrder;
        runEnd = runNext + (1 << runOrder);
        return true;
    }

    private int findRegion(int order) {
        while (true) {
            int number = tracker.findFree(order);
            if (number < 0 || number >= regions.length) {
                return -1;
            }
            if (regions[number].allocator().highestFreeOrder() >= order) {
                return number;
            }
            tracker.markFull(order, number);
        }
    }

    /**
     * Gives a page back.
     *
     * @param page the encoded page number
     * @throws IllegalArgumentException if there is no such region
     */
    public void free(long page) {
        int number = PageNumber.region(page);
        requireRegion(number, page);
        BuddyAllocator allocator = regions[number].allocator();
        allocator.free(PageNumber.index(page), PageNumber.order(page));
        tracker.markFree(allocator.highestFreeOrder(), number);
    }

    /**
     * Takes a page that is known to be used.
     *
     * @param page the encoded page number
     * @throws IllegalArgumentException if it is outside the regions or not wholly free
     */
    public void recordAllocation(long page) {
        int number = PageNumber.region(page);
        requireRegion(number, page);
        regions[number].allocator().recordAllocation(PageNumber.index(page), PageNumber.order(page));
    }

    private void requireRegion(int number, long page) {
        if (number >= regions.length) {
            throw new IllegalArgumentException(
                    "page " + PageNumber.decode(page) + " lies beyond the last of " + regions.length + " regions");
        }
    }

    /**
     * Tells how large the regions must be so that a page of an order fits behind what is used now.
     *
     * @param order the order of the page, 0 to {@link FileLayout#maximumOrder}
     * @return base pages in all regions, more than now
     */
    public long basePagesToFit(int order) {
        long size = 1L << order;
        long capacity = layout.regionPages();
        long lastRegionStart = regions.length == 0 ? 0 : (regions.length - 1) * capacity;
        long used = basePages - trailingFreePages();
        long first = (Math.max(used, lastRegionStart) + size - 1) & -size;
        // Aligned blocks never straddle two regions: the capacity is a multiple of every size.
        return Math.max(first + size, basePages + 1);
    }

    private long trailingFreePages() {
        if (regions.length == 0) {
            return 0;
        }
        return regions[regions.length - 1].allocator().trailingFreePages();
    }

    /**
     * Grows or shrinks to a number of base pages; whole regions are added or dropped at the tail as needed.
     *
     * @param newBasePages base pages in all regions from now on
     * @throws IllegalArgumentException if that is beyond the format's limit, or cuts off a page in use; nothing has
     *     changed then
     */
    public void resize(long newBasePages) {
        long limit = (long) FileLayout.MAXIMUM_REGIONS * layout.regionPages();
        if (newBasePages < 0 || newBasePages > limit) {
            throw new IllegalArgumentException(newBasePages + " base pages are not within 0 to " + limit);
        }
        requireFreeBeyond(newBasePages);
        int capacity = layout.regionPages();
        int newCount = (int) ((newBasePages + capacity - 1) / capacity);
        Region[] resized = Arrays.copyOf(regions, newCount);
        for (int number = newCount; number < regions.length; number++) {
            tracker.markFull(0, number);
        }
        if (newCount > tracker.length()) {
            tracker.expand(Math.max(newCount, tracker.length() * 2));
        }
        for (int number = Math.max(0, Math.min(regions.length, newCount) - 1); number < newCount; number++) {
            int length = (int) Math.min(capacity, newBasePages - (long) number * capacity);
            if (number < regions.length) {
                resized[number].allocator().resize(length);
            } else {
                resized[number] = new Region(number, length, capacity);
            }
            int free = resized[number].allocator().highestFreeOrder();
            if (free >= 0) {
                tracker.markFree(free, number);
            }
        }
        regions = resized;
        basePages = newBasePages;
        runEnd = 0;
        runNext = 0;
    }

    private void requireFreeBeyond(long newBasePages) {
        int capacity = layout.regionPages();
        for (int number = (int) (newBasePages / capacity); number < regions.length; number++) {
            BuddyAllocator allocator = regions[number].allocator();
            long kept = Math.max(0, newBasePages - (long) number * capacity);
            if (allocator.length() > kept && allocator.length() - allocator.trailingFreePages() > kept) {
                throw new IllegalArgumentException("can not shrink to " + newBasePages + " base pages: region " + number
                        + " uses " + (allocator.length() - allocator.trailingFreePages()) + " of its pages");
            }
        }
    }

    /**
     * Returns the number of free base pages in all regions.
     *
     * @return base pages
     */
    public long freeBasePages() {
        long free = 0;
        for (Region region : regions) {
            free += region.allocator().countFreePages();
        }
        return free;
    }
}
