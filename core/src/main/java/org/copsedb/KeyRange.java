package org.copsedb;

import java.util.Objects;
import org.copsedb.codec.KeyPrefix;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys: between two bounds, each inclusive, exclusive or absent, or all keys that begin alike. An inverted
 * range is refused where it is used, since only the codec knows the order. Immutable.
 *
 * @param <K> the type of the keys
 */
public final class KeyRange<K> {
    private final @Nullable K lower;
    private final boolean lowerInclusive;
    private final @Nullable K upper;
    private final boolean upperInclusive;
    private final @Nullable KeyPrefix<K> prefix;

    private KeyRange(@Nullable K lower, boolean lowerInclusive, @Nullable K upper, boolean upperInclusive) {
        this.lower = lower;
        this.lowerInclusive = lowerInclusive;
        this.upper = upper;
        this.upperInclusive = upperInclusive;
        this.prefix = null;
    }

    private KeyRange(KeyPrefix<K> prefix) {
        this.lower = null;
        this.lowerInclusive = true;
        this.upper = null;
        this.upperInclusive = true;
        this.prefix = prefix;
    }

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
        return new KeyRange<>(required(lower), true, required(upper), true);
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
        return new KeyRange<>(required(lower), true, required(upper), false);
    }

    /**
     * Returns the range from a key, excluded, to a key, included.
     *
     * @param <K> the type of the keys
     * @param lower the key before the first
     * @param upper the last key
     * @return the range
     */
    public static <K> KeyRange<K> openClosed(K lower, K upper) {
        return new KeyRange<>(required(lower), false, required(upper), true);
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
        return new KeyRange<>(required(lower), false, required(upper), false);
    }

    /**
     * Returns the range of all keys from one on.
     *
     * @param <K> the type of the keys
     * @param lower the first key
     * @return the range
     */
    public static <K> KeyRange<K> atLeast(K lower) {
        return new KeyRange<>(required(lower), true, null, true);
    }

    /**
     * Returns the range of all keys behind one.
     *
     * @param <K> the type of the keys
     * @param lower the key before the first
     * @return the range
     */
    public static <K> KeyRange<K> greaterThan(K lower) {
        return new KeyRange<>(required(lower), false, null, true);
    }

    /**
     * Returns the range of all keys up to one.
     *
     * @param <K> the type of the keys
     * @param upper the last key
     * @return the range
     */
    public static <K> KeyRange<K> atMost(K upper) {
        return new KeyRange<>(null, true, required(upper), true);
    }

    /**
     * Returns the range of all keys before one.
     *
     * @param <K> the type of the keys
     * @param upper the key behind the last
     * @return the range
     */
    public static <K> KeyRange<K> lessThan(K upper) {
        return new KeyRange<>(null, true, required(upper), false);
    }

    /**
     * Returns the range of all keys that begin alike: the strings that begin with {@code "Ber"}, or the tuples whose
     * first component is {@code "DE"}.
     *
     * @param <K> the type of the keys
     * @param prefix the common beginning, of the codec of the table that the range is used with
     * @return the range
     */
    public static <K> KeyRange<K> of(KeyPrefix<K> prefix) {
        return new KeyRange<>(required(prefix));
    }

    /** An absent bound has a method of its own, so a null is a mistake. */
    private static <T> T required(T bound) {
        return Objects.requireNonNull(bound, "bound");
    }

    /**
     * Returns the lower bound.
     *
     * @return the key, null if there is no bound or a {@link #prefix}
     */
    public @Nullable K lower() {
        return lower;
    }

    /**
     * Tells whether the lower bound belongs to the range.
     *
     * @return whether it does
     */
    public boolean lowerInclusive() {
        return lowerInclusive;
    }

    /**
     * Returns the upper bound.
     *
     * @return the key, null if there is no bound or a {@link #prefix}
     */
    public @Nullable K upper() {
        return upper;
    }

    /**
     * Tells whether the upper bound belongs to the range.
     *
     * @return whether it does
     */
    public boolean upperInclusive() {
        return upperInclusive;
    }

    /**
     * Returns what all keys of the range begin with.
     *
     * @return the prefix, null for a range between bounds
     */
    public @Nullable KeyPrefix<K> prefix() {
        return prefix;
    }

    @Override
    public String toString() {
        if (prefix != null) {
            return prefix.toString();
        }
        String from = lower == null ? "(-∞" : (lowerInclusive ? "[" : "(") + lower;
        return from + ", " + (upper == null ? "∞)" : upper + (upperInclusive ? "]" : ")"));
    }
}
