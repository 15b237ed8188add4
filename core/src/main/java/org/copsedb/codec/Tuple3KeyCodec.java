package org.copsedb.codec;

import java.util.OptionalInt;

/**
 * A codec of keys that consist of three components: the delimited forms of the first two, then the third. Immutable and
 * thread-safe.
 *
 * @param <A> the type of the first
 * @param <B> the type of the second
 * @param <C> the type of the third
 * @see Codecs#tuple(KeyCodec, KeyCodec, KeyCodec)
 */
public final class Tuple3KeyCodec<A, B, C> implements KeyCodec<Tuple3<A, B, C>> {
    private final KeyCodec<A> first;
    private final KeyCodec<B> second;
    private final KeyCodec<C> third;
    private final String name;
    private final OptionalInt fixedSize;

    Tuple3KeyCodec(KeyCodec<A> first, KeyCodec<B> second, KeyCodec<C> third) {
        this.first = first.delimited();
        this.second = second.delimited();
        this.third = third;
        this.name = TupleFormat.name(first, second, third);
        this.fixedSize = TupleFormat.fixedSize(first, second, third);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void encode(Tuple3<A, B, C> value, ByteWriter out) {
        first.encode(value.first(), out);
        second.encode(value.second(), out);
        third.encode(value.third(), out);
    }

    @Override
    public Tuple3<A, B, C> decode(ByteReader in) {
        A one = first.decode(in);
        B two = second.decode(in);
        C three = third.decode(in);
        return new Tuple3<>(one, two, three);
    }

    @Override
    public OptionalInt fixedSize() {
        return fixedSize;
    }

    @Override
    public Tuple3KeyCodec<A, B, C> delimited() {
        KeyCodec<C> delimited = third.delimited();
        return delimited == third ? this : new Tuple3KeyCodec<>(first, second, delimited);
    }

    @Override
    public void encodePrefix(Tuple3<A, B, C> beginning, ByteWriter out) {
        first.encode(beginning.first(), out);
        second.encode(beginning.second(), out);
        third.encodePrefix(beginning.third(), out);
    }

    /**
     * Returns the range of all keys with the given first component.
     *
     * @param one the first component
     * @return the range
     * @throws CodecException if it cannot be encoded
     */
    public KeyPrefix<Tuple3<A, B, C>> withFirst(A one) {
        return KeyPrefix.of(this, out -> first.encode(one, out));
    }

    /**
     * Returns the range of all keys with the given first two components.
     *
     * @param one the first component
     * @param two the second component
     * @return the range
     * @throws CodecException if they cannot be encoded
     */
    public KeyPrefix<Tuple3<A, B, C>> withFirst(A one, B two) {
        return KeyPrefix.of(this, out -> {
            first.encode(one, out);
            second.encode(two, out);
        });
    }

    /**
     * Returns the range of all keys whose first component begins with the given one.
     *
     * @param one the beginning of the first component
     * @return the range
     * @throws CodecException if it cannot be encoded
     */
    public KeyPrefix<Tuple3<A, B, C>> firstStartingWith(A one) {
        return KeyPrefix.of(this, out -> first.encodePrefix(one, out));
    }

    /**
     * Returns the range of all keys with the given first component whose second component begins with the given one.
     *
     * @param one the first component
     * @param two the beginning of the second component
     * @return the range
     * @throws CodecException if they cannot be encoded
     */
    public KeyPrefix<Tuple3<A, B, C>> secondStartingWith(A one, B two) {
        return KeyPrefix.of(this, out -> {
            first.encode(one, out);
            second.encodePrefix(two, out);
        });
    }
}
