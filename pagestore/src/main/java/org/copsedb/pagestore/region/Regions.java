package org.copsedb.pagestore.region;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.SavepointState;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

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
public class Regions {
    /** What {@link #allocate} returns when no region has room. */
    public static final long NONE = -1;

    /** Runs are looked for at this order first: 64 base pages. */
    private static final int RUN_ORDER = 6;

    private static final int ORDERS = 21;

    private final FileLayout layout;

    /** Null where a region has not been needed yet. Replaced, never changed, as threads look while others change it. */
    private volatile @Nullable Region[] regions = new Region[0];

    private final ReentrantLock loading = new ReentrantLock();
    private @Nullable RegionSource source;

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
     * Begins with the regions of a file, none of which is read before it is needed.
     *
     * @param newBasePages base pages in all regions
     * @param newSource knows them
     */
    public final void open(long newBasePages, RegionSource newSource) {
        int capacity = layout.regionPages();
        int count = (int) ((newBasePages + capacity - 1) / capacity);
        source = newSource;
        basePages = newBasePages;
        regions = new Region[count];
        tracker.expand(Math.max(count, tracker.length()));
        for (int number = 0; number < count; number++) {
            int free = newSource.highestFreeOrder(number);
            if (free >= 0) {
                tracker.markFree(free, number);
            }
        }
    }

    /**
     * Returns the number of base pages in all regions.
     *
     * @return base pages
     */
    public final long basePages() {
        return basePages;
    }

    /**
     * Returns the number of regions.
     *
     * @return 0 or more
     */
    public final int count() {
        return regions.length;
    }

    /**
     * Returns a region; the first time it is needed it is read from the file.
     *
     * @param number its number, 0 to {@link #count} - 1
     * @return the region
     * @throws CorruptFileException if the file is damaged where it is described
     */
    public final Region region(int number) {
        Region present = regions[number];
        return present != null ? present : load(number);
    }

    private Region load(int number) {
        loading.lock();
        try {
            Region present = regions[number];
            if (present != null) {
                return present;
            }
            RegionSource from = Objects.requireNonNull(source);
            Region region = new Region(number, length(number), from.live(number));
            from.forEachUsed(number, page -> {
                try {
                    region.allocator().recordAllocation(PageNumber.index(page), PageNumber.order(page));
                } catch (IllegalArgumentException | IllegalStateException taken) {
                    throw new CorruptFileException(
                            "durable state of region " + number,
                            "each page once within " + region.allocator().length() + " base pages",
                            PageNumber.decode(page) + " beyond them, or used twice");
                }
            });
            @Nullable Region[] more = regions.clone();
            more[number] = region;
            regions = more;
            return region;
        } finally {
            loading.unlock();
        }
    }

    private int length(int number) {
        return (int) Math.min(layout.regionPages(), basePages - (long) number * layout.regionPages());
    }

    /**
     * Tells whether a region has been needed already.
     *
     * @param number its number, 0 to {@link #count} - 1
     * @return whether it is in memory
     */
    public final boolean isLoaded(int number) {
        return regions[number] != null;
    }

    /**
     * Enters a page into the live set of its region: a commit bore it or brought it back.
     *
     * @param page the encoded page number
     */
    public final void bear(long page) {
        region(PageNumber.region(page)).bear(page);
    }

    /**
     * Strikes a page out of the live set of its region: it died in a commit.
     *
     * @param page the encoded page number
     */
    public final void bury(long page) {
        region(PageNumber.region(page)).bury(page);
    }

