package org.copsedb.pagestore.region;

import org.copsedb.pagestore.PageNumber;

/**
 * Where pages lie in the file: arithmetic only.
 *
 * <p>The file begins with {@code dataStart} bytes of header. Behind it the regions follow without gaps, each of
 * {@code regionPages} base pages. A page of order k begins at a multiple of {@code 2^k} base pages within its region. A
 * <em>base page index</em> counts base pages over all regions from the first on; it needs at most 40 bits.
 *
 * @param basePageSize bytes of a page of order 0, a power of two, 512 to 65,536
 * @param regionPages base pages in a region, a power of two, 2 to 2^20
 */
public record FileLayout(int basePageSize, int regionPages) {
    /** The smallest base page, in bytes. */
    public static final int MINIMUM_BASE_PAGE_SIZE = 512;
    /** The largest base page, in bytes. */
    public static final int MAXIMUM_BASE_PAGE_SIZE = 65_536;
    /** The fewest base pages in a region. */
    public static final int MINIMUM_REGION_PAGES = 2;
    /** The most base pages in a region: an index has 20 bits. */
    public static final int MAXIMUM_REGION_PAGES = 1 << 20;
    /** The most regions in a file: a region number has 20 bits. */
    public static final int MAXIMUM_REGIONS = 1 << 20;
    /** The bytes before the first region where base pages are not larger. */
    public static final int HEADER_SIZE = 16_384;

    /**
     * Checks the geometry.
     *
     * @param basePageSize bytes of a page of order 0
     * @param regionPages base pages in a region
     * @throws IllegalArgumentException if a size is not a power of two or out of its range
     */
    public FileLayout {
        requirePowerOfTwo("base page size", basePageSize, MINIMUM_BASE_PAGE_SIZE, MAXIMUM_BASE_PAGE_SIZE);
        requirePowerOfTwo("pages per region", regionPages, MINIMUM_REGION_PAGES, MAXIMUM_REGION_PAGES);
    }

    private static void requirePowerOfTwo(String name, int value, int minimum, int maximum) {
        if (value < minimum || value > maximum || Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    name + " " + value + " is not a power of two from " + minimum + " to " + maximum);
        }
    }

    /**
     * Returns where the first region begins.
     *
     * @return an offset in the file, a multiple of the base page size
     */
    public long dataStart() {
        return Math.max(HEADER_SIZE, basePageSize);
    }

    /**
     * Returns the largest order a page can have.
     *
     * @return 1 to 20
     */
    public int maximumOrder() {
        return Integer.numberOfTrailingZeros(regionPages);
    }

    /**
     * Returns the length of a page.
     *
     * @param order the page's order, 0 to {@link #maximumOrder()}
     * @return bytes; more than an array can hold where a region is larger than 2 GiB
     */
    public long pageSize(int order) {
        return (long) basePageSize << order;
    }

    /**
     * Returns where a page begins in the file.
     *
     * @param page the encoded page number
     * @return an offset in bytes
     */
    public long offset(long page) {
        return dataStart() + basePage(page) * basePageSize;
    }

    /**
     * Returns the index of a page's first base page, over all regions.
     *
     * @param page the encoded page number
     * @return 0 to 2^40 - 1 for a valid page
     */
    public long basePage(long page) {
        return (long) PageNumber.region(page) * regionPages + PageNumber.firstBasePage(page);
    }

    /**
     * Returns the page of order 0 at an offset of the file: the inverse of {@link #offset} for base pages.
     *
     * @param offset the offset in bytes
     * @return the encoded page number of the base page that holds the byte
     * @throws IllegalArgumentException if the offset lies before the first region or beyond the last possible one
     */
    public long pageAt(long offset) {
        long basePage = (offset - dataStart()) / basePageSize;
        if (offset < dataStart() || basePage >= (long) MAXIMUM_REGIONS * regionPages) {
            throw new IllegalArgumentException("offset " + offset + " is not within the regions, " + dataStart()
                    + " to " + (fileLength((long) MAXIMUM_REGIONS * regionPages) - 1));
        }
        return PageNumber.encode((int) (basePage / regionPages), (int) (basePage % regionPages), 0);
    }

    /**
     * Returns the length of a file of so many base pages.
     *
     * @param basePages base pages in all regions together
     * @return the length in bytes
     */
    public long fileLength(long basePages) {
        return dataStart() + basePages * basePageSize;
    }

    /**
     * Tells whether a page number, possibly from a damaged file, names a page within so many base pages.
     *
     * @param page the encoded page number
     * @param basePages base pages in all regions together
     * @return whether all of the page lies within them, its order is possible and its unused bits are zero
     */
    public boolean contains(long page, long basePages) {
        int order = PageNumber.order(page);
        if (order > maximumOrder()) {
            return false;
        }
        int region = PageNumber.region(page);
        int index = PageNumber.index(page);
        if (PageNumber.encode(region, index, order) != page) {
            return false;
        }
        long first = (long) index << order;
        return first + (1L << order) <= regionPages && basePage(page) + (1L << order) <= basePages;
    }
}
