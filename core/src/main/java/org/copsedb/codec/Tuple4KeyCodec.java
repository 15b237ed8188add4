package org.copsedb.codec;

import java.util.OptionalInt;

/**
 * A codec of keys that consist of four components: the delimited forms of the first three, then the fourth. Immutable
 * and thread-safe.
 *
 * @param <A> the type of the first
 * @param <B> the type of the second
 * @param <C> the type of the third
 * @param <D> the type of the fourth
 * @see Codecs#tuple(KeyCodec, KeyCodec, KeyCodec, KeyCodec)
 */
public final class Tuple4KeyCodec<A, B, C, D> implements KeyCodec<Tuple4<A, B, C, D>> {
    private final KeyCodec<A> first;
    private final KeyCodec<B> second;
    private final KeyCodec<C> third;
    private final KeyCodec<D> fourth;
    private final String name;
    private final OptionalInt fixedSize;

    Tuple4KeyCodec(KeyCodec<A> first, KeyCodec<B> second, KeyCodec<C> third, KeyCodec<D> fourth) {
        this.first = first.delimited();
        this.second = second.delimited();
        this.third = third.delimited();
        this.fourth = fourth;
        this.name = TupleFormat.name(first, second, third, fourth);
        this.fixedSize = TupleFormat.fixedSize(first, second, third, fourth);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void encode(Tuple4<A, B, C, D> value, ByteWriter out) {
        encodeFirstThree(value, out);
        fourth.encode(value.fourth(), out);
    }

    private void encodeFirstThree(Tuple4<A, B, C, D> value, ByteWriter out) {
        first.encode(value.first(), out);
        second.encode(value.second(), out);
        third.encode(value.third(), out);
    }

    @Override
    public Tuple4<A, B, C, D> decode(ByteReader in) {
        A one = first.decode(in);
        B two = second.decode(in);
        C three = third.decode(in);
        D four = fourth.decode(in);
        return new Tuple4<>(one, two, three, four);
    }

    @Override
    public OptionalInt fixedSize() {
        return fixedSize;
    }

    @Override
    public Tuple4KeyCodec<A, B, C, D> delimited() {
        KeyCodec<D> delimited = fourth.delimited();
        return delimited == fourth ? this : new Tuple4KeyCodec<>(first, second, third, delimited);
    }

    @Override
    public void encodePrefix(Tuple4<A, B, C, D> beginning, ByteWriter out) {
        encodeFirstThree(beginning, out);
        fourth.encodePrefix(beginning.fourth(), out);
    }

    /**
     * Returns the range of all keys with the given first component.
     *
     * @param one the first component
     * @return the range
     * @throws CodecException if it cannot be encoded
     */
    public KeyPrefix<Tuple4<A, B, C, D>> withFirst(A one) {
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
    public KeyPrefix<Tuple4<A, B, C, D>> withFirst(A one, B two) {
        return KeyPrefix.of(this, out -> {
            first.encode(one, out);
            second.encode(two, out);
        });
    }

    /**
     * Returns the range of all keys with the given first three components.
     *
     * @param one the first component
     * @param two the second component
     * @param three the third component
     * @return the range
     * @throws CodecException if they cannot be encoded
     */
    public KeyPrefix<Tuple4<A, B, C, D>> withFirst(A one, B two, C three) {
        return KeyPrefix.of(this, out -> {
            first.encode(one, out);
            second.encode(two, out);
            third.encode(three, out);
        });
    }

    /**
     * Returns the range of all keys whose first component begins with the given one.
     *
     * @param one the beginning of the first component
     * @return the range
     * @throws CodecException if it cannot be encoded
     */
    public KeyPrefix<Tuple4<A, B, C, D>> firstStartingWith(A one) {
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
    public KeyPrefix<Tuple4<A, B, C, D>> secondStartingWith(A one, B two) {
        return KeyPrefix.of(this, out -> {
            first.encode(one, out);
            second.encodePrefix(two, out);
        });
    }

    /**
     * Returns the range of all keys with the given first two components whose third component begins with the given
     * one.
     *
     * @param one the first component
     * @param two the second component
     * @param three the beginning of the third component
     * @return the range
     * @throws CodecException if they cannot be encoded
     */
    public KeyPrefix<Tuple4<A, B, C, D>> thirdStartingWith(A one, B two, C three) {
        return KeyPrefix.of(this, out -> {
            first.encode(one, out);
            second.encode(two, out);
            third.encodePrefix(three, out);
        });
    }
}
