package org.copsedb.codec;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class KeyOrderTest {
    private static <T> void check(KeyCodec<T> codec, Comparator<? super T> order, Function<Random, T> keys) {
        new KeyCodecSuite<T>(order, keys).check(codec);
    }

    private static <A, B> Comparator<Tuple2<A, B>> pairs(Comparator<? super A> first, Comparator<? super B> second) {
        return Comparator.<Tuple2<A, B>, A>comparing(Tuple2::first, first).thenComparing(Tuple2::second, second);
    }

    @Test
    void ints() {
        check(Codecs.INT, Comparator.<Integer>naturalOrder(), RandomKeys::anInt);
    }

    @Test
    void longs() {
        check(Codecs.LONG, Comparator.<Long>naturalOrder(), RandomKeys::aLong);
    }

    @Test
    void doubles() {
        check(Codecs.DOUBLE, Comparator.<Double>naturalOrder(), RandomKeys::aDouble);
    }

    @Test
    void strings() {
        check(Codecs.STRING, RandomKeys.CODE_POINT_ORDER, RandomKeys::string);
    }

    @Test
    void byteArrays() {
        check(Codecs.BYTES, Arrays::compareUnsigned, RandomKeys::bytes);
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
