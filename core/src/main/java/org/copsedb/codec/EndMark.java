package org.copsedb.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How the end of a byte sequence of any content is marked without losing its order: one byte after it, lower than any
 * byte before it.
 *
 * <pre>
 * 0x00        becomes 0x01 0x01
 * 0x01        becomes 0x01 0x02
 * other bytes stay
 * the end     is      0x00
 * </pre>
 *
 * <p>So text without control characters grows by one byte. Bytes are searched eight at a time.
 */
final class EndMark {
    static final int END = 0x00;
    static final int ESCAPE = 0x01;

    /** Added to a special byte to get the one that stands for it after {@link #ESCAPE}. */
    static final int SHIFT = 1;

    private static final int FIRST_ORDINARY = 0x02;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;

    /** Little-endian, because only the lowest byte that the test below finds is certain. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private EndMark() {}

    /** Returns the index of the first byte below {@link #FIRST_ORDINARY} after inversion by a mask, or {@code to}. */
    static int indexOfSpecial(byte[] bytes, int from, int to, int mask) {
        int index = from;
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, index) ^ mask;
            long below = eight - FIRST_ORDINARY * ONES & ~eight & HIGH_BITS;
            if (below != 0) {
                return index + (Long.numberOfTrailingZeros(below) >>> 3);
            }
        }
        while (index < to && !isSpecial(bytes[index] ^ mask)) {
            index++;
        }
        return index;
    }

    static int countSpecials(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (isSpecial(bytes[i])) {
                count++;
            }
        }
        return count;
    }

    /** Escapes in place; the array has room for as many bytes after {@code to} as there are specials. */
    static void escape(byte[] bytes, int from, int to, int specials) {
        int target = to + specials;
        for (int source = to - 1; source >= from; source--) {
            byte value = bytes[source];
            if (isSpecial(value)) {
                bytes[--target] = (byte) (value + SHIFT);
                bytes[--target] = ESCAPE;
            } else {
                bytes[--target] = value;
            }
        }
    }

    /** Tells whether a byte, as an unsigned number, may follow {@link #ESCAPE}. */
    static boolean isEscaped(int value) {
        return isSpecial(value - SHIFT);
    }

    /** Undoes {@link #escape} in place, in a whole array whose escapes were checked; returns the new length. */
    static int unescape(byte[] bytes) {
        int target = 0;
        for (int source = 0; source < bytes.length; source++) {
            byte value = bytes[source];
            bytes[target++] = value == ESCAPE ? (byte) (bytes[++source] - SHIFT) : value;
        }
        return target;
    }

    private static boolean isSpecial(int value) {
        return (value & 0xFF) < FIRST_ORDINARY;
    }
}
