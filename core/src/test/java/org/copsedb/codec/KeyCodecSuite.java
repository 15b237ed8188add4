package org.copsedb.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.copsedb.testkit.TestScale;

/**
 * What must hold for every key codec, tried on random keys: bytes are in the order of keys, alone and before something
 * else in a tuple, ascending and descending; keys return from their bytes; other bytes are refused, and nothing but
 * {@link CodecException} is thrown.
 *
 * @param <T> the type of the keys
 */
final class KeyCodecSuite<T> {
    private static final int KEYS = 400;
    private static final int MUTATIONS = 10;
    private static final HexFormat HEX = HexFormat.of();

    private final Comparator<? super T> order;
    private final Function<Random, T> keys;
    private final long seed;
    private final Random random;

    KeyCodecSuite(Comparator<? super T> order, Function<Random, T> keys) {
        this(order, keys, new Random().nextLong());
    }

    KeyCodecSuite(Comparator<? super T> order, Function<Random, T> keys, long seed) {
        this.order = order;
        this.keys = keys;
        this.seed = seed;
        this.random = new Random(seed);
    }

    void check(KeyCodec<T> codec) {
        List<T> sample = sample();
        checkOne(codec, sample, order);
        checkOne(codec.delimited(), sample, order);
        checkDelimited(codec.delimited(), sample);
        checkOne(new DescendingCodec<>(codec), sample, order.reversed());
        checkDelimited(new DescendingCodec<>(codec), sample);
    }

    private List<T> sample() {
        List<T> sample = new ArrayList<>();
        for (int i = TestScale.times(KEYS); i > 0; i--) {
            sample.add(keys.apply(random));
        }
        sample.sort(order);
        return sample;
    }

    private void checkOne(KeyCodec<T> codec, List<T> sorted, Comparator<? super T> expectedOrder) {
        CheckedCodec<T> checked = CheckedCodec.of(codec);
        for (int i = 0; i < sorted.size(); i++) {
            T key = sorted.get(i);
            byte[] bytes = checked.encode(key);
            checkOrder(checked, key, sorted.get(Math.max(0, i - 1)), expectedOrder);
            checkOrder(checked, key, sorted.get(random.nextInt(sorted.size())), expectedOrder);
            checkReturn(checked, key, bytes, expectedOrder);
            for (int j = 0; j < MUTATIONS; j++) {
                checkHostile(checked, mutate(bytes));
            }
        }
    }

    private void checkOrder(CheckedCodec<T> codec, T key, T other, Comparator<? super T> expectedOrder) {
        byte[] keyBytes = codec.encode(key);
        byte[] otherBytes = codec.encode(other);
        assertEquals(
                Integer.signum(expectedOrder.compare(key, other)),
                Integer.signum(Arrays.compareUnsigned(keyBytes, otherBytes)),
                () -> message(
                        codec,
                        "order of " + text(key) + " = " + HEX.formatHex(keyBytes) + " and " + text(other) + " = "
                                + HEX.formatHex(otherBytes)));
    }

    private void checkReturn(CheckedCodec<T> codec, T key, byte[] bytes, Comparator<? super T> expectedOrder) {
        byte[] padded = new byte[bytes.length + 7];
        random.nextBytes(padded);
        System.arraycopy(bytes, 0, padded, 3, bytes.length);
        T back = assertDoesNotThrow(
                () -> codec.decode(padded, 3, bytes.length),
                () -> message(codec, text(key) + " = " + HEX.formatHex(bytes) + " did not return"));
        assertEquals(
                0,
                expectedOrder.compare(key, back),
                () -> message(codec, text(key) + " = " + HEX.formatHex(bytes) + " returned as " + text(back)));
        codec.fixedSize().ifPresent(size -> assertEquals(size, bytes.length));
    }

    /** Bytes are refused, or they are the very ones that the codec would write. */
    private void checkHostile(CheckedCodec<T> codec, byte[] bytes) {
        T value;
        try {
            value = codec.decode(bytes, 0, bytes.length);
        } catch (CodecException expected) {
            assertTrue(String.valueOf(expected.getMessage()).contains(codec.name()), expected::toString);
            assertTrue(
                    expected.getCause() == null || expected.getCause() instanceof CodecException,
                    () -> message(codec, HEX.formatHex(bytes) + " made it throw " + expected));
            return;
        }
        assertArrayEquals(
                bytes,
                codec.encode(value),
                () -> message(codec, HEX.formatHex(bytes) + " was accepted as " + text(value)));
    }

    private byte[] mutate(byte[] original) {
        byte[] bytes = original.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(3));
            case 2 -> random.nextBytes(bytes);
            default -> {
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(6) - 3);
                }
            }
        }
        return bytes;
    }

    /** No encoding begins another, and two in a row are told apart. */
    private void checkDelimited(KeyCodec<T> codec, List<T> sample) {
        CheckedCodec<T> one = CheckedCodec.of(codec);
        CheckedCodec<Tuple2<T, T>> two = CheckedCodec.of(new Tuple2KeyCodec<>(codec, codec));
        for (T key : sample) {
            T other = sample.get(random.nextInt(sample.size()));
            byte[] bytes = one.encode(key);
            byte[] otherBytes = one.encode(other);
            assertTrue(
                    Arrays.equals(bytes, otherBytes) || !isPrefix(bytes, otherBytes),
                    () -> message(
                            one,
                            text(key) + " = " + HEX.formatHex(bytes) + " begins " + text(other) + " = "
                                    + HEX.formatHex(otherBytes)));
            byte[] both = two.encode(new Tuple2<>(key, other));
            Tuple2<T, T> back = assertDoesNotThrow(
                    () -> two.decode(both, 0, both.length),
                    () -> message(two, text(key) + " and " + text(other) + " did not return"));
            assertEquals(0, order.compare(key, back.first()), () -> message(two, "first of " + text(key)));
            assertEquals(0, order.compare(other, back.second()), () -> message(two, "second of " + text(other)));
        }
    }

    private static boolean isPrefix(byte[] prefix, byte[] bytes) {
        return bytes.length >= prefix.length && Arrays.equals(prefix, 0, prefix.length, bytes, 0, prefix.length);
    }

    private String message(CheckedCodec<?> codec, String what) {
        return codec.name() + ", seed " + seed + ": " + what;
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? HEX.formatHex(bytes) : String.valueOf(value);
    }
}
