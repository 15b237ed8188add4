package org.copsedb.pagestore;

/**
 * Names a page: a run of {@code 2^order} base pages, aligned to its own length within its region.
 *
 * <p>The encoded form is what the file holds and what hot paths carry as a {@code long}:
 *
 * <pre>
 * bits   content
 *  0-19  index, counted in pages of this order from the region's first base page
 * 20-39  region
 * 40-58  unused, zero
 * 59-63  order
 * </pre>
 *
 * <p>The record is for people, so that any 64 bits can be decoded and shown, also those of a damaged file; what was
 * read from a file is used as a page number only after {@link #isValid(long)}. Immutable and thread-safe; everything
 * here is O(1), and the static methods on encoded numbers allocate nothing.
 *
 * @param region the region, 0 to {@link #MAXIMUM_REGION}
 * @param index the position within the region in units of {@code 2^order} base pages, 0 to {@link #MAXIMUM_INDEX}
 * @param order the binary logarithm of the length in base pages: 0 to {@link #MAXIMUM_ORDER}, and up to 31 in a decoded
 *     number that no allocator gave out
 */
public record PageNumber(int region, int index, int order) implements Comparable<PageNumber> {
    /** The largest order of a page. */
    public static final int MAXIMUM_ORDER = 20;

    /** The largest number of base pages in a region. */
    public static final int MAXIMUM_REGION_LENGTH = 1 << 20;

    /** The largest index within a region, met at order 0 only. */
    public static final int MAXIMUM_INDEX = MAXIMUM_REGION_LENGTH - 1;

    /** The largest number of a region. */
    public static final int MAXIMUM_REGION = (1 << 20) - 1;

    /** The bytes of an encoded number. */
    public static final int SIZE = 8;

    private static final int REGION_SHIFT = 20;
    private static final int ORDER_SHIFT = 59;
    private static final int FIELD_MASK = (1 << 20) - 1;
    private static final int MAXIMUM_DECODED_ORDER = 31;
    private static final long UNUSED_BITS = (1L << ORDER_SHIFT) - (1L << 40);

    /**
     * Checks that each part fits its field.
     *
     * @param region the region
     * @param index the index in units of the order
     * @param order the order
     * @throws IllegalArgumentException if a part does not
     */
    public PageNumber {
        checkParts(region, index, order, MAXIMUM_DECODED_ORDER);
    }

    /**
     * The 64-bit form.
     *
     * @return the encoded number
     * @throws IllegalArgumentException if the order is above {@link #MAXIMUM_ORDER}
     */
    public long encode() {
        return encode(region, index, order);
    }

    /**
     * Encodes a page number from its parts.
     *
     * @param region the region, 0 to {@link #MAXIMUM_REGION}
     * @param index the index, 0 to {@link #MAXIMUM_INDEX}
     * @param order the order, 0 to {@link #MAXIMUM_ORDER}
     * @return the encoded number
     * @throws IllegalArgumentException if a part is out of range
     */
    public static long encode(int region, int index, int order) {
        checkParts(region, index, order, MAXIMUM_ORDER);
        return (long) order << ORDER_SHIFT | (long) region << REGION_SHIFT | index;
    }

    /**
     * Takes 64 bits apart. The unused bits are ignored.
     *
     * @param page any 64 bits
     * @return their parts, with an order of up to 31
     */
    public static PageNumber decode(long page) {
        return new PageNumber(region(page), index(page), order(page));
    }

    /**
     * The region of an encoded number.
     *
     * @param page the encoded number
     * @return 0 to {@link #MAXIMUM_REGION}
     */
    public static int region(long page) {
        return (int) (page >>> REGION_SHIFT) & FIELD_MASK;
    }

    /**
     * The index of an encoded number.
     *
     * @param page the encoded number
     * @return 0 to {@link #MAXIMUM_INDEX}
     */
    public static int index(long page) {
        return (int) page & FIELD_MASK;
    }

    /**
     * The order of an encoded number.
     *
     * @param page the encoded number
     * @return 0 to {@link #MAXIMUM_ORDER} if the number is valid, else up to 31
     */
    public static int order(long page) {
        return (int) (page >>> ORDER_SHIFT);
    }

