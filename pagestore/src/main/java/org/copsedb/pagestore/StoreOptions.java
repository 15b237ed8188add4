package org.copsedb.pagestore;

import org.copsedb.pagestore.journal.JournalOptions;
import org.copsedb.pagestore.region.FileLayout;

/**
 * Settings of a page store.
 *
 * @param basePageSize bytes of a page of order 0 in a file that is created: a power of two, 512 to 65,536
 * @param regionPages base pages per region in a file that is created: a power of two, 2 to 2^20
 * @param cacheBytes the most bytes of clean pages to keep in memory, 0 or more
 * @param readOnly whether the file must not be written to
 * @param journal how large the journal becomes
 * @param dirtyBytes a checkpoint begins when so many bytes of committed pages are only in memory; 1 or more
 * @param background who does the background work
 */
public record StoreOptions(
        int basePageSize,
        int regionPages,
        long cacheBytes,
        boolean readOnly,
        JournalOptions journal,
        long dirtyBytes,
        Background background) {
    /** 4 KiB: the unit in which disks and operating systems write. */
    public static final int DEFAULT_BASE_PAGE_SIZE = 4_096;
    /** 256 MiB regions of 4-KiB pages. */
    public static final int DEFAULT_REGION_PAGES = 65_536;

    /**
     * Checks the settings.
     *
     * @param basePageSize bytes of a page of order 0
     * @param regionPages base pages per region
     * @param cacheBytes the most bytes of clean pages in memory
     * @param readOnly whether the file must not be written to
     * @param journal how large the journal becomes
     * @param dirtyBytes bytes of committed pages that are only in memory
     * @param background who does the background work
     * @throws IllegalArgumentException if one is out of its range
     */
    public StoreOptions {
        new FileLayout(basePageSize, regionPages);
        if (dirtyBytes < 1) {
            throw new IllegalArgumentException("dirty pages of " + dirtyBytes + " bytes are below 1");
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("cache of " + cacheBytes + " bytes is negative");
        }
    }

    /**
     * Makes settings with a default journal.
     *
     * @param basePageSize bytes of a page of order 0
     * @param regionPages base pages per region
     * @param cacheBytes the most bytes of clean pages in memory
     * @param readOnly whether the file must not be written to
     * @throws IllegalArgumentException if one is out of its range
     */
    public StoreOptions(int basePageSize, int regionPages, long cacheBytes, boolean readOnly) {
        this(
                basePageSize,
                regionPages,
                cacheBytes,
                readOnly,
                JournalOptions.defaults(),
                defaultDirtyBytes(),
                Background.THREADS);
    }

    private static long defaultDirtyBytes() {
        return Math.min(128L << 20, Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    /**
     * Returns the settings that fit most.
     *
     * @return 4-KiB pages, 256-MiB regions, a cache of a quarter of the largest heap, read and write, a checkpoint
     *     after 32 MiB of records or 128 MiB of pages (less in a small heap), threads of the store's own
     */
    public static StoreOptions defaults() {
        return new StoreOptions(
                DEFAULT_BASE_PAGE_SIZE,
                DEFAULT_REGION_PAGES,
                Runtime.getRuntime().maxMemory() / 4,
                false);
    }

    /**
     * Changes the page size.
     *
     * @param bytes of a page of order 0
     * @return the settings
     */
    public StoreOptions withBasePageSize(int bytes) {
        return new StoreOptions(bytes, regionPages, cacheBytes, readOnly, journal, dirtyBytes, background);
    }

    /**
     * Changes the size of regions.
     *
     * @param pages base pages per region
     * @return the settings
     */
    public StoreOptions withRegionPages(int pages) {
        return new StoreOptions(basePageSize, pages, cacheBytes, readOnly, journal, dirtyBytes, background);
    }

    /**
     * Changes the cache.
     *
     * @param bytes the most of clean pages in memory
     * @return the settings
     */
    public StoreOptions withCacheBytes(long bytes) {
        return new StoreOptions(basePageSize, regionPages, bytes, readOnly, journal, dirtyBytes, background);
    }

    /**
     * Forbids changes of the file.
     *
     * @return the settings
     */
    public StoreOptions asReadOnly() {
        return new StoreOptions(basePageSize, regionPages, cacheBytes, true, journal, dirtyBytes, background);
    }

    /**
     * Changes the journal.
     *
     * @param limits how large it becomes
     * @return the settings
     */
    public StoreOptions withJournal(JournalOptions limits) {
        return new StoreOptions(basePageSize, regionPages, cacheBytes, readOnly, limits, dirtyBytes, background);
    }

    /**
     * Changes the budget of dirty pages.
     *
     * @param bytes of committed pages that are only in memory, after which a checkpoint begins
     * @return the settings
     */
    public StoreOptions withDirtyBytes(long bytes) {
        return new StoreOptions(basePageSize, regionPages, cacheBytes, readOnly, journal, bytes, background);
    }

    /**
     * Changes who does the background work.
     *
     * @param who does it
     * @return the settings
     */
    public StoreOptions withBackground(Background who) {
        return new StoreOptions(basePageSize, regionPages, cacheBytes, readOnly, journal, dirtyBytes, who);
    }
}
