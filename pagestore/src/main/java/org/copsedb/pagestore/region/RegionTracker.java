package org.copsedb.pagestore.region;

import java.util.Arrays;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.storage.CorruptFileException;

/**
 * Finds the first region that may have a free block of an order. It is a hint: what it names is asked, and marked full
 * if it has nothing; a region that frees a block is marked free. New regions count as full.
 *
 * <p>A region that may have a block of some order may have smaller ones, and one that is full for an order is full for
 * the larger ones: marking keeps that.
 *
 * <p>Serialized, little-endian; what follows behind it is ignored:
 *
 * <pre>
 * offset size  content
 *      0    4  number of orders
 *      4    4  S: bytes of one bitmap
 *      8       for each order a {@link SummaryBitmap} of S bytes: a set bit says that the region is full
 * </pre>
 *
 * <p>Not thread-safe. Finding and marking cost O(orders) at most, and allocate nothing.
 */
public class RegionTracker {
    /** Returned where every region is full. */
    public static final int NONE = SummaryBitmap.NONE;

    /** The most orders that can be tracked. */
    public static final int MAXIMUM_ORDERS = PageNumber.MAXIMUM_ORDER + 1;

    private static final int MAXIMUM_REGIONS = PageNumber.MAXIMUM_REGION + 1;
    private static final int SIZE_OFFSET = 4;
    private static final int BITMAPS_OFFSET = 8;

    /** The bitmap of each order. */
    private final SummaryBitmap[] fullRegions;

    /**
     * Creates a tracker of full regions.
     *
     * @param regions the number of regions, 0 to 2^20
     * @param orders the number of orders, 1 to {@link #MAXIMUM_ORDERS}
     * @throws IllegalArgumentException if a number is out of range
     */
    public RegionTracker(int regions, int orders) {
        if (orders < 1 || orders > MAXIMUM_ORDERS) {
            throw new IllegalArgumentException(orders + " orders are not within 1 to " + MAXIMUM_ORDERS);
        }
        fullRegions = new SummaryBitmap[orders];
        Arrays.setAll(fullRegions, order -> new SummaryBitmap(checkedRegions(regions)));
    }

    private RegionTracker(SummaryBitmap[] fullRegions) {
        this.fullRegions = fullRegions;
    }

    private static int checkedRegions(int regions) {
        if (regions < 0 || regions > MAXIMUM_REGIONS) {
            throw new IllegalArgumentException(regions + " regions are not within 0 to " + MAXIMUM_REGIONS);
        }
        return regions;
    }

    /**
     * Returns the number of regions.
     *
     * @return 0 to 2^20
     */
    public int length() {
        return fullRegions[0].length();
    }

    /**
     * Returns the number of regions that the bitmaps have room for.
     *
     * @return the length, rounded up to a multiple of 64
     */
    public int capacity() {
        return fullRegions[0].capacity();
    }

    /**
     * Finds the first region that is not full for an order.
     *
     * @param order the order
     * @return the region, or {@link #NONE}
     * @throws IllegalArgumentException if the order is not tracked
     * @throws IllegalStateException if there are no regions
     */
    public int findFree(int order) {
        checkOrder(order);
        return fullRegions[order].findFirstUnset();
    }

    /**
     * Notes that a region has a free block of an order, and so of all smaller ones.
     *
     * @param order the order
     * @param region the region
     * @throws IllegalArgumentException if the order is not tracked, or there is no such region
     */
    public void markFree(int order, int region) {
        checkOrder(order);
        checkRegion(region);
        for (int smaller = 0; smaller <= order; smaller++) {
            fullRegions[smaller].clear(region);
        }
    }

    /**
     * Notes that a region has no free block of an order, and so of no larger one.
     *
     * @param order the order
     * @param region the region
     * @throws IllegalArgumentException if the order is not tracked, or there is no such region
     */
    public void markFull(int order, int region) {
        checkOrder(order);
        checkRegion(region);
        for (int larger = order; larger < fullRegions.length; larger++) {
            fullRegions[larger].set(region);
        }
    }

