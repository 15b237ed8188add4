package org.copsedb.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The codecs of common types, and ways to compose them. The order of a codec is that of {@link Comparable} for its type
 * unless it says otherwise.
 *
 * <p>All are immutable and thread-safe. None keeps a value or shares memory with one.
 */
public final class Codecs {
    /** Booleans, false first: 1 byte. Named {@code boolean}. */
    public static final KeyCodec<Boolean> BOOLEAN = new PrimitiveCodecs.BooleanCodec();

    /** Numbers of 8 bits: 1 byte, the sign bit inverted. Named {@code byte}. */
    public static final KeyCodec<Byte> BYTE = new PrimitiveCodecs.ByteCodec();

    /** Numbers of 16 bits: 2 bytes, the sign bit inverted. Named {@code short}. */
    public static final KeyCodec<Short> SHORT = new PrimitiveCodecs.ShortCodec();

    /** Characters of 16 bits, surrogates as well: 2 bytes. Named {@code char}. */
    public static final KeyCodec<Character> CHAR = new PrimitiveCodecs.CharacterCodec();

    /** Numbers of 32 bits: 4 bytes, the sign bit inverted. Named {@code int}. */
    public static final KeyCodec<Integer> INT = new PrimitiveCodecs.IntegerCodec();

    /** Numbers of 64 bits: 8 bytes, the sign bit inverted. Named {@code long}. */
    public static final KeyCodec<Long> LONG = new PrimitiveCodecs.LongCodec();

    /** Floating-point numbers of 32 bits, in all else as {@link #DOUBLE}: 4 bytes. Named {@code float}. */
    public static final KeyCodec<Float> FLOAT = new PrimitiveCodecs.FloatCodec();

    /**
     * Floating-point numbers of 64 bits in the order of {@link Double#compare}: -0.0 before 0.0, NaN last. 8 bytes:
     * those of {@link Double#doubleToLongBits}, all bits inverted if negative, else the sign bit; there is one NaN.
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

    /**
     * The bytes between position and limit of a buffer, which stays as it is. Their order is unsigned, unlike that of
     * {@link ByteBuffer#compareTo}; the bytes are those of {@link #BYTES}, and so is the name.
     */
    public static final KeyCodec<ByteBuffer> BYTE_BUFFER = new ByteBufferCodec();

    /**
     * UUIDs in the order of their text, unlike that of {@link java.util.UUID#compareTo}: 16 bytes. Named {@code uuid}.
     */
    public static final KeyCodec<UUID> UUID = new UuidCodec();

    /**
     * Integers of any size: 1 to 9 bytes for the number of bytes of the magnitude, negative if the integer is; then the
     * magnitude, inverted if the integer is negative. Numbers from -255 to 255 take 2 bytes at most. Named
     * {@code big-integer}.
     */
    public static final KeyCodec<BigInteger> BIG_INTEGER = new BigIntegerCodec();

    /**
     * Decimal numbers, those that {@link BigDecimal#compareTo} calls equal in the order of their scale, which is kept:
     * 1.0 before 1.00. At most {@value BigDecimalCodec#MAXIMUM_DIGITS} digits, two in a byte. Named
     * {@code big-decimal}.
     */
    public static final KeyCodec<BigDecimal> BIG_DECIMAL = new BigDecimalCodec();

    /** Instants: 8 bytes for seconds, 4 for nanoseconds. Named {@code instant}. */
    public static final KeyCodec<Instant> INSTANT = new TimeCodecs.InstantCodec();

    /** Durations: 8 bytes for seconds, 4 for nanoseconds. Named {@code duration}. */
    public static final KeyCodec<Duration> DURATION = new TimeCodecs.DurationCodec();

