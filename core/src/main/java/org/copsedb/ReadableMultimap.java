package org.copsedb;

import java.util.NavigableSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A multimap in one version of the database: keys in order, and for each of them its distinct values in order. One that
 * does not exist reads as empty.
 *
 * <p>Usable until its transaction ends. In a read transaction any number of threads may use it at once; in a write
 * transaction one at a time, and it shows the transaction's own changes. Every single look-up costs O(log n) pages, n
 * being the number of pairs. Null keys and values are refused with a {@link NullPointerException}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface ReadableMultimap<K, V> {
    /**
     * Returns the name of the multimap.
     *
     * @return the name it was defined with
     */
    String name();

    /**
     * Returns the number of pairs of a key and a value. O(1).
     *
     * @return 0 or more
     */
    long size();

    /**
     * Tells whether there is no pair. O(1).
     *
     * @return whether the size is 0
     */
    default boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Tells whether a key has a value.
     *
     * @param key the key
     * @param value the value
     * @return whether it does
     */
    boolean contains(K key, V value);

    /**
     * Tells whether a key has any value.
     *
     * @param key the key
     * @return whether it does
     */
    default boolean containsKey(K key) {
        return count(key) > 0;
    }

    /**
     * Returns how many values a key has. O(log n), however many there are.
     *
     * @param key the key
     * @return 0 or more
     */
    long count(K key);

    /**
     * Returns how many pairs the keys of a range have. O(log n), however many there are.
     *
     * @param range the range of keys
     * @return 0 or more
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    long count(KeyRange<K> range);

    /**
     * Returns the values of a key as a sorted set, which keeps nothing: every call goes to the multimap, as of
     * {@link ReadableTable#asMap}. Of a multimap of a write transaction the set can be changed.
     *
     * @param key the key
     * @return the set, empty if the key has no values; usable as long as the multimap
     */
    NavigableSet<V> values(K key);

    /**
     * Returns the smallest key.
     *
     * @return the key, null if there is none
     */
    @Nullable
    K firstKey();

    /**
     * Returns the largest key.
     *
     * @return the key, null if there is none
     */
    @Nullable
    K lastKey();

    /**
     * Returns the largest key below one.
     *
     * @param key the key
     * @return the key, null if there is none
     */
    @Nullable
    K lowerKey(K key);

    /**
     * Returns the smallest key above one. O(log n), however many values lie between.
     *
     * @param key the key
     * @return the key, null if there is none
     */
    @Nullable
    K higherKey(K key);

    /**
     * Returns the distinct keys of a range, in ascending order. Each costs O(log n), however many values it has.
     *
     * @param range the range of keys
     * @return the keys, each looked up when the stream comes to it
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    Stream<K> keys(KeyRange<K> range);

    /**
     * Returns a cursor over the pairs of a range of keys, in the order of the keys, and of the values within each.
     * {@link Cursor#seek} goes to the first value of a key, {@link Cursor#seekFloor} to the last one.
     *
     * @param range the range of keys
     * @return the cursor, before the first pair of the range and behind the last
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    Cursor<K, V> cursor(KeyRange<K> range);

    /**
     * Returns the pairs of a range of keys as a stream, in the order of the cursor, and usable like it.
     *
     * @param range the range of keys
     * @return the stream; closing it is not necessary
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    default Stream<Entry<K, V>> stream(KeyRange<K> range) {
        return StreamSupport.stream(new CursorSpliterator<>(cursor(range)), false);
    }

    /**
     * Counts the pages of the multimap and what is stored in them. Costs one reading of all its pages but those of
     * large values.
     *
     * @return the figures
     */
    TableStatistics statistics();
}