    /**
     * Changes the number of regions; new ones count as full, and those that disappear must be full. O(regions).
     *
     * @param regions the new number of regions, 0 to 2^20
     * @throws IllegalArgumentException if the number is out of range
     * @throws IllegalStateException if a region that would disappear is not full
     */
    public void expand(int regions) {
        checkedRegions(regions);
        // Smallest order first: only there every region that is not full shows.
        for (int region = regions; region < length(); region++) {
            if (!fullRegions[0].isSet(region)) {
                throw new IllegalStateException(
                        "region " + region + " is not full, so " + length() + " regions can not become " + regions);
            }
        }
        for (int order = 0; order < fullRegions.length; order++) {
            fullRegions[order] = resized(fullRegions[order], regions);
        }
    }

    private static SummaryBitmap resized(SummaryBitmap bitmap, int regions) {
        var resized = new SummaryBitmap(regions);
        for (int region = Math.min(regions, bitmap.length()) - 1; region >= 0; region--) {
            if (!bitmap.isSet(region)) {
                resized.clear(region);
            }
        }
        return resized;
    }

    /**
     * Serializes the tracker.
     *
     * @return its bytes
     */
    public byte[] toBytes() {
        int size = SummaryBitmap.serializedSize(length());
        byte[] bytes = new byte[BITMAPS_OFFSET + fullRegions.length * size];
        LittleEndian.putInt(bytes, 0, fullRegions.length);
        LittleEndian.putInt(bytes, SIZE_OFFSET, size);
        int at = BITMAPS_OFFSET;
        for (SummaryBitmap bitmap : fullRegions) {
            at = bitmap.write(bytes, at);
        }
        return bytes;
    }

    /**
     * Reads a tracker, and believes nothing of it but the hints themselves.
     *
     * @param bytes begin with it
     * @return the tracker
     * @throws CorruptFileException if {@link #toBytes} could not have written the bytes
     */
    public static RegionTracker fromBytes(byte[] bytes) {
        int orders = bytes.length < BITMAPS_OFFSET ? 0 : LittleEndian.getInt(bytes, 0);
        if (orders < 1 || orders > MAXIMUM_ORDERS) {
            throw corrupt("1 to " + MAXIMUM_ORDERS + " orders", orders + " orders in " + bytes.length + " bytes");
        }
        int size = LittleEndian.getInt(bytes, SIZE_OFFSET);
        if (size < 0 || size > (bytes.length - BITMAPS_OFFSET) / orders) {
            throw corrupt(orders + " bitmaps within " + bytes.length + " bytes", size + " bytes for each");
        }
        var bitmaps = new SummaryBitmap[orders];
        Arrays.setAll(bitmaps, order -> SummaryBitmap.read(bytes, BITMAPS_OFFSET + order * size, size));
        int regions = bitmaps[0].length();
        if (regions > MAXIMUM_REGIONS) {
            throw corrupt("at most " + MAXIMUM_REGIONS + " regions", regions + " regions");
        }
        for (int order = 1; order < orders; order++) {
            checkOrders(bitmaps[order - 1], bitmaps[order], order);
        }
        return new RegionTracker(bitmaps);
    }

    private static void checkOrders(SummaryBitmap smaller, SummaryBitmap larger, int order) {
        if (larger.length() != smaller.length()) {
            throw corrupt(smaller.length() + " regions for order " + order, larger.length() + " regions");
        }
        for (int region = 0; region < larger.length(); region++) {
            if (smaller.isSet(region) && !larger.isSet(region)) {
                throw corrupt("region " + region + " full for order " + order + " as for " + (order - 1), "not full");
            }
        }
    }

    private static CorruptFileException corrupt(String expected, String found) {
        return new CorruptFileException("region tracker", expected, found);
    }

    private void checkOrder(int order) {
        if (order < 0 || order >= fullRegions.length) {
            throw new IllegalArgumentException("order " + order + " is not within 0 to " + (fullRegions.length - 1));
        }
    }

    private void checkRegion(int region) {
        if (region < 0 || region >= length()) {
            throw new IllegalArgumentException("region " + region + " is not one of " + length());
        }
    }
}