    /** Dates: 4 bytes for the year, 1 for the month, 1 for the day. Named {@code date}. */
    public static final KeyCodec<LocalDate> LOCAL_DATE = new TimeCodecs.LocalDateCodec();

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
     * Returns a codec of keys of four components, as {@link #tuple(KeyCodec, KeyCodec)}; {@link #record(String,
     * Function, KeyComponent...) records} can have more.
     *
     * @param first the codec of the first component
     * @param second the codec of the second component
     * @param third the codec of the third component
     * @param fourth the codec of the fourth component
     * @param <A> the type of the first
     * @param <B> the type of the second
     * @param <C> the type of the third
     * @param <D> the type of the fourth
     * @return a codec named {@code tuple(first,second,third,fourth)}
     */
    public static <A, B, C, D> Tuple4KeyCodec<A, B, C, D> tuple(
            KeyCodec<A> first, KeyCodec<B> second, KeyCodec<C> third, KeyCodec<D> fourth) {
        return new Tuple4KeyCodec<>(first, second, third, fourth);
    }

    /**
     * Returns a codec of values of two components, as {@link #tuple(KeyCodec, KeyCodec)} of keys.
     *
     * @param first the codec of the first component
     * @param second the codec of the second component
     * @param <A> the type of the first
     * @param <B> the type of the second
     * @return a codec named {@code tuple(first,second)}
     */
    public static <A, B> Codec<Tuple2<A, B>> tuple(Codec<A> first, Codec<B> second) {
        Component<Tuple2<A, B>, A> one = component(first, Tuple2::first);
        Component<Tuple2<A, B>, B> two = component(second, Tuple2::second);
        return record("tuple", values -> new Tuple2<>(values.get(one), values.get(two)), one, two);
    }

    /**
     * Returns a codec of values of three components, as {@link #tuple(KeyCodec, KeyCodec, KeyCodec)} of keys.
     *
     * @param first the codec of the first component
     * @param second the codec of the second component
     * @param third the codec of the third component
     * @param <A> the type of the first
     * @param <B> the type of the second
     * @param <C> the type of the third
     * @return a codec named {@code tuple(first,second,third)}
     */
    public static <A, B, C> Codec<Tuple3<A, B, C>> tuple(Codec<A> first, Codec<B> second, Codec<C> third) {
        Component<Tuple3<A, B, C>, A> one = component(first, Tuple3::first);
        Component<Tuple3<A, B, C>, B> two = component(second, Tuple3::second);
        Component<Tuple3<A, B, C>, C> three = component(third, Tuple3::third);
        return record(
                "tuple", values -> new Tuple3<>(values.get(one), values.get(two), values.get(three)), one, two, three);
    }

    /**
     * Returns a codec of values of four components, as {@link #tuple(KeyCodec, KeyCodec, KeyCodec, KeyCodec)} of keys.
     *
     * @param first the codec of the first component
     * @param second the codec of the second component
     * @param third the codec of the third component
     * @param fourth the codec of the fourth component
     * @param <A> the type of the first
     * @param <B> the type of the second
     * @param <C> the type of the third
     * @param <D> the type of the fourth
     * @return a codec named {@code tuple(first,second,third,fourth)}
     */
    public static <A, B, C, D> Codec<Tuple4<A, B, C, D>> tuple(
            Codec<A> first, Codec<B> second, Codec<C> third, Codec<D> fourth) {
        Component<Tuple4<A, B, C, D>, A> one = component(first, Tuple4::first);
        Component<Tuple4<A, B, C, D>, B> two = component(second, Tuple4::second);
        Component<Tuple4<A, B, C, D>, C> three = component(third, Tuple4::third);
        Component<Tuple4<A, B, C, D>, D> four = component(fourth, Tuple4::fourth);
        return record(
                "tuple",
                values -> new Tuple4<>(values.get(one), values.get(two), values.get(three), values.get(four)),
                one,
                two,
                three,
                four);
    }

    /**
     * Tells how a component of a key is got from a record, and how it is stored.
     *
     * @param codec how to store it
     * @param getter how to get it; what it throws becomes a {@link CodecException}
     * @param <R> the type of the record
     * @param <C> the type of the component
     * @return the component, for {@link #record(String, Function, KeyComponent...)}
     */
    public static <R, C> KeyComponent<R, C> component(KeyCodec<C> codec, Function<? super R, ? extends C> getter) {
        return new KeyComponent<>(codec, getter);
    }

    /**
     * Tells how a component of a value is got from a record, and how it is stored.
     *
     * @param codec how to store it
     * @param getter how to get it; what it throws becomes a {@link CodecException}
     * @param <R> the type of the record
     * @param <C> the type of the component
     * @return the component, for {@link #record(String, Function, Component...)}
     */
    public static <R, C> Component<R, C> component(Codec<C> codec, Function<? super R, ? extends C> getter) {
        return new Component<>(codec, getter);
    }

    /**
     * Returns a codec of keys that are records. They are ordered by their first component, then by the second, and so
     * on; the order of components may differ from that of the constructor.
     *
     * <pre>{@code
     * record Place(String name, String country, int population) {
     *     static final KeyComponent<Place, String> COUNTRY = Codecs.component(Codecs.STRING, Place::country);
     *     static final KeyComponent<Place, Integer> POPULATION =
     *             Codecs.component(Codecs.descending(Codecs.INT), Place::population);
     *     static final KeyComponent<Place, String> NAME = Codecs.component(Codecs.STRING, Place::name);
     *     static final RecordKeyCodec<Place> CODEC = Codecs.record(
     *             "place",
     *             values -> new Place(values.get(NAME), values.get(COUNTRY), values.get(POPULATION)),
     *             COUNTRY, POPULATION, NAME);
     * }
     * }</pre>
     *
     * @param name tells what the components are; change it when their meaning changes
     * @param constructor makes a record of its components; what it throws becomes a {@link CodecException}
     * @param components the components, in the order in which keys are compared
     * @param <R> the type of the records
     * @return a codec named {@code name(first,second,...)} after the codecs of its components
     * @throws IllegalArgumentException if the name is blank, there is no component, or one is there twice
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied at once
    public static <R> RecordKeyCodec<R> record(
            String name,
            Function<? super ComponentValues<R>, ? extends R> constructor,
            KeyComponent<R, ?>... components) {
        List<KeyComponent<R, ?>> parts = RecordCodec.requireDistinct(name, List.of(components));
        return new RecordKeyCodec<>(recordName(name, parts), constructor, parts, parts.get(parts.size() - 1));
    }

    /**
     * Returns a codec of values that are records, as {@link #record(String, Function, KeyComponent...)} of keys.
     *
     * @param name tells what the components are; change it when their meaning changes
     * @param constructor makes a record of its components; what it throws becomes a {@link CodecException}
     * @param components the components, in the order in which they are stored
     * @param <R> the type of the records
     * @return a codec named {@code name(first,second,...)} after the codecs of its components
     * @throws IllegalArgumentException if the name is blank, there is no component, or one is there twice
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied at once
    public static <R> Codec<R> record(
            String name, Function<? super ComponentValues<R>, ? extends R> constructor, Component<R, ?>... components) {
        List<Component<R, ?>> parts = RecordCodec.requireDistinct(name, List.of(components));
        return new RecordCodec<>(recordName(name, parts), constructor, parts, parts.get(parts.size() - 1));
    }

    /**
     * Returns a codec of the constants of an enum in their order: 1 byte, or 2 if there are more than 256. The name
     * lists the constants, so that a table can not be opened with others. Where constants are to be added later, store
     * something of them that lasts, for example their name: {@code map(STRING, Color::name, Color::valueOf, "color")}.
     *
     * @param type the enum
     * @param <E> the type of the enum
     * @return a codec named {@code enum(FIRST,SECOND,...)}
     */
    public static <E extends Enum<E>> KeyCodec<E> enumeration(Class<E> type) {
        return new EnumCodec<>(type);
    }

    /**
     * Returns a codec of keys that may be absent, which come first: 1 byte, then the key if it is present.
     *
     * @param codec the codec of the keys that are present
     * @param <T> their type
     * @return a codec named {@code optional(codec)}
     */
    public static <T> KeyCodec<Optional<T>> optional(KeyCodec<T> codec) {
        return new OptionalKeyCodec<>(codec);
    }

    /**
     * Returns a codec of values that may be absent: 1 byte, then the value if it is present.
     *
     * @param codec the codec of the values that are present
     * @param <T> their type
     * @return a codec named {@code optional(codec)}
     */
    public static <T> Codec<Optional<T>> optional(Codec<T> codec) {
        return new OptionalCodec<>(codec);
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

    private static String recordName(String name, List<? extends Component<?, ?>> components) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a record is blank");
        }
        return TupleFormat.name(name, TupleFormat.codecs(components));
    }

    private static String mappedName(String name, Codec<?> stored) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a mapped codec is blank");
        }
        return name + "(" + stored.name() + ")";
    }
}
