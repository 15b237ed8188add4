package org.copsedb.pagestore.region;

import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.storage.StorageFile;

/**
 * The free and used pages of the file, for the writer, the checkpoint and the journal at once: allocation under one
 * lock, and growth of the file where nothing is free.
 *
 * <p>The lock guards the allocators. The live sets of the same regions are guarded by whoever publishes commits.
 */
public final class PageSpace {
    /** The file grows by an eighth, within these bounds in bytes. */
    private static final long SMALLEST_GROWTH = 1 << 16;

    private static final long LARGEST_GROWTH = 1 << 24;

    private final StorageFile file;
    private final FileLayout layout;
    private final Regions regions;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long basePages;
    private volatile boolean isFileFixed;

    /**
     * Makes the space of a file.
     *
     * @param file the file, which is made longer as needed
     * @param layout where pages lie in it
     * @param basePages how many the durable state has
     */
    public PageSpace(StorageFile file, FileLayout layout, long basePages) {
        this.file = file;
        this.layout = layout;
        this.regions = new Regions(layout);
        this.basePages = basePages;
    }

    /**
     * Begins with the regions of the durable state, none of which is read before it is needed.
     *
     * @param source knows them
     */
    public void open(RegionSource source) {
        regions.open(basePages, source);
    }

    /**
     * Returns how many base pages the regions have. Safe to call without the lock.
     *
     * @return 0 or more
     */
    public long basePages() {
        return basePages;
    }

    /**
     * Returns the regions. Their allocators are for threads that keep others from changing them.
     *
     * @return the regions
     */
    public Regions regions() {
        return regions;
    }

    /**
     * Takes a free page near the one taken before.
     *
     * @param order its order, 0 to {@link FileLayout#maximumOrder}
     * @return the encoded page number
     * @throws org.copsedb.storage.StorageException if the file can not grow; nothing has changed then
     */
    public long allocate(int order) {
        lock.lock();
        try {
            long page = regions.allocate(order);
            if (page == Regions.NONE) {
                grow(order);
                page = regions.allocate(order);
            }
            return page;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a free page as low in the file as there is one.
     *
     * @param order its order, 0 to {@link FileLayout#maximumOrder}
     * @return the encoded page number
     * @throws org.copsedb.storage.StorageException if the file can not grow; nothing has changed then
     */
    public long allocateLowest(int order) {
        lock.lock();
        try {
            long page = regions.allocateLowest(order);
            if (page == Regions.NONE) {
                grow(order);
                page = regions.allocateLowest(order);
            }
            return page;
        } finally {
            lock.unlock();
        }
    }

    /** From now on leaves the file as it is: the pages that are taken will only ever be in memory. */
    public void fixFile() {
        isFileFixed = true;
    }

    private long growthStep(long length) {
        return Math.min(Math.max(layout.fileLength(length) / 8, SMALLEST_GROWTH), LARGEST_GROWTH)
                / layout.basePageSize();
    }

    private void grow(int order) {
        long target = Math.max(regions.basePagesToFit(order), basePages + growthStep(basePages));
        target = Math.min(target, (long) FileLayout.MAXIMUM_REGIONS * layout.regionPages());
        long length = layout.fileLength(target);
        if (file.size() < length && !isFileFixed) {
            file.resize(length);
        }
        regions.resize(target);
        basePages = target;
    }

    /**
     * Gives up the tail of the regions if much more is free there than the file grows by at once. The file itself stays
     * as long as it is until {@link #cutFile}.
     */
    public void trim() {
        lock.lock();
        try {
            long used = regions.usedLength();
            long target = used + growthStep(used);
            if (basePages > target + growthStep(used)) {
                regions.resize(target);
                basePages = target;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells from where on a file that is mostly free is to be emptied: twice as far as all that is used would reach.
     *
     * @return a base page
     */
    public long sparseFrom() {
        lock.lock();
        try {
            long used = basePages - regions.freeBasePages();
            return 2 * used + growthStep(used);
        } finally {
            lock.unlock();
        }
    }

    /** Cuts off what lies behind the regions. Both slots name no more than the regions have now. */
    public void cutFile() {
        lock.lock();
        try {
            long length = layout.fileLength(basePages);
            if (file.size() > length) {
                file.resize(length);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a page that is known to be used, and makes the regions as large as it needs.
     *
     * @param page the encoded page number, within the file
     * @throws IllegalStateException if it is not wholly free
     */
    public void recordAllocation(long page) {
        lock.lock();
        try {
            long end = layout.basePage(page) + (1L << PageNumber.order(page));
            if (end > basePages) {
                regions.resize(end);
                basePages = end;
            }
            regions.recordAllocation(page);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a page back.
     *
     * @param page the encoded page number
     */
    public void release(long page) {
        lock.lock();
        try {
            regions.free(page);
        } finally {
            lock.unlock();
        }
    }
}
