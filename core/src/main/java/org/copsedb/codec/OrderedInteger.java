package org.copsedb.codec;

/**
 * Signed integers in one to nine bytes, small ones in few, in order.
 *
 * <pre>
 * first byte    number
 * 0x00 to 0x07  below -120; its lowest 8 to 1 bytes follow, most significant first
 * 0x08 to 0xF7  -120 to 119: the number is the byte - 0x80
 * 0xF8 to 0xFF  above 119; its lowest 1 to 8 bytes follow, most significant first
 * </pre>
 *
 * <p>Of the possible lengths the shortest is used; another one is refused.
 */
final class OrderedInteger {
    private static final int ZERO = 0x80;
    private static final int LOWEST_SINGLE = 0x08;
    private static final int HIGHEST_SINGLE = 0xF7;

    private OrderedInteger() {}

    static void write(long value, ByteWriter out) {
        if (isSingle(value)) {
            out.writeByte(ZERO + (int) value);
            return;
        }
        int size = sizeOf(value);
        out.writeByte(value < 0 ? LOWEST_SINGLE - size : HIGHEST_SINGLE + size);
        for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.writeByte((int) (value >> shift));
        }
    }

    static long read(ByteReader in) {
        int first = in.readUnsignedByte();
        if (first >= LOWEST_SINGLE && first <= HIGHEST_SINGLE) {
            return (long) first - ZERO;
        }
        boolean negative = first < LOWEST_SINGLE;
        int size = negative ? LOWEST_SINGLE - first : first - HIGHEST_SINGLE;
        long value = negative ? -1 : 0;
        for (int i = 0; i < size; i++) {
            value = value << Byte.SIZE | in.readUnsignedByte();
        }
        if (isSingle(value) || negative != value < 0 || sizeOf(value) != size) {
            throw in.malformed("an integer in its shortest form before here", value + " in " + size + " bytes");
        }
        return value;
    }

    private static boolean isSingle(long value) {
        return value >= LOWEST_SINGLE - ZERO && value <= HIGHEST_SINGLE - ZERO;
    }

    /** Returns how many low bytes tell the value, its sign being known. */
    private static int sizeOf(long value) {
        long significant = value < 0 ? ~value : value;
        return (Long.SIZE + Byte.SIZE - 1 - Long.numberOfLeadingZeros(significant)) / Byte.SIZE;
    }
}
