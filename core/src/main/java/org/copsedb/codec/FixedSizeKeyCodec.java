package org.copsedb.codec;

/** The delimited form of a key codec of a fixed size: no encoding is the beginning of another of the same length. */
final class FixedSizeKeyCodec<T> extends FixedSizeCodec<T> implements KeyCodec<T> {
    private final KeyCodec<T> codec;

    FixedSizeKeyCodec(KeyCodec<T> codec) {
        super(codec);
        this.codec = codec;
    }

    @Override
    public void encodePrefix(T beginning, ByteWriter out) {
        codec.encodePrefix(beginning, out);
    }

    @Override
    public KeyCodec<T> delimited() {
        return this;
    }
}
