package org.copsedb.testkit;

import java.util.Arrays;

/**
 * The bytes that a disk writes wholly or not at all, unless it is torn. Immutable; shared by all images that have it.
 */
final class Sector {
    /** Bytes in a sector. */
    static final int SIZE = 512;

    /** What was never written, or cut off. */
    static final Sector ZEROS = new Sector(new byte[SIZE]);

    /** What flash memory holds after it was erased. */
    static final Sector ONES = new Sector(ones());

    private final byte[] bytes;
    private final long hash;

    private Sector(byte[] bytes) {
        this.bytes = bytes;
        this.hash = hash(bytes);
    }

    private static byte[] ones() {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) -1);
        return bytes;
    }

    private static long hash(byte[] bytes) {
        long hash = 0;
        for (int i = 0; i < SIZE; i += 8) {
            long word = (bytes[i] & 0xFFL)
                    | (bytes[i + 1] & 0xFFL) << 8
                    | (bytes[i + 2] & 0xFFL) << 16
                    | (bytes[i + 3] & 0xFFL) << 24
                    | (bytes[i + 4] & 0xFFL) << 32
                    | (bytes[i + 5] & 0xFFL) << 40
                    | (bytes[i + 6] & 0xFFL) << 48
                    | (bytes[i + 7] & 0xFFL) << 56;
            hash = mix(hash ^ word);
        }
        return hash;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the argument changes half of the result. */
    static long mix(long value) {
        long z = value + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    /**
     * Makes a sector of part of an array.
     *
     * @param source the array
     * @param from the index of the first byte
     * @param length how many there are, up to {@link #SIZE}; the others are zeros
     */
    static Sector of(byte[] source, int from, int length) {
        return new Sector(
                length == SIZE ? Arrays.copyOfRange(source, from, from + SIZE) : padded(source, from, length));
    }

    private static byte[] padded(byte[] source, int from, int length) {
        byte[] bytes = new byte[SIZE];
        System.arraycopy(source, from, bytes, 0, length);
        return bytes;
    }

    /** Returns this sector with bytes of an array in place of its own from an index on. */
    Sector with(int index, byte[] source, int from, int length) {
        byte[] changed = bytes.clone();
        System.arraycopy(source, from, changed, index, length);
        return new Sector(changed);
    }

    /** Returns the first bytes of this sector, followed by the rest of another one. */
    Sector tornOver(Sector former, int index) {
        return former.with(0, bytes, 0, index);
    }

    /** Returns the first bytes of this sector, followed by zeros. */
    Sector cutAt(int index) {
        return ZEROS.with(0, bytes, 0, index);
    }

    /** Copies bytes out of this sector. */
    void get(int index, byte[] target, int from, int length) {
        System.arraycopy(bytes, index, target, from, length);
    }

    long hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Sector sector && Arrays.equals(bytes, sector.bytes));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }
}
