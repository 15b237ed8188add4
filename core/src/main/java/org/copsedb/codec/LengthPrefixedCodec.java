package org.copsedb.codec;

/**
 * The delimited form of a codec whose sizes differ and whose order does not matter: the length comes first.
 *
 * <pre>
 * length 0 to 127    one byte
 * longer             four bytes, most significant first, the highest bit set
 * </pre>
 */
final class LengthPrefixedCodec<T> implements Codec<T> {
    private static final int LONGEST_SHORT = 0x7F;
    private static final int LONG_FORM = 0x80;

    private final Codec<T> codec;

    LengthPrefixedCodec(Codec<T> codec) {
        this.codec = codec;
    }

    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public void encode(T value, ByteWriter out) {
        int start = out.size();
        out.writeByte(0);
        codec.encode(value, out);
        int length = out.size() - start - 1;
        if (length <= LONGEST_SHORT) {
            out.set(start, length);
            return;
        }
        out.insert(start + 1, Integer.BYTES - 1);
        out.set(start, LONG_FORM | length >>> 24);
        out.set(start + 1, length >>> 16);
        out.set(start + 2, length >>> 8);
        out.set(start + 3, length);
    }

    @Override
    public T decode(ByteReader in) {
        return in.readExactly(readLength(in), codec);
    }

    private static int readLength(ByteReader in) {
        int first = in.readUnsignedByte();
        if (first <= LONGEST_SHORT) {
            return first;
        }
        int length = (first & ~LONG_FORM) << 24 | in.readUnsignedByte() << 16 | (in.readShort() & 0xFFFF);
        if (length <= LONGEST_SHORT) {
            throw in.malformed("a length above " + LONGEST_SHORT + " in four bytes", "the length " + length);
        }
        return length;
    }

    @Override
    public Codec<T> delimited() {
        return this;
    }
}
