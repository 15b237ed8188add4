package org.copsedb.pagestore;

import org.copsedb.pagestore.region.FileLayout;

/**
 * Settings of a page store.
 *
 * @param basePageSize bytes of a page of order 0 in a file that is created: a power of two, 512 to 65,536
 * @param regionPages base pages per region in a file that is created: a power of two, 2 to 2^20
 * @param cacheBytes the most bytes of clean pages to keep in memory, 0 or more
 * @param readOnly whether the file must not be written to
 */
public record StoreOptions(int basePageSize, int regionPages, long cacheBytes, boolean readOnly) {
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
     * @throws IllegalArgumentException if one is out of its range
     */
    public StoreOptions {
        new FileLayout(basePageSize, regionPages);
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("cache of " + cacheBytes + " bytes is negative");
        }
    }

    /**
     * Returns the settings that fit most.
     *
     * @return 4-KiB pages, 256-MiB regions, a cache of a quarter of the largest heap, read and write
     */
    public static StoreOptions defaults() {
        return new StoreOptions(
                DEFAULT_BASE_PAGE_SIZE,
                DEFAULT_REGION_PAGES,
                Runtime.getRuntime().maxMemory() / 4,
                false);
    }
}
