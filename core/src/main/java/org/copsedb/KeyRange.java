package org.copsedb;

import org.jspecify.annotations.Nullable;

/**
 * A range of keys: between two bounds, each inclusive, exclusive or absent. An inverted range is refused where it is
 * used, since only the codec knows the order.
 *
 * @param <K> the type of the keys
 * @param lower the lower bound, null for none
 * @param lowerInclusive whether the lower bound belongs to the range
 * @param upper the upper bound, null for none
 * @param upperInclusive whether the upper bound belongs to the range
 */
public record KeyRange<K>(
        @Nullable K lower, boolean lowerInclusive, @Nullable K upper, boolean upperInclusive) {
    /**
     * Returns the range of all keys.
     *
     * @param <K> the type of the keys
     * @return a range without bounds
     */
    public static <K> KeyRange<K> all() {
        return new KeyRange<>(null, true, null, true);
    }

    /**
     * Returns the range from a key to a key, both included.
     *
     * @param <K> the type of the keys
     * @param lower the first key
     * @param upper the last key
     * @return the range
     */
    public static <K> KeyRange<K> closed(K lower, K upper) {
        return new KeyRange<>(lower, true, upper, true);
    }

    /**
     * Returns the range from a key, included, up to a key, excluded.
     *
     * @param <K> the type of the keys
     * @param lower the first key
     * @param upper the key behind the last
     * @return the range
     */
    public static <K> KeyRange<K> closedOpen(K lower, K upper) {
        return new KeyRange<>(lower, true, upper, false);
    }

    /**
     * Returns the range between two keys, both excluded.
     *
     * @param <K> the type of the keys
     * @param lower the key before the first
     * @param upper the key behind the last
     * @return the range
     */
    public static <K> KeyRange<K> open(K lower, K upper) {
        return new KeyRange<>(lower, false, upper, false);
    }

    /**
     * Returns the range of all keys from one on.
     *
     * @param <K> the type of the keys
     * @param lower the first key
     * @return the range
     */
    public static <K> KeyRange<K> atLeast(K lower) {
        return new KeyRange<>(lower, true, null, true);
    }

    /**
     * Returns the range of all keys behind one.
     *
     * @param <K> the type of the keys
     * @param lower the key before the first
     * @return the range
     */
    public static <K> KeyRange<K> greaterThan(K lower) {
        return new KeyRange<>(lower, false, null, true);
    }

    /**
     * Returns the range of all keys up to one.
     *
     * @param <K> the type of the keys
     * @param upper the last key
     * @return the range
     */
    public static <K> KeyRange<K> atMost(K upper) {
        return new KeyRange<>(null, true, upper, true);
    }

    /**
     * Returns the range of all keys before one.
     *
     * @param <K> the type of the keys
     * @param upper the key behind the last
     * @return the range
     */
    public static <K> KeyRange<K> lessThan(K upper) {
        return new KeyRange<>(null, true, upper, false);
    }
}
