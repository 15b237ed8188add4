package org.copsedb.codec;

/** The delimited form of a key codec whose sizes differ: an {@link EndMark} follows each value. */
final class EndMarkedKeyCodec<T> implements KeyCodec<T> {
    private final KeyCodec<T> codec;

    EndMarkedKeyCodec(KeyCodec<T> codec) {
        this.codec = codec;
    }

    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public void encode(T value, ByteWriter out) {
        int start = out.size();
        codec.encode(value, out);
        out.escapeFrom(start);
        out.writeByte(EndMark.END);
    }

    @Override
    public void encodePrefix(T beginning, ByteWriter out) {
        int start = out.size();
        codec.encodePrefix(beginning, out);
        out.escapeFrom(start);
    }

    @Override
    public T decode(ByteReader in) {
        int special = EndMark.indexOfSpecial(in.array(), in.position(), in.limit(), in.mask());
        if (special < in.limit() && unmasked(in, special) == EndMark.ESCAPE) {
            return decodeEscaped(in, special);
        }
        if (special == in.limit()) {
            throw in.malformed("an end mark", in.remaining() + " bytes without it");
        }
        T value = in.readExactly(special - in.position(), codec);
        in.skip(1);
        return value;
    }

    /** Decodes from a copy without escapes. */
    private T decodeEscaped(ByteReader in, int firstEscape) {
        int end = endAfter(in, firstEscape);
        byte[] content = in.readBytes(end - in.position());
        in.skip(1);
        int length = EndMark.unescape(content);
        ByteReader reader = new ByteReader(in.codecName(), content, 0, length);
        T value = codec.decode(reader);
        reader.requireEnd(codec.name());
        return value;
    }

    /** Finds the end mark, and checks every escape before it. */
    private static int endAfter(ByteReader in, int firstEscape) {
        int index = firstEscape;
        while (index < in.limit() && unmasked(in, index) == EndMark.ESCAPE) {
            if (index + 1 == in.limit() || !EndMark.isEscaped(unmasked(in, index + 1))) {
                throw in.malformed("an end mark", "a byte " + EndMark.ESCAPE + " that escapes nothing");
            }
            index = EndMark.indexOfSpecial(in.array(), index + 2, in.limit(), in.mask());
        }
        if (index == in.limit()) {
            throw in.malformed("an end mark", in.remaining() + " bytes without it");
        }
        return index;
    }

    private static int unmasked(ByteReader in, int index) {
        return (in.array()[index] ^ in.mask()) & 0xFF;
    }

    @Override
    public KeyCodec<T> delimited() {
        return this;
    }
}
