package org.copsedb.codec;

import java.util.OptionalInt;

/** The delimited form of a codec of a fixed size: the same bytes, their number checked at every value. */
class FixedSizeCodec<T> implements Codec<T> {
    private final Codec<T> codec;
    private final int size;

    FixedSizeCodec(Codec<T> codec) {
        this.codec = codec;
        this.size = codec.fixedSize().orElseThrow();
        if (size < 0) {
            throw new CodecException(codec.name(), "its fixed size is negative: " + size);
        }
    }

    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public void encode(T value, ByteWriter out) {
        int start = out.size();
        codec.encode(value, out);
        int written = out.size() - start;
        if (written != size) {
            throw new CodecException(
                    codec.name(), "it promises a fixed size of " + size + " bytes, but wrote " + written);
        }
    }

    @Override
    public T decode(ByteReader in) {
        return in.readExactly(size, codec);
    }

    @Override
    public OptionalInt fixedSize() {
        return OptionalInt.of(size);
    }

    @Override
    public Codec<T> delimited() {
        return this;
    }
}
