package org.copsedb.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.chrono.ChronoLocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class KeyOrderTest {
    private static <T> void check(KeyCodec<T> codec, Comparator<? super T> order, Function<Random, T> keys) {
        new KeyCodecSuite<T>(order, keys).check(codec);
    }

    private static <A, B> Comparator<Tuple2<A, B>> pairs(Comparator<? super A> first, Comparator<? super B> second) {
        return Comparator.<Tuple2<A, B>, A>comparing(Tuple2::first, first).thenComparing(Tuple2::second, second);
    }

    private static <T extends Comparable<? super T>> void check(KeyCodec<T> codec, Function<Random, T> keys) {
        check(codec, Comparator.<T>naturalOrder(), keys);
    }

    @Test
    void integersOfFixedSize() {
        check(Codecs.BYTE, random -> (byte) RandomKeys.aLong(random));
        check(Codecs.SHORT, random -> (short) RandomKeys.aLong(random));
        check(Codecs.CHAR, random -> (char) RandomKeys.aLong(random));
        check(Codecs.INT, RandomKeys::anInt);
        check(Codecs.LONG, RandomKeys::aLong);
        check(Codecs.BOOLEAN, Random::nextBoolean);
    }

    @Test
    void floatingPointNumbers() {
        check(Codecs.FLOAT, RandomKeys::aFloat);
        check(Codecs.DOUBLE, RandomKeys::aDouble);
    }

    @Test
    void integersOfAnySize() {
        check(Codecs.BIG_INTEGER, RandomKeys::bigInteger);
    }

    @Test
    void decimalNumbers() {
        check(
                Codecs.BIG_DECIMAL,
                Comparator.<BigDecimal>naturalOrder().thenComparing(BigDecimal::scale),
                RandomKeys::bigDecimal);
    }

    @Test
    void strings() {
        check(Codecs.STRING, RandomKeys.CODE_POINT_ORDER, RandomKeys::string);
    }

    @Test
    void byteSequences() {
        check(Codecs.BYTES, Arrays::compareUnsigned, RandomKeys::bytes);
        check(
                Codecs.BYTE_BUFFER,
                Comparator.comparing(KeyOrderTest::toArray, Arrays::compareUnsigned),
                random -> ByteBuffer.wrap(RandomKeys.bytes(random)).slice());
    }

    private static byte[] toArray(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Test
    void universallyUniqueIdentifiers() {
        check(Codecs.UUID, Comparator.comparing(UUID::toString), RandomKeys::uuid);
    }

    @Test
    void times() {
        check(Codecs.INSTANT, RandomKeys::instant);
        check(Codecs.DURATION, RandomKeys::duration);
        check(Codecs.LOCAL_DATE, Comparator.<ChronoLocalDate>naturalOrder(), RandomKeys::date);
    }

    @Test
    void enums() {
        check(Codecs.enumeration(DayOfWeek.class), random -> DayOfWeek.of(1 + random.nextInt(7)));
    }

    @Test
    void optionals() {
        Comparator<Optional<String>> order = Comparator.comparing(
                (Optional<String> key) -> key.orElse(null), Comparator.nullsFirst(RandomKeys.CODE_POINT_ORDER));
        check(
                Codecs.optional(Codecs.STRING),
                order,
                random -> random.nextInt(3) == 0 ? Optional.empty() : Optional.of(RandomKeys.string(random)));
    }

    @Test
    void quadruples() {
        Comparator<Tuple4<String, Boolean, String, BigInteger>> order =
                Comparator.<Tuple4<String, Boolean, String, BigInteger>, String>comparing(
                                Tuple4::first, RandomKeys.CODE_POINT_ORDER)
                        .thenComparing(Tuple4::second, Comparator.reverseOrder())
                        .thenComparing(Tuple4::third, RandomKeys.CODE_POINT_ORDER)
                        .thenComparing(Tuple4::fourth);
        check(
                Codecs.tuple(Codecs.STRING, Codecs.descending(Codecs.BOOLEAN), Codecs.STRING, Codecs.BIG_INTEGER),
                order,
                random -> new Tuple4<>(
                        random.nextBoolean() ? "" : RandomKeys.string(random),
                        random.nextBoolean(),
                        RandomKeys.string(random),
                        RandomKeys.bigInteger(random)));
    }

    @Test
    void tuplesOfStringAndLong() {
        check(
                Codecs.tuple(Codecs.STRING, Codecs.LONG),
                pairs(RandomKeys.CODE_POINT_ORDER, Comparator.<Long>naturalOrder()),
                random -> new Tuple2<>(RandomKeys.string(random), RandomKeys.aLong(random)));
    }

    @Test
    void tuplesOfTwoVariableSizes() {
        check(
                Codecs.tuple(Codecs.BYTES, Codecs.STRING),
                pairs(Arrays::compareUnsigned, RandomKeys.CODE_POINT_ORDER),
                random -> new Tuple2<>(RandomKeys.bytes(random), RandomKeys.string(random)));
    }

    @Test
    void triplesWithADescendingMiddle() {
        Comparator<Tuple3<String, byte[], Integer>> order =
                Comparator.<Tuple3<String, byte[], Integer>, String>comparing(
                                Tuple3::first, RandomKeys.CODE_POINT_ORDER)
                        .thenComparing(Tuple3::second, (a, b) -> Arrays.compareUnsigned(b, a))
                        .thenComparing(Tuple3::third);
        check(
                Codecs.tuple(Codecs.STRING, Codecs.descending(Codecs.BYTES), Codecs.INT),
                order,
                random -> new Tuple3<>(
                        random.nextBoolean() ? "same" : RandomKeys.string(random),
                        RandomKeys.bytes(random),
                        random.nextInt(3)));
    }

    @Test
    void tuplesOfTuplesOfDescendingOnes() {
        KeyCodec<Tuple2<String, String>> inner = Codecs.tuple(Codecs.descending(Codecs.STRING), Codecs.STRING);
        Comparator<Tuple2<String, String>> innerOrder =
                pairs(RandomKeys.CODE_POINT_ORDER.reversed(), RandomKeys.CODE_POINT_ORDER);
        check(
                Codecs.tuple(Codecs.descending(inner), Codecs.descending(Codecs.descending(inner))),
                pairs(innerOrder.reversed(), innerOrder),
                random -> new Tuple2<>(pair(random), pair(random)));
    }

    private static Tuple2<String, String> pair(Random random) {
        return new Tuple2<>(random.nextBoolean() ? "a" : RandomKeys.string(random), RandomKeys.string(random));
    }

    /** A type of the user's own, in as few lines as one needs. */
    private record Version(int major, String label) {
        static final KeyCodec<Version> CODEC = Codecs.map(
                Codecs.tuple(Codecs.INT, Codecs.STRING),
                version -> new Tuple2<>(version.major, version.label),
                stored -> new Version(stored.first(), stored.second()),
                "version");
    }

    @Test
    void mappedKeys() {
        check(
                Codecs.tuple(Version.CODEC, Version.CODEC),
                pairs(versionOrder(), versionOrder()),
                random -> new Tuple2<>(version(random), version(random)));
    }

    private static Comparator<Version> versionOrder() {
        return Comparator.comparing(Version::major).thenComparing(Version::label, RandomKeys.CODE_POINT_ORDER);
    }

    private static Version version(Random random) {
        return new Version(random.nextInt(2), RandomKeys.string(random));
    }
}
