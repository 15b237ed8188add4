package org.copsedb.codec;

import java.util.OptionalInt;

/**
 * A codec of keys that consist of two components: the delimited form of the first, then the second. Immutable and
 * thread-safe.
 *
 * @param <A> the type of the first
 * @param <B> the type of the second
 * @see Codecs#tuple(KeyCodec, KeyCodec)
 */
public final class Tuple2KeyCodec<A, B> implements KeyCodec<Tuple2<A, B>> {
    private final KeyCodec<A> first;
    private final KeyCodec<B> second;
    private final String name;
    private final OptionalInt fixedSize;

    Tuple2KeyCodec(KeyCodec<A> first, KeyCodec<B> second) {
        this.first = first.delimited();
        this.second = second;
        this.name = TupleFormat.name(first, second);
        this.fixedSize = TupleFormat.fixedSize(first, second);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void encode(Tuple2<A, B> value, ByteWriter out) {
        first.encode(value.first(), out);
        second.encode(value.second(), out);
    }

    @Override
    public Tuple2<A, B> decode(ByteReader in) {
        A one = first.decode(in);
        B two = second.decode(in);
        return new Tuple2<>(one, two);
    }

    @Override
    public OptionalInt fixedSize() {
        return fixedSize;
    }

    @Override
    public Tuple2KeyCodec<A, B> delimited() {
        KeyCodec<B> delimited = second.delimited();
        return delimited == second ? this : new Tuple2KeyCodec<>(first, delimited);
    }

    @Override
    public void encodePrefix(Tuple2<A, B> beginning, ByteWriter out) {
        first.encode(beginning.first(), out);
        second.encodePrefix(beginning.second(), out);
    }

    /**
     * Returns the range of all keys with the given first component.
     *
     * @param one the first component
     * @return the range
     * @throws CodecException if it cannot be encoded
     */
    public KeyPrefix<Tuple2<A, B>> withFirst(A one) {
        return KeyPrefix.of(this, out -> first.encode(one, out));
    }

    /**
     * Returns the range of all keys whose first component begins with the given one.
     *
     * @param one the beginning of the first component
     * @return the range
     * @throws CodecException if it cannot be encoded
     */
    public KeyPrefix<Tuple2<A, B>> firstStartingWith(A one) {
        return KeyPrefix.of(this, out -> first.encodePrefix(one, out));
    }

    /**
     * Returns the range of all keys whose first component is in a range of those that begin alike.
     *
     * @param beginning the range of first components
     * @return the range
     * @throws CodecException if it is a range of another codec
     */
    public KeyPrefix<Tuple2<A, B>> firstStartingWith(KeyPrefix<A> beginning) {
        if (!beginning.codec().name().equals(first.name())) {
            throw new CodecException(
                    name,
                    "its first component is of codec " + first.name() + ", not "
                            + beginning.codec().name());
        }
        return KeyPrefix.of(this, out -> {
            int start = out.size();
            out.writeBytes(beginning.lower());
            if (first instanceof EndMarkedKeyCodec<A>) {
                out.escapeFrom(start); // what the codec writes before the end mark
            }
        });
    }
}
