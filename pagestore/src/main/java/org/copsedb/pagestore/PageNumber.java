package org.copsedb.pagestore;

/**
 * The name of a page: a run of {@code 1 << order} base pages, aligned to its length within its region.
 *
 * <p>Encoded it takes 64 bits, and this is the form that is stored and that hot paths carry:
 *
 * <pre>
 * bits    content
 *  0..19  index, counted in pages of the order
 * 20..39  region
 * 40..58  unused, zero
 * 59..63  order
 * </pre>
 *
 * @param region which region of the file, 0 to {@link #MAXIMUM_REGION}
 * @param index which page of this order within the region, 0 to {@link #MAXIMUM_INDEX}
 * @param order the binary logarithm of the length in base pages, 0 to {@link #MAXIMUM_ORDER}
 */
public record PageNumber(int region, int index, int order) {
    /** The largest region. */
    public static final int MAXIMUM_REGION = (1 << 20) - 1;
    /** The largest index. */
    public static final int MAXIMUM_INDEX = (1 << 20) - 1;
    /** The largest order. */
    public static final int MAXIMUM_ORDER = 20;

    private static final int REGION_SHIFT = 20;
    private static final int ORDER_SHIFT = 59;

    /**
     * Checks the ranges.
     *
     * @param region which region of the file
     * @param index which page of this order within the region
     * @param order the binary logarithm of the length in base pages
     * @throws IllegalArgumentException if one is out of range
     */
    public PageNumber {
        if (region < 0 || region > MAXIMUM_REGION) {
            throw new IllegalArgumentException("region " + region + " is not within 0 to " + MAXIMUM_REGION);
        }
        if (index < 0 || index > MAXIMUM_INDEX) {
            throw new IllegalArgumentException("index " + index + " is not within 0 to " + MAXIMUM_INDEX);
        }
        if (order < 0 || order > MAXIMUM_ORDER) {
            throw new IllegalArgumentException("order " + order + " is not within 0 to " + MAXIMUM_ORDER);
        }
    }

    /**
     * Encodes parts that are known to be in range.
     *
     * @param region which region of the file
     * @param index which page of this order within the region
     * @param order the binary logarithm of the length in base pages
     * @return the 64 bits
     */
    public static long encode(int region, int index, int order) {
        return (long) order << ORDER_SHIFT | (long) region << REGION_SHIFT | index;
    }

    /**
     * Encodes this number.
     *
     * @return the 64 bits
     */
    public long encode() {
        return encode(region, index, order);
    }

    /**
     * Decodes a number.
     *
     * @param encoded the 64 bits; the unused ones are ignored
     * @return the number
     * @throws IllegalArgumentException if the order is beyond {@link #MAXIMUM_ORDER}
     */
    public static PageNumber decode(long encoded) {
        return new PageNumber(region(encoded), index(encoded), order(encoded));
    }

    /**
     * Returns the region of an encoded number.
     *
     * @param encoded the 64 bits
     * @return 0 to {@link #MAXIMUM_REGION}
     */
    public static int region(long encoded) {
        return (int) (encoded >>> REGION_SHIFT) & MAXIMUM_REGION;
    }

    /**
     * Returns the index of an encoded number.
     *
     * @param encoded the 64 bits
     * @return 0 to {@link #MAXIMUM_INDEX}
     */
    public static int index(long encoded) {
        return (int) encoded & MAXIMUM_INDEX;
    }

    /**
     * Returns the order of an encoded number.
     *
     * @param encoded the 64 bits
     * @return 0 to {@link #MAXIMUM_ORDER}; up to 31 where the bits are damaged
     */
    public static int order(long encoded) {
        return (int) (encoded >>> ORDER_SHIFT);
    }

    /**
     * Returns where the page of an encoded number begins within its region.
     *
     * @param encoded the 64 bits
     * @return the index of its first base page
     */
    public static long firstBasePage(long encoded) {
        return (long) index(encoded) << order(encoded);
    }
}
