package org.copsedb.pagestore.region;

import java.util.Arrays;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.storage.CorruptFileException;

/**
 * The two serialized forms of an allocator. M is its largest order, n = M + 1; an end is counted from offset 0.
 *
 * <p>The whole state. Its size depends on the capacity alone, which stands nowhere but as the length of the bitmaps of
 * order 0:
 *
 * <pre>
 * offset size  content
 *      0    1  M
 *      1    3  zero
 *      4    4  length in pages
 *      8   4n  where each free index ends, order 0 first
 *   8+4n   4n  where each allocated index ends, order 0 first
 *   8+8n       the free indexes, each a {@link SummaryBitmap} in which a free block is an unset bit
 *              the allocated indexes, each a {@link GroupedBitmap}, the bits behind its length zero
 * </pre>
 *
 * <p>The state for a savepoint, from which the free indexes follow:
 *
 * <pre>
 * offset size  content
 *      0    1  M
 *      1    4  length in pages
 *      5   4n  where each allocated index ends, order 0 first
 *   5+4n       the allocated indexes
 * </pre>
 */
final class AllocatorFormat {
    private static final int LENGTH_OFFSET = 4;
    private static final int ENDS_OFFSET = 8;
    private static final int SAVEPOINT_LENGTH_OFFSET = 1;
    private static final int SAVEPOINT_ENDS_OFFSET = 5;
    private static final String WHERE = "allocator state";

    private AllocatorFormat() {}

    static byte[] write(Blocks blocks, int length) {
        int orders = blocks.maxOrder() + 1;
        byte[] bytes = new byte[size(blocks.capacity(), orders)];
        bytes[0] = (byte) blocks.maxOrder();
        LittleEndian.putInt(bytes, LENGTH_OFFSET, length);
        int end = ENDS_OFFSET;
        int at = ENDS_OFFSET + 2 * orders * Integer.BYTES;
        for (int order = 0; order < orders; order++) {
            at = BlockWords.writeFree(blocks, order, bytes, at);
            LittleEndian.putInt(bytes, end, at);
            end += Integer.BYTES;
        }
        writeAllocated(blocks, bytes, end, at);
        return bytes;
    }

    static byte[] writeForSavepoint(Blocks blocks, int length) {
        int orders = blocks.maxOrder() + 1;
        int first = SAVEPOINT_ENDS_OFFSET + orders * Integer.BYTES;
        byte[] bytes = new byte[first + allocatedSize(blocks.capacity(), orders)];
        bytes[0] = (byte) blocks.maxOrder();
        LittleEndian.putInt(bytes, SAVEPOINT_LENGTH_OFFSET, length);
        writeAllocated(blocks, bytes, SAVEPOINT_ENDS_OFFSET, first);
        return bytes;
    }

    private static void writeAllocated(Blocks blocks, byte[] bytes, int firstEnd, int first) {
        int end = firstEnd;
        int at = first;
        for (int order = 0; order <= blocks.maxOrder(); order++) {
            at = BlockWords.writeAllocated(blocks, order, bytes, at);
            LittleEndian.putInt(bytes, end, at);
            end += Integer.BYTES;
        }
    }

    /**
     * Finds the capacity, and checks that a state of that capacity has that size: no more, so nothing is read outside.
     */
    static int readCapacity(byte[] bytes) {
        int orders = bytes.length == 0 ? 0 : (bytes[0] & 0xFF) + 1;
        int first = ENDS_OFFSET + 2 * orders * Integer.BYTES;
        if (orders == 0 || orders > BuddyAllocator.MAXIMUM_ORDER + 1 || first > bytes.length) {
            throw new CorruptFileException(
                    WHERE,
                    "a largest order of 0 to " + BuddyAllocator.MAXIMUM_ORDER + " and its header",
                    "order " + (orders - 1) + " in " + bytes.length + " bytes");
        }
        int end = LittleEndian.getInt(bytes, ENDS_OFFSET);
        if (end < first || end > bytes.length) {
            throw new CorruptFileException(
                    WHERE, "an end of the first index from " + first + " to " + bytes.length, "end " + end);
        }
        int capacity = SummaryBitmap.readLength(bytes, first, end - first);
        if (capacity == 0 || Blocks.maximumOrder(capacity) != orders - 1) {
            throw new CorruptFileException(
                    WHERE, "a capacity whose largest order is " + (orders - 1), "capacity " + capacity);
        }
        if (size(capacity, orders) != bytes.length) {
            throw new CorruptFileException(
                    WHERE,
                    size(capacity, orders) + " bytes for a capacity of " + capacity + " pages",
                    bytes.length + " bytes");
        }
        return capacity;
    }

    /** Reads the length, without any check. */
    static int readLength(byte[] bytes) {
        return LittleEndian.getInt(bytes, LENGTH_OFFSET);
    }

    /**
     * Fills a region without blocks, without any check but that of the size, which {@link #readCapacity} made.
     *
     * @return the number of free pages
     */
    static int readBlocks(byte[] bytes, Blocks blocks) {
        int orders = blocks.maxOrder() + 1;
        int[] free = new int[orders];
        int[] allocated = new int[orders];
        int at = ENDS_OFFSET + 2 * orders * Integer.BYTES;
        for (int order = 0; order < orders; order++) {
            at += SummaryBitmap.serializedSize(blocks.count(order));
            free[order] = at - blocks.words(order) * Long.BYTES;
        }
        for (int order = 0; order < orders; order++) {
            allocated[order] = at + Integer.BYTES;
            at += GroupedBitmap.serializedSize(blocks.count(order));
        }
        return new BlockWords(bytes, free, allocated).readInto(blocks);
    }

    /** Checks everything about blocks that were read: that they fit each other, and are written as the bytes again. */
    static void check(byte[] bytes, Blocks blocks, int length) {
        int capacity = blocks.capacity();
        if (length < 0 || length > capacity) {
            throw new CorruptFileException(
                    WHERE + ", offset " + LENGTH_OFFSET, "0 to " + capacity + " pages", length + " pages");
        }
        PartitionCheck.check(blocks, length);
        int mismatch = Arrays.mismatch(write(blocks, length), bytes);
        if (mismatch >= 0) {
            throw new CorruptFileException(
                    WHERE + ", offset " + mismatch, "what its blocks and its capacity imply", "another byte");
        }
    }

    private static int size(int capacity, int orders) {
        int size = ENDS_OFFSET + 2 * orders * Integer.BYTES + allocatedSize(capacity, orders);
        for (int order = 0; order < orders; order++) {
            size += SummaryBitmap.serializedSize(capacity >>> order);
        }
        return size;
    }

    private static int allocatedSize(int capacity, int orders) {
        int size = 0;
        for (int order = 0; order < orders; order++) {
            size += GroupedBitmap.serializedSize(capacity >>> order);
        }
        return size;
    }
}