    /**
     * The first base page of an encoded number, counted from the beginning of its region.
     *
     * @param page the encoded number
     * @return {@code index * 2^order}, below {@link #MAXIMUM_REGION_LENGTH} if the number is valid
     */
    public static long firstBasePage(long page) {
        return (long) index(page) << order(page);
    }

    /**
     * Tells whether some region could hold a page of this number: no unused bit is set, the order is within its limit,
     * and the page lies within the largest region.
     *
     * @param page any 64 bits
     * @return whether they are a page number
     */
    public static boolean isValid(long page) {
        return (page & UNUSED_BITS) == 0 && order(page) <= MAXIMUM_ORDER && firstBasePage(page) < MAXIMUM_REGION_LENGTH;
    }

    /**
     * The first base page, counted from the beginning of the region.
     *
     * @return {@code index * 2^order}
     */
    public long firstBasePage() {
        return (long) index << order;
    }

    /**
     * Where the page lies in a file of equal regions, each of which begins with a header.
     *
     * @param dataStart where region 0 begins, in bytes
     * @param regionSize the bytes of a whole region with its header
     * @param regionHeaderSize the bytes of a region's header
     * @param basePageSize the bytes of a base page
     * @return the range of bytes
     * @throws IllegalArgumentException if a size is negative, or if the page does not lie within its region, or the
     *     region not within 2^63 bytes
     */
    public AddressRange addressRange(long dataStart, long regionSize, long regionHeaderSize, int basePageSize) {
        if (dataStart < 0 || regionHeaderSize < 0 || regionSize < regionHeaderSize || basePageSize <= 0) {
            throw new IllegalArgumentException("no geometry: data start " + dataStart + ", region size " + regionSize
                    + ", region header " + regionHeaderSize + ", base page " + basePageSize);
        }
        long length = (long) basePageSize << order;
        if (index >= (regionSize - regionHeaderSize) / length) {
            throw new IllegalArgumentException(this + " of " + length + " bytes ends beyond its region of " + regionSize
                    + " bytes with a header of " + regionHeaderSize);
        }
        if (regionSize > (Long.MAX_VALUE - dataStart) / (region + 1L)) {
            throw new IllegalArgumentException(this + " lies beyond 2^63 bytes in regions of " + regionSize + " bytes");
        }
        long start = dataStart + region * regionSize + regionHeaderSize + index * length;
        return new AddressRange(start, start + length);
    }

    /**
     * Orders by region, then by first base page. Two pages that begin together are comparable only if they are the same
     * page: no state of a store has both.
     *
     * @throws IllegalArgumentException if both pages begin at the same base page with different orders
     */
    @Override
    public int compareTo(PageNumber other) {
        if (region != other.region) {
            return Integer.compare(region, other.region);
        }
        int comparison = Long.compare(firstBasePage(), other.firstBasePage());
        if (comparison == 0 && order != other.order) {
            throw new IllegalArgumentException(this + " and " + other + " overlap, so they have no order");
        }
        return comparison;
    }

    /**
     * Tells whether this page lies before another one.
     *
     * @param other another page
     * @return whether this page begins first
     * @throws IllegalArgumentException if both begin at the same base page of one region
     */
    public boolean isBefore(PageNumber other) {
        int comparison = compareTo(other);
        if (comparison == 0) {
            throw new IllegalArgumentException(this + " is neither before nor behind itself");
        }
        return comparison < 0;
    }

    /** For messages: {@code page region/index/order}. */
    @Override
    public String toString() {
        return "page " + region + "/" + index + "/" + order;
    }

    private static void checkParts(int region, int index, int order, int maximumOrder) {
        if ((region | index) >>> REGION_SHIFT != 0 || order < 0 || order > maximumOrder) {
            throw new IllegalArgumentException("no page number: region " + region + " (0 to " + MAXIMUM_REGION
                    + "), index " + index + " (0 to " + MAXIMUM_INDEX + "), order " + order + " (0 to " + maximumOrder
                    + ")");
        }
    }

    /**
     * The bytes of a page in its file.
     *
     * @param start the offset of the first byte
     * @param end the offset behind the last byte
     */
    public record AddressRange(long start, long end) {}
}
