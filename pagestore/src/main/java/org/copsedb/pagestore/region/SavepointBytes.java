package org.copsedb.pagestore.region;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageNumber;

/**
 * The pages of one region at a savepoint, in the form in which they are exported and imported. All integers are little
 * endian, nothing is aligned; M is the largest order that fits the capacity, at most 20:
 *
 * <pre>
 * offset    size       content
 *      0    1          M
 *      1    4          length of the region in base pages
 *      5    4 (M+1)    where the bitmap of each order ends, order 0 first, counted from offset 0
 * 5+4(M+1)  ...        the bitmaps, order 0 first
 *
 * a bitmap: 4 bytes  its number of bits, capacity / 2^order rounded down
 *           8 per 64 bits begun, bit b is bit b mod 64 of word b / 64: page b of the order is there; the rest 0
 * </pre>
 *
 * @param length base pages that the region has, 0 to the capacity of its pages; no page lies beyond it
 * @param pages the pages
 */
public record SavepointBytes(int length, LivePages pages) {
    private static final int LENGTH_OFFSET = 1;
    private static final int ENDS_OFFSET = 5;
    private static final int BITS_SIZE = Integer.BYTES;
    private static final int MAXIMUM_ORDER = 20;

    /**
     * Checks that all pages lie within the length. O(capacity / 4,096).
     *
     * @param length base pages that the region has
     * @param pages the pages
     * @throws IllegalArgumentException if the length is out of range or a page lies beyond it
     */
    public SavepointBytes {
        int capacity = pages.capacity();
        if (capacity < 1) {
            throw new IllegalArgumentException("a region of capacity 0 has no savepoint bytes");
        }
        if (length < 0 || length > capacity) {
            throw new IllegalArgumentException("length " + length + " is not within 0 to the capacity " + capacity);
        }
        if (pages.end() > length) {
            throw new IllegalArgumentException(
                    "the pages reach to base page " + (pages.end() - 1) + ", beyond the region's length of " + length);
        }
    }

    /**
     * Writes the bytes.
     *
     * @return a new array; its size depends on the capacity alone, 262,357 bytes for 2^20 base pages
     */
    public byte[] toBytes() {
        int capacity = pages.capacity();
        int[] ends = ends(capacity);
        byte[] bytes = new byte[ends[ends.length - 1]];
        bytes[0] = (byte) (ends.length - 1);
        LittleEndian.putInt(bytes, LENGTH_OFFSET, length);
        int start = firstBitmap(ends.length);
        int[] bits = new int[ends.length];
        for (int order = 0; order < ends.length; order++) {
            LittleEndian.putInt(bytes, ENDS_OFFSET + order * Integer.BYTES, ends[order]);
            LittleEndian.putInt(bytes, start, capacity >>> order);
            bits[order] = start + BITS_SIZE;
            start = ends[order];
        }
        pages.forEach(0, page -> {
            int index = PageNumber.index(page);
            bytes[bits[PageNumber.order(page)] + (index >>> 3)] |= (byte) (1 << (index & 7));
        });
        return bytes;
    }

    /**
     * Reads bytes, which may come from anywhere. The capacity is the number of bits of the bitmap of order 0.
     *
     * @param bytes the bytes
     * @return what they say
     * @throws IllegalArgumentException if they are not exactly what {@link #toBytes} writes for some set of pages; the
     *     message names the offset, what was expected and what was found
     */
    public static SavepointBytes fromBytes(byte[] bytes) {
        int orders = readOrders(bytes);
        int start = firstBitmap(orders);
        int capacity = LittleEndian.getInt(bytes, start);
        if (capacity < 1 || capacity > LiveSet.MAXIMUM_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + " at offset " + start + " is not within 1 to " + LiveSet.MAXIMUM_CAPACITY);
        }
        int[] ends = ends(capacity);
        require("largest order", 0, ends.length - 1, orders - 1);
        require("number of bytes", 0, ends[ends.length - 1], bytes.length);
        LiveSet set = new LiveSet(capacity);
        for (int order = 0; order < orders; order++) {
            int offset = ENDS_OFFSET + order * Integer.BYTES;
            require("end of the bitmap of order " + order, offset, ends[order], LittleEndian.getInt(bytes, offset));
            require("bits of order " + order, start, capacity >>> order, LittleEndian.getInt(bytes, start));
            readBitmap(bytes, start + BITS_SIZE, order, set);
            start = ends[order];
        }
        return new SavepointBytes(LittleEndian.getInt(bytes, LENGTH_OFFSET), set.capture());
    }

    /** Reads the number of orders and checks that there are bytes as far as the first bitmap's number of bits. */
    private static int readOrders(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] < 0 || bytes[0] > MAXIMUM_ORDER) {
            throw new IllegalArgumentException("the largest order at offset 0, "
                    + (bytes.length == 0 ? "missing" : bytes[0] & 0xFF) + ", is not within 0 to " + MAXIMUM_ORDER);
        }
        int orders = bytes[0] + 1;
        if (bytes.length < firstBitmap(orders) + BITS_SIZE) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes end before the first bitmap, at offset " + firstBitmap(orders));
        }
        return orders;
    }

    private static void readBitmap(byte[] bytes, int start, int order, LiveSet set) {
        int bits = set.capacity() >>> order;
        for (int word = 0; word < words(bits); word++) {
            long left = LittleEndian.getLong(bytes, start + word * Long.BYTES);
            for (; left != 0; left &= left - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(left);
                if (index >= bits) {
                    throw new IllegalArgumentException("bit " + index + " of the bitmap of order " + order
                            + " is set, beyond its " + bits + " bits");
                }
                try {
                    set.add(index, order);
                } catch (IllegalStateException overlap) {
                    throw new IllegalArgumentException(
                            "page " + index + '/' + order + " overlaps another page", overlap);
                }
            }
        }
    }

    private static void require(String what, int offset, int expected, int found) {
        if (expected != found) {
            throw new IllegalArgumentException(
                    what + " at offset " + offset + ": expected " + expected + ", found " + found);
        }
    }

    /** Where the bitmap of each order ends. */
    private static int[] ends(int capacity) {
        int orders = Math.min(MAXIMUM_ORDER, 31 - Integer.numberOfLeadingZeros(capacity)) + 1;
        int[] ends = new int[orders];
        int end = firstBitmap(orders);
        for (int order = 0; order < orders; order++) {
            end += BITS_SIZE + words(capacity >>> order) * Long.BYTES;
            ends[order] = end;
        }
        return ends;
    }

    private static int firstBitmap(int orders) {
        return ENDS_OFFSET + orders * Integer.BYTES;
    }

    private static int words(int bits) {
        return (bits + 63) >>> 6;
    }
}
