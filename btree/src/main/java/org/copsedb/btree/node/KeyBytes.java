package org.copsedb.btree.node;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keys as sequences of unsigned bytes: their order, heads, common prefixes and separators.
 *
 * <p>The order is lexicographic; a key that begins with another one comes after it. All methods are thread-safe,
 * bounded by the lengths of their keys, and allocate nothing unless they return an array.
 */
public final class KeyBytes {
    /** The bytes of a head: as much of a key as one comparison of integers decides on. */
    public static final int HEAD_SIZE = 4;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private KeyBytes() {}

    /**
     * Compares two keys.
     *
     * @param left the array that holds the one key
     * @param leftOffset where it begins
     * @param leftLength its length
     * @param right the array that holds the other key
     * @param rightOffset where it begins
     * @param rightLength its length
     * @return negative, zero or positive, as the left one comes before, is, or comes after the right one
     */
    // hot path: TreeBenchmark
    public static int compare(
            byte[] left, int leftOffset, int leftLength, byte[] right, int rightOffset, int rightLength) {
        int common = Math.min(leftLength, rightLength);
        int i = 0;
        for (; i + Long.BYTES <= common; i += Long.BYTES) {
            long a = (long) LONGS.get(left, leftOffset + i);
            long b = (long) LONGS.get(right, rightOffset + i);
            if (a != b) {
                return Long.compareUnsigned(a, b);
            }
        }
        for (; i < common; i++) {
            int difference = (left[leftOffset + i] & 0xFF) - (right[rightOffset + i] & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(leftLength, rightLength);
    }

    /**
     * Compares two keys that fill their arrays.
     *
     * @param left the one key
     * @param right the other key
     * @return negative, zero or positive, as the left one comes before, is, or comes after the right one
     */
    public static int compare(byte[] left, byte[] right) {
        return compare(left, 0, left.length, right, 0, right.length);
    }

    /**
     * Returns the head of a key: its four bytes from a position on as an unsigned number, zeros where it ends before.
     *
     * @param key the array that holds the key
     * @param from the position, 0 to {@code end}
     * @param end where the key ends
     * @return the head; compare it unsigned
     */
    public static int head(byte[] key, int from, int end) {
        if (end - from >= HEAD_SIZE) {
            return (int) INTS.get(key, from);
        }
        int head = 0;
        for (int i = 0; i < HEAD_SIZE; i++) {
            head = (head << Byte.SIZE) | (from + i < end ? key[from + i] & 0xFF : 0);
        }
        return head;
    }

    /**
     * Writes the first bytes of a head back as key bytes.
     *
     * @param head the head
     * @param length how many of its bytes belong to the key, 0 or more; at most four are written
     * @param target where they go
     * @param offset the place of the first
     */
    public static void putHead(int head, int length, byte[] target, int offset) {
        if (length >= HEAD_SIZE) {
            INTS.set(target, offset, head);
            return;
        }
        for (int i = 0; i < length; i++) {
            target[offset + i] = (byte) (head >>> (Integer.SIZE - Byte.SIZE - i * Byte.SIZE));
        }
    }

    /**
     * Returns how many bytes two keys have in common at their beginning.
     *
     * @param left the array that holds the one key from its first byte on
     * @param leftLength its length
     * @param right the array that holds the other key from its first byte on
     * @param rightLength its length
     * @return 0 to the shorter length
     */
    public static int commonPrefix(byte[] left, int leftLength, byte[] right, int rightLength) {
        int common = Math.min(leftLength, rightLength);
        int mismatch = Arrays.mismatch(left, 0, common, right, 0, common);
        return mismatch < 0 ? common : mismatch;
    }

    /**
     * Returns the length of the shortest separator of two neighbours: so many bytes of the right key come after the
     * left key and not after the right one.
     *
     * @param left the array that holds the smaller key
     * @param leftLength its length
     * @param right the array that holds the greater key
     * @param rightLength its length
     * @return 1 to {@code rightLength}
     */
    public static int separatorLength(byte[] left, int leftLength, byte[] right, int rightLength) {
        return Math.min(commonPrefix(left, leftLength, right, rightLength) + 1, rightLength);
    }
}
