package org.copsedb.pagestore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Integers in byte arrays, least significant byte first: the byte order of everything in a CopseDB file except keys.
 *
 * <p>Every access checks the bounds of the array. All methods are O(1) and allocate nothing. Concurrent use of one
 * array follows the rules of plain array access.
 */
public final class LittleEndian {
    /** The largest value of a 48-bit field, 2^48 - 1. */
    public static final long MAXIMUM_48 = (1L << 48) - 1;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /**
     * Reads an unsigned 16-bit integer.
     *
     * @param bytes the array
     * @param offset where its two bytes begin
     * @return 0 to 65,535
     */
    public static int getUnsignedShort(byte[] bytes, int offset) {
        return (short) SHORTS.get(bytes, offset) & 0xFFFF;
    }

    /**
     * Writes the low 16 bits of a value.
     *
     * @param bytes the array
     * @param offset where the two bytes begin
     * @param value the value
     */
    public static void putShort(byte[] bytes, int offset, int value) {
        SHORTS.set(bytes, offset, (short) value);
    }

    /**
     * Reads a 32-bit integer.
     *
     * @param bytes the array
     * @param offset where its four bytes begin
     * @return the value
     */
    public static int getInt(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
    }

    /**
     * Writes a 32-bit integer.
     *
     * @param bytes the array
     * @param offset where the four bytes begin
     * @param value the value
     */
    public static void putInt(byte[] bytes, int offset, int value) {
        INTS.set(bytes, offset, value);
    }

    /**
     * Reads a 64-bit integer.
     *
     * @param bytes the array
     * @param offset where its eight bytes begin
     * @return the value
     */
    public static long getLong(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    /**
     * Writes a 64-bit integer.
     *
     * @param bytes the array
     * @param offset where the eight bytes begin
     * @param value the value
     */
    public static void putLong(byte[] bytes, int offset, long value) {
        LONGS.set(bytes, offset, value);
    }

    /**
     * Reads an unsigned 48-bit integer.
     *
     * @param bytes the array
     * @param offset where its six bytes begin
     * @return 0 to {@link #MAXIMUM_48}
     */
    public static long getUnsigned48(byte[] bytes, int offset) {
        return (getInt(bytes, offset) & 0xFFFF_FFFFL) | ((long) getUnsignedShort(bytes, offset + 4) << 32);
    }

    /**
     * Writes the low 48 bits of a value.
     *
     * @param bytes the array
     * @param offset where the six bytes begin
     * @param value the value
     */
    public static void putUnsigned48(byte[] bytes, int offset, long value) {
        putInt(bytes, offset, (int) value);
        putShort(bytes, offset + 4, (int) (value >>> 32));
    }
}
