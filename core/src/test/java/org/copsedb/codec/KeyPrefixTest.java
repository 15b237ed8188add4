package org.copsedb.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.api.Test;

final class KeyPrefixTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private <K> void assertContains(KeyPrefix<K> prefix, KeyCodec<K> codec, K key, Predicate<K> expected) {
        byte[] bytes = CheckedCodec.of(codec).encode(key);
        boolean inside = Arrays.compareUnsigned(prefix.lower(), bytes) <= 0
                && prefix.upper()
                        .map(upper -> Arrays.compareUnsigned(bytes, upper) < 0)
                        .orElse(true);
        assertEquals(
                expected.test(key), inside, () -> "seed " + seed + ", " + codec.name() + ": " + key + " and " + prefix);
        assertEquals(
                inside,
                prefix.isPrefixOf(bytes),
                () -> "seed " + seed + ", " + codec.name() + ": " + key + " and " + prefix);
    }

    @Test
    void stringsThatBeginAlike() {
        KeyCodec<String> descending = Codecs.descending(Codecs.STRING);
        for (int i = TestScale.times(20_000); i > 0; i--) {
            String beginning = RandomKeys.string(random);
            String key = random.nextBoolean() ? beginning + RandomKeys.string(random) : RandomKeys.string(random);
            Predicate<String> expected = text -> text.startsWith(beginning);
            assertContains(Codecs.STRING.startingWith(beginning), Codecs.STRING, key, expected);
            assertContains(descending.startingWith(beginning), descending, key, expected);
        }
    }

    @Test
    void tuplesThatBeginAlike() {
        Tuple3KeyCodec<String, byte[], String> codec =
                Codecs.tuple(Codecs.STRING, Codecs.descending(Codecs.BYTES), Codecs.STRING);
        for (int i = TestScale.times(20_000); i > 0; i--) {
            Tuple3<String, byte[], String> key = triple(random);
            Tuple3<String, byte[], String> wanted = random.nextBoolean() ? key : triple(random);
            String one = random.nextBoolean() ? wanted.first() : RandomKeys.string(random);
            byte[] two = random.nextBoolean() ? wanted.second() : RandomKeys.bytes(random);
            String three = random.nextBoolean() ? wanted.third() : RandomKeys.string(random);
            assertContains(codec.withFirst(one), codec, key, k -> k.first().equals(one));
            assertContains(
                    codec.firstStartingWith(one), codec, key, k -> k.first().startsWith(one));
            assertContains(
                    codec.withFirst(one, two),
                    codec,
                    key,
                    k -> k.first().equals(one) && Arrays.equals(k.second(), two));
            assertContains(
                    codec.secondStartingWith(one, two),
                    codec,
                    key,
                    k -> k.first().equals(one) && beginsWith(k.second(), two));
            assertContains(
                    codec.startingWith(new Tuple3<>(one, two, three)),
                    codec,
                    key,
                    k -> k.first().equals(one)
                            && Arrays.equals(k.second(), two)
                            && k.third().startsWith(three));
        }
    }

    @Test
    void pairsAndQuadruplesThatBeginAlike() {
        Tuple2KeyCodec<String, String> pairs = Codecs.tuple(Codecs.STRING, Codecs.STRING);
        Tuple4KeyCodec<String, String, String, Integer> quadruples =
                Codecs.tuple(Codecs.STRING, Codecs.descending(Codecs.STRING), Codecs.STRING, Codecs.INT);
        for (int i = TestScale.times(20_000); i > 0; i--) {
            String one = RandomKeys.string(random);
            String two = RandomKeys.string(random);
            String three = RandomKeys.string(random);
            Tuple2<String, String> pair = new Tuple2<>(similar(one), similar(two));
            assertContains(pairs.withFirst(one), pairs, pair, k -> k.first().equals(one));
            assertContains(
                    pairs.firstStartingWith(one), pairs, pair, k -> k.first().startsWith(one));
            Tuple4<String, String, String, Integer> key =
                    new Tuple4<>(similar(one), similar(two), similar(three), random.nextInt(2));
            Predicate<Tuple4<String, String, String, Integer>> sameFirst =
                    k -> k.first().equals(one);
            Predicate<Tuple4<String, String, String, Integer>> sameTwo =
                    sameFirst.and(k -> k.second().equals(two));
            Predicate<Tuple4<String, String, String, Integer>> sameThree =
                    sameTwo.and(k -> k.third().equals(three));
            assertContains(quadruples.withFirst(one), quadruples, key, sameFirst);
            assertContains(quadruples.withFirst(one, two), quadruples, key, sameTwo);
            assertContains(quadruples.withFirst(one, two, three), quadruples, key, sameThree);
            assertContains(
                    quadruples.firstStartingWith(one),
                    quadruples,
                    key,
                    k -> k.first().startsWith(one));
            assertContains(
                    quadruples.secondStartingWith(one, two),
                    quadruples,
                    key,
                    sameFirst.and(k -> k.second().startsWith(two)));
            assertContains(
                    quadruples.thirdStartingWith(one, two, three),
                    quadruples,
                    key,
                    sameTwo.and(k -> k.third().startsWith(three)));
            assertContains(
                    quadruples.startingWith(new Tuple4<>(one, two, three, 1)),
                    quadruples,
                    key,
                    sameThree.and(k -> k.fourth() == 1));
        }
    }

    /** The same, a longer one, or another. */
    private String similar(String text) {
        return switch (random.nextInt(4)) {
            case 0 -> text + RandomKeys.string(random);
            case 1 -> RandomKeys.string(random);
            default -> text;
        };
    }

    @Test
    void optionalAndMappedKeysThatBeginAlike() {
        KeyCodec<Optional<String>> optional = Codecs.optional(Codecs.STRING);
        KeyCodec<String> mapped = Codecs.map(Codecs.STRING, text -> text + "!", text -> text, "shouted");
        assertContains(optional.startingWith(Optional.empty()), optional, Optional.empty(), k -> true);
        assertContains(optional.startingWith(Optional.empty()), optional, Optional.of(""), k -> false);
        assertContains(optional.startingWith(Optional.of("a")), optional, Optional.of("ab"), k -> true);
        assertContains(optional.startingWith(Optional.of("a")), optional, Optional.empty(), k -> false);
        assertContains(mapped.startingWith("a"), mapped, "a!b", k -> true);
        assertContains(mapped.startingWith("a"), mapped, "ab", k -> false);
    }

    private static Tuple3<String, byte[], String> triple(Random random) {
        return new Tuple3<>(
                random.nextBoolean() ? "a" : RandomKeys.string(random),
                RandomKeys.bytes(random),
                RandomKeys.string(random));
    }

    private static boolean beginsWith(byte[] bytes, byte[] beginning) {
        return bytes.length >= beginning.length
                && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }

    @Test
    void theUpperBoundIsTheNextPrefixIfThereIsOne() {
        assertArrayEquals(new byte[] {2}, upper(new byte[] {1, -1, -1}));
        assertArrayEquals(new byte[] {1, 3}, upper(new byte[] {1, 2}));
        assertArrayEquals(new byte[] {(byte) 0x80}, upper(new byte[] {0x7F}));
        assertTrue(Codecs.BYTES.startingWith(new byte[0]).upper().isEmpty());
        assertTrue(Codecs.BYTES.startingWith(new byte[] {-1, -1}).upper().isEmpty());
    }

    private static byte[] upper(byte[] beginning) {
        return Codecs.BYTES.startingWith(beginning).upper().orElseThrow();
    }

    @Test
    void boundsAreCopies() {
        KeyPrefix<byte[]> prefix = Codecs.BYTES.startingWith(new byte[] {1});
        prefix.lower()[0] = 9;
        prefix.upper().orElseThrow()[0] = 9;
        assertArrayEquals(new byte[] {1}, prefix.lower());
        assertArrayEquals(new byte[] {2}, prefix.upper().orElseThrow());
    }

    @Test
    void keysOfOtherTypesBeginWithThemselves() {
        KeyPrefix<Integer> prefix = Codecs.INT.startingWith(5);
        for (int key = 3; key < 8; key++) {
            assertContains(prefix, Codecs.INT, key, k -> k == 5);
        }
    }

    @Test
    void aBeginningWithoutEncodingIsRefused() {
        CodecException e = assertThrows(CodecException.class, () -> Codecs.STRING.startingWith("\uD800"));
        assertTrue(String.valueOf(e.getMessage()).startsWith("Codec string: "), e::toString);
    }

    @Test
    @SuppressWarnings("NullAway") // the misuse that is tested
    void aNullBeginningIsRefused() {
        NullPointerException e = assertThrows(NullPointerException.class, () -> Codecs.STRING.startingWith(null));
        assertEquals("A beginning for codec string is null", e.getMessage());
    }
}
