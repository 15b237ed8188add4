package org.copsedb.codec;

import java.util.OptionalInt;

/**
 * Reverses the order of a codec: all bits of its delimited encoding are inverted. As no such encoding is the beginning
 * of another, two of them differ at some byte, and there inversion exchanges less and greater.
 */
final class DescendingCodec<T> implements KeyCodec<T> {
    private final String name;
    private final KeyCodec<T> ascending;

    DescendingCodec(KeyCodec<T> codec) {
        this.name = "descending(" + codec.name() + ")";
        this.ascending = codec.delimited();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void encode(T value, ByteWriter out) {
        int start = out.size();
        ascending.encode(value, out);
        out.invertFrom(start);
    }

    @Override
    public void encodePrefix(T beginning, ByteWriter out) {
        int start = out.size();
        ascending.encodePrefix(beginning, out);
        out.invertFrom(start);
    }

    @Override
    public T decode(ByteReader in) {
        in.invert();
        try {
            return ascending.decode(in);
        } finally {
            in.invert();
        }
    }

    @Override
    public OptionalInt fixedSize() {
        return ascending.fixedSize();
    }

    @Override
    public KeyCodec<T> delimited() {
        return this;
    }
}
