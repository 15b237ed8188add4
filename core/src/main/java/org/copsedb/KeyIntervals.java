package org.copsedb;

import java.util.Arrays;
import org.copsedb.btree.KeyBounds;
import org.jspecify.annotations.Nullable;

/** Arithmetic on ranges of encoded keys. */
final class KeyIntervals {
    private KeyIntervals() {}

    /** Returns what two ranges share, null if they share nothing. */
    static @Nullable KeyBounds intersection(KeyBounds one, KeyBounds other) {
        KeyBounds lower = compareLow(one, other) >= 0 ? one : other;
        KeyBounds upper = compareHigh(one, other) <= 0 ? one : other;
        byte[] low = lower.low();
        byte[] high = upper.high();
        if (low != null && high != null && Arrays.compareUnsigned(low, high) > 0) {
            return null;
        }
        return new KeyBounds(low, lower.lowIncluded(), high, upper.highIncluded());
    }

    /** Refuses a range that is inverted or not within another one. */
    static void requireWithin(KeyBounds range, KeyBounds whole, String table) {
        byte[] low = range.low();
        byte[] high = range.high();
        if (low != null && high != null && Arrays.compareUnsigned(low, high) > 0) {
            throw new IllegalArgumentException("inverted range of a map of table \"" + table + '"');
        }
        boolean isEmpty = low != null && high != null && Arrays.equals(low, high);
        boolean isInside = compareLow(range, whole) >= 0 && compareHigh(range, whole) <= 0;
        if (!isInside && !(isEmpty && touches(low, whole))) {
            throw new IllegalArgumentException(
                    "a range that reaches beyond the part of table \"" + table + "\" that the map shows");
        }
    }

    /** Tells whether an end of a range may stand here: inside or at an end. */
    private static boolean touches(byte @Nullable [] key, KeyBounds whole) {
        return key != null && new KeyBounds(whole.low(), true, whole.high(), true).contains(key);
    }

    /** Compares where two ranges begin. */
    private static int compareLow(KeyBounds one, KeyBounds other) {
        byte[] a = one.low();
        byte[] b = other.low();
        if (a == null || b == null) {
            return (a == null ? 0 : 1) - (b == null ? 0 : 1);
        }
        int order = Arrays.compareUnsigned(a, b);
        return order != 0 ? order : (one.lowIncluded() ? 0 : 1) - (other.lowIncluded() ? 0 : 1);
    }

    /** Compares where two ranges end. */
    private static int compareHigh(KeyBounds one, KeyBounds other) {
        byte[] a = one.high();
        byte[] b = other.high();
        if (a == null || b == null) {
            return (b == null ? 0 : 1) - (a == null ? 0 : 1);
        }
        int order = Arrays.compareUnsigned(a, b);
        return order != 0 ? order : (one.highIncluded() ? 1 : 0) - (other.highIncluded() ? 1 : 0);
    }
}
