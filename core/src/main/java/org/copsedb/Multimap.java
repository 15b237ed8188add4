package org.copsedb;

import java.util.Iterator;
import java.util.function.BiPredicate;

/**
 * A multimap that a write transaction changes. It comes into being with its first pair. For one thread at a time. What
 * {@link Table} says of refusals and failures holds here too.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface Multimap<K, V> extends ReadableMultimap<K, V> {
    /**
     * Gives a key a value, if it does not have it, without asking whether it does. Cost: as that of {@link Table#put}.
     *
     * @param key the key
     * @param value the value
     * @throws OversizedKeyException if both together are too long for the database's pages
     */
    void put(K key, V value);

    /**
     * Gives a key a value, if it does not have it.
     *
     * @param key the key
     * @param value the value
     * @return whether it did not have it
     * @throws OversizedKeyException if both together are too long for the database's pages
     */
    boolean putIfAbsent(K key, V value);

    /**
     * Takes a value from a key, if it has it, without asking whether it does. Cost: as that of {@link Table#put}.
     *
     * @param key the key
     * @param value the value
     */
    void delete(K key, V value);

    /**
     * Takes a value from a key.
     *
     * @param key the key
     * @param value the value
     * @return whether it had it
     */
    boolean remove(K key, V value);

    /**
     * Takes all values from a key. Cost: as that of {@link Table#removeRange}.
     *
     * @param key the key
     * @return how many it had
     */
    long removeAll(K key);

    /**
     * Takes all values from the keys of a range. Cost: as that of {@link Table#removeRange}.
     *
     * @param range the range of keys
     * @return how many pairs there were
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    long removeRange(KeyRange<K> range);

    /**
     * Removes the pairs of a range of keys that a condition holds for, in one pass. If the condition throws, the
     * transaction can only be rolled back.
     *
     * @param range the range of keys
     * @param condition is shown every pair once, in order; must not change the multimap
     * @return how many were removed
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    long removeIf(KeyRange<K> range, BiPredicate<? super K, ? super V> condition);

    /**
     * Puts pairs that come in ascending order, those of one key by their values. If one of them is out of order or can
     * not be put, or the iterator throws, none is. Cost: as that of {@link Table#putSorted}.
     *
     * @param pairs the pairs, each once; the iterator must not use this multimap
     * @return how many there were
     * @throws UnsortedEntriesException if a pair does not come after the one before it
     * @throws OversizedKeyException if a key and its value together are too long for the database's pages
     */
    long putSorted(Iterator<? extends Entry<? extends K, ? extends V>> pairs);

    /** Removes all pairs. Cost: as that of {@link Table#clear}. */
    void clear();
}
