package org.copsedb.btree;

import java.util.Arrays;
import org.copsedb.btree.node.KeyBytes;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys: each end is open, closed or absent. The arrays are copied when the range is made, and must not be
 * written to when they are asked for.
 *
 * @param low the lower end, or null for none
 * @param lowIncluded whether the lower end itself belongs to the range
 * @param high the upper end, or null for none
 * @param highIncluded whether the upper end itself belongs to the range
 */
@SuppressWarnings("ArrayRecordComponent") // Bounds are passed to one call and never compared.
public record KeyBounds(byte @Nullable [] low, boolean lowIncluded, byte @Nullable [] high, boolean highIncluded) {
    /**
     * Copies the ends.
     *
     * @param low the lower end, or null for none
     * @param lowIncluded whether the lower end itself belongs to the range
     * @param high the upper end, or null for none
     * @param highIncluded whether the upper end itself belongs to the range
     */
    public KeyBounds(byte @Nullable [] low, boolean lowIncluded, byte @Nullable [] high, boolean highIncluded) {
        this.low = low == null ? null : low.clone();
        this.lowIncluded = lowIncluded;
        this.high = high == null ? null : high.clone();
        this.highIncluded = highIncluded;
    }

    /** All keys. */
    public static final KeyBounds ALL = new KeyBounds(null, true, null, true);

    /**
     * Returns the range from one key to another, as Java's ranges are.
     *
     * @param low the lower end, included
     * @param high the upper end, excluded
     * @return the range
     */
    public static KeyBounds of(byte[] low, byte[] high) {
        return new KeyBounds(low, true, high, false);
    }

    /**
     * Returns the range from one key to another, both included.
     *
     * @param low the lower end
     * @param high the upper end
     * @return the range
     */
    public static KeyBounds closed(byte[] low, byte[] high) {
        return new KeyBounds(low, true, high, true);
    }

    /**
     * Returns the range of a key and all after it.
     *
     * @param low the lower end, included
     * @return the range
     */
    public static KeyBounds from(byte[] low) {
        return new KeyBounds(low, true, null, true);
    }

    /**
     * Returns the range of all keys before one.
     *
     * @param high the upper end, excluded
     * @return the range
     */
    public static KeyBounds below(byte[] high) {
        return new KeyBounds(null, true, high, false);
    }

    /**
     * Returns the range of all keys that begin with some bytes.
     *
     * @param prefix the bytes
     * @return the range
     */
    public static KeyBounds prefix(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return from(prefix);
        }
        byte[] high = Arrays.copyOf(prefix, length);
        high[length - 1]++;
        return of(prefix, high);
    }

    /**
     * Tells whether a key lies in the range.
     *
     * @param key the key
     * @return whether it does
     */
    public boolean contains(byte[] key) {
        if (low != null) {
            int order = KeyBytes.compare(key, low);
            if (order < 0 || (order == 0 && !lowIncluded)) {
                return false;
            }
        }
        if (high != null) {
            int order = KeyBytes.compare(key, high);
            return order < 0 || (order == 0 && highIncluded);
        }
        return true;
    }
}
