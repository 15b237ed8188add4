package org.copsedb.codec;

import java.util.function.Function;

/**
 * The codecs of common types, and ways to compose them. The order of a codec is that of {@link Comparable} for its type
 * unless it says otherwise.
 *
 * <p>All are immutable and thread-safe. None keeps a value or shares memory with one.
 */
public final class Codecs {
    /** Numbers of 32 bits: 4 bytes, the sign bit flipped. Named {@code int}. */
    public static final KeyCodec<Integer> INT = new PrimitiveCodecs.IntegerCodec();

    /** Numbers of 64 bits: 8 bytes, the sign bit flipped. Named {@code long}. */
    public static final KeyCodec<Long> LONG = new PrimitiveCodecs.LongCodec();

    /**
     * Floating-point numbers of 64 bits in the order of {@link Double#compare}: -0.0 before 0.0, NaN last. 8 bytes:
     * those of {@link Double#doubleToLongBits}, all bits flipped if negative, else the sign bit; there is one NaN.
     * Named {@code double}.
     */
    public static final KeyCodec<Double> DOUBLE = new PrimitiveCodecs.DoubleCodec();

    /**
     * Strings in the order of their code points, which differs from {@link String#compareTo} where characters above
     * U+FFFF meet those from U+E000 on. The bytes are UTF-8; a string with an unpaired surrogate has none and is
     * refused. Named {@code string}.
     */
    public static final KeyCodec<String> STRING = new StringCodec();

    /** Byte arrays in the order of {@link java.util.Arrays#compareUnsigned(byte[], byte[])}. Named {@code bytes}. */
    public static final KeyCodec<byte[]> BYTES = new ByteArrayCodec();

    private Codecs() {}

    /**
     * Returns a codec of keys of two components. They are ordered by the first, then by the second; any component may
     * have any size. All keys with the same first component, or with one that begins alike, are a {@link KeyPrefix
     * range}.
     *
     * @param first the codec of the first component
     * @param second the codec of the second component
     * @param <A> the type of the first
     * @param <B> the type of the second
     * @return a codec named {@code tuple(first,second)}
     */
    public static <A, B> Tuple2KeyCodec<A, B> tuple(KeyCodec<A> first, KeyCodec<B> second) {
        return new Tuple2KeyCodec<>(first, second);
    }

    /**
     * Returns a codec of keys of three components, as {@link #tuple(KeyCodec, KeyCodec)}.
     *
     * @param first the codec of the first component
     * @param second the codec of the second component
     * @param third the codec of the third component
     * @param <A> the type of the first
     * @param <B> the type of the second
     * @param <C> the type of the third
     * @return a codec named {@code tuple(first,second,third)}
     */
    public static <A, B, C> Tuple3KeyCodec<A, B, C> tuple(KeyCodec<A> first, KeyCodec<B> second, KeyCodec<C> third) {
        return new Tuple3KeyCodec<>(first, second, third);
    }

    /**
     * Returns a codec with the reverse order of another. Keys whose size is not fixed get an end mark.
     *
     * @param codec the other codec
     * @param <T> the type of the keys
     * @return a codec named {@code descending(codec)}
     */
    public static <T> KeyCodec<T> descending(KeyCodec<T> codec) {
        return new DescendingCodec<>(codec);
    }

    /**
     * Returns a codec of keys that are stored as keys of another type. The functions must be inverse to each other, and
     * keep the order: if {@code a} comes before {@code b}, then what is stored for {@code a} comes before what is
     * stored for {@code b}.
     *
     * @param codec the codec of the other type
     * @param toStored converts a key to the other type; what it throws becomes a {@link CodecException}
     * @param fromStored converts it back; what it throws becomes a {@link CodecException}
     * @param name tells what the functions do; change it when the meaning of what is stored changes
     * @param <T> the type of the keys
     * @param <S> the type that is stored
     * @return a codec named {@code name(codec)}
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, S> KeyCodec<T> map(
            KeyCodec<S> codec,
            Function<? super T, ? extends S> toStored,
            Function<? super S, ? extends T> fromStored,
            String name) {
        return new MappedKeyCodec<>(codec, toStored, fromStored, mappedName(name, codec));
    }

    /**
     * Returns a codec of values that are stored as values of another type. The functions must be inverse to each other.
     *
     * @param codec the codec of the other type
     * @param toStored converts a value to the other type; what it throws becomes a {@link CodecException}
     * @param fromStored converts it back; what it throws becomes a {@link CodecException}
     * @param name tells what the functions do; change it when the meaning of what is stored changes
     * @param <T> the type of the values
     * @param <S> the type that is stored
     * @return a codec named {@code name(codec)}
     * @throws IllegalArgumentException if the name is blank
     */
    public static <T, S> Codec<T> map(
            Codec<S> codec,
            Function<? super T, ? extends S> toStored,
            Function<? super S, ? extends T> fromStored,
            String name) {
        return new MappedCodec<>(codec, toStored, fromStored, mappedName(name, codec));
    }

    private static String mappedName(String name, Codec<?> stored) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a mapped codec is blank");
        }
        return name + "(" + stored.name() + ")";
    }
}