    /**
     * Captures the live pages of all regions. O(regions).
     *
     * @return the state
     */
    public final SavepointState makeStateForSavepoint() {
        @Nullable Region[] now = regions;
        LivePages[] states = new LivePages[now.length];
        for (int number = 0; number < states.length; number++) {
            Region region = now[number];
            states[number] = region != null
                    ? region.makeStateForSavepoint()
                    : Objects.requireNonNull(source).live(number);
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
    public final long allocate(int order) {
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
    public final long allocateLowest(int order) {
        requireOrder(order);
        int number = findRegion(order);
        return number < 0
                ? NONE
                : PageNumber.encode(number, region(number).allocator().allocateLowest(order), order);
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
        BuddyAllocator allocator = region(runRegion).allocator();
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
        BuddyAllocator allocator = region(number).allocator();
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
            if (hasRoom(number, order)) {
                return number;
            }
            tracker.markFull(order, number);
        }
    }

    /** Tells whether a region that the tracker names has a free block of an order. Tests plant an error here. */
    boolean hasRoom(int number, int order) {
        return region(number).allocator().highestFreeOrder() >= order;
    }

    /** Tells the tracker what a region has after a page was freed. Tests plant an error here. */
    void announce(int number) {
        tracker.markFree(region(number).allocator().highestFreeOrder(), number);
    }

    /**
     * Gives a page back.
     *
     * @param page the encoded page number
     * @throws IllegalArgumentException if there is no such region
     */
    public final void free(long page) {
        int number = PageNumber.region(page);
        requireRegion(number, page);
        region(number).allocator().free(PageNumber.index(page), PageNumber.order(page));
        announce(number);
    }

    /**
     * Takes a page that is known to be used.
     *
     * @param page the encoded page number
     * @throws IllegalArgumentException if it is outside the regions or not wholly free
     */
    public final void recordAllocation(long page) {
        int number = PageNumber.region(page);
        requireRegion(number, page);
        region(number).allocator().recordAllocation(PageNumber.index(page), PageNumber.order(page));
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
    public final long basePagesToFit(int order) {
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
        return region(regions.length - 1).allocator().trailingFreePages();
    }

    /**
     * Grows or shrinks to a number of base pages; whole regions are added or dropped at the tail as needed.
     *
     * @param newBasePages base pages in all regions from now on
     * @throws IllegalArgumentException if that is beyond the format's limit, or cuts off a page in use; nothing has
     *     changed then
     */
    public final void resize(long newBasePages) {
        long limit = (long) FileLayout.MAXIMUM_REGIONS * layout.regionPages();
        if (newBasePages < 0 || newBasePages > limit) {
            throw new IllegalArgumentException(newBasePages + " base pages are not within 0 to " + limit);
        }
        loading.lock();
        try {
            requireFreeBeyond(newBasePages);
            changeLength(newBasePages);
        } finally {
            loading.unlock();
        }
        runEnd = 0;
        runNext = 0;
    }

    private void changeLength(long newBasePages) {
        int capacity = layout.regionPages();
        int count = regions.length;
        int newCount = (int) ((newBasePages + capacity - 1) / capacity);
        if (newCount > tracker.length()) {
            tracker.expand(Math.max(newCount, tracker.length() * 2));
        }
        for (int number = newCount; number < count; number++) {
            tracker.markFull(0, number);
        }
        // The last region that stays changes its length, and so has to be in memory.
        int first = Math.max(0, Math.min(count, newCount) - 1);
        Region last = first < count && newCount > 0 ? region(first) : null;
        @Nullable Region[] resized = Arrays.copyOf(regions, newCount);
        for (int number = first; number < newCount; number++) {
            int length = (int) Math.min(capacity, newBasePages - (long) number * capacity);
            Region region = last;
            if (region == null) {
                region = new Region(number, length, capacity);
            } else {
                region.allocator().resize(length);
                last = null;
            }
            resized[number] = region;
            int free = region.allocator().highestFreeOrder();
            if (free >= 0) {
                tracker.markFree(free, number);
            }
        }
        regions = resized;
        basePages = newBasePages;
    }

    /**
     * Finds where the last used page ends. A region that has not been needed yet counts as used.
     *
     * @return base pages, 0 to {@link #basePages}
     */
    public final long usedLength() {
        long length = basePages;
        @Nullable Region[] now = regions;
        for (int number = now.length - 1; number >= 0; number--) {
            Region region = now[number];
            if (region == null) {
                return length;
            }
            int trailing = region.allocator().trailingFreePages();
            length -= trailing;
            if (trailing < region.allocator().length()) {
                return length;
            }
        }
        return length;
    }

    private void requireFreeBeyond(long newBasePages) {
        int capacity = layout.regionPages();
        for (int number = (int) (newBasePages / capacity); number < regions.length; number++) {
            BuddyAllocator allocator = region(number).allocator();
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
    public final long freeBasePages() {
        long free = 0;
        @Nullable Region[] now = regions;
        for (int number = 0; number < now.length; number++) {
            Region region = now[number];
            free += region != null
                    ? region.allocator().countFreePages()
                    : Objects.requireNonNull(source).freeBasePages(number);
        }
        return free;
    }
}
