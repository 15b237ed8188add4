package org.copsedb.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;

/** Random keys of which many are equal, similar, or at an edge of their type. */
final class RandomKeys {
    private static final long[] LONG_EDGES = {Long.MIN_VALUE, -1L << 32, -1, 0, 1, 0x0101, 1L << 32, Long.MAX_VALUE};
    private static final double[] DOUBLE_EDGES = {
        Double.NEGATIVE_INFINITY,
        -Double.MAX_VALUE,
        -1,
        -Double.MIN_VALUE,
        -0.0,
        0.0,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.POSITIVE_INFINITY,
        Double.NaN
    };
    /** The borders between numbers of UTF-8 bytes, and both sides of the surrogates. */
    private static final int[] CODE_POINTS = {
        0, 1, 2, 'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x1_0000, 0x10_FFFF
    };

    /** The order of code points, without knowledge of UTF-8. */
    static final Comparator<String> CODE_POINT_ORDER = (a, b) -> {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
    };

    private RandomKeys() {}

    static int anInt(Random random) {
        return random.nextBoolean() ? (int) aLong(random) : random.nextInt();
    }

    static long aLong(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> LONG_EDGES[random.nextInt(LONG_EDGES.length)] + random.nextInt(3) - 1;
            case 1 -> random.nextLong() >> random.nextInt(Long.SIZE);
            default -> random.nextLong();
        };
    }

    static double aDouble(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> DOUBLE_EDGES[random.nextInt(DOUBLE_EDGES.length)];
            case 1 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextGaussian();
        };
    }

    static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 60 : 5)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextBoolean()) {
                bytes[i] = (byte) (random.nextInt(5) - 2);
            }
        }
        return bytes;
    }

    static String string(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 40 : 5); i > 0; i--) {
            text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
        }
        return text.toString();
    }

    static float aFloat(Random random) {
        return random.nextBoolean() ? (float) aDouble(random) : Float.intBitsToFloat(random.nextInt());
    }

    static UUID uuid(Random random) {
        return new UUID(aLong(random), aLong(random));
    }

    static BigInteger bigInteger(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> BigInteger.valueOf(aLong(random));
            case 1 -> BigInteger.ONE.shiftLeft(random.nextInt(140)).subtract(BigInteger.valueOf(random.nextInt(3)));
            case 2 -> BigInteger.ONE.shiftLeft(random.nextInt(140)).negate();
            default ->
                new BigInteger(random.nextInt(3_000), random).multiply(BigInteger.valueOf(random.nextInt(3) - 1));
        };
    }

    static BigDecimal bigDecimal(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new BigDecimal(BigInteger.valueOf(random.nextInt(1_001) - 500), random.nextInt(9) - 4);
            case 1 -> new BigDecimal(BigInteger.TEN.pow(random.nextInt(40)), random.nextInt(40));
            case 2 -> new BigDecimal(bigInteger(random), random.nextBoolean() ? random.nextInt() : 2);
            default -> new BigDecimal(bigInteger(random), random.nextInt(200) - 100);
        };
    }

    static Instant instant(Random random) {
        long range = Instant.MAX.getEpochSecond();
        long seconds = random.nextBoolean() ? aLong(random) % range : random.nextInt(3) - 1;
        return switch (random.nextInt(10)) {
            case 0 -> Instant.MIN;
            case 1 -> Instant.MAX;
            default -> Instant.ofEpochSecond(seconds, nanoseconds(random));
        };
    }

    static Duration duration(Random random) {
        return Duration.ofSeconds(
                random.nextBoolean() ? aLong(random) >> 1 : random.nextInt(3) - 1, nanoseconds(random));
    }

    private static int nanoseconds(Random random) {
        return random.nextBoolean() ? random.nextInt(1_000_000_000) : 999_999_999 * random.nextInt(2);
    }

    static LocalDate date(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> LocalDate.MIN;
            case 1 -> LocalDate.MAX;
            case 2 -> LocalDate.ofEpochDay(random.nextInt());
            default -> LocalDate.of(random.nextInt(5) - 2, 1 + random.nextInt(12), 1 + random.nextInt(28));
        };
    }
}
