package org.copsedb;

import java.util.Iterator;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A table that a write transaction changes. It comes into being with its first entry. For one thread at a time.
 *
 * <p>Every operation costs O(log n) pages, unless it says otherwise. One that is refused for its arguments, by an
 * {@link IllegalArgumentException}, {@link NullPointerException}, {@link OversizedKeyException} or
 * {@link org.copsedb.codec.CodecException}, has changed nothing. After any other failure the transaction can only be
 * rolled back.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface Table<K, V> extends ReadableTable<K, V> {
    /**
     * Sets the value of a key without asking for the old one.
     *
     * <p>Cost: the write is collected, and applied in the order of keys together with others, before the table is read
     * again, when the memory for such writes is full, or at the commit. So many of them in a row are several times
     * faster than operations with an answer.
     *
     * @param key the key
     * @param value the value
     * @throws OversizedKeyException if the key is too long for the database's pages
     */
    void put(K key, V value);

    /**
     * Sets the value of a key.
     *
     * @param key the key
     * @param value the value
     * @return the old value, null if the key was absent
     * @throws OversizedKeyException if the key is too long for the database's pages
     */
    @Nullable
    V getAndPut(K key, V value);

    /**
     * Sets the value of a key that is absent.
     *
     * @param key the key
     * @param value the value
     * @return null if the value was set, else the present one
     * @throws OversizedKeyException if the key is too long for the database's pages
     */
    @Nullable
    V putIfAbsent(K key, V value);

    /**
     * Removes a key, if it is present, without asking whether it is. Cost: as that of {@link #put}.
     *
     * @param key the key
     */
    void delete(K key);

    /**
     * Sets the values of keys that come in ascending order: the fastest way to fill a table. If an entry is out of
     * order or refused, or the iterator throws, none of the entries is put.
     *
     * @param entries the entries, in ascending order of distinct keys; the iterator must not use this table
     * @return how many there were
     * @throws UnsortedEntriesException if a key does not come after the one before it
     * @throws OversizedKeyException if a key is too long for the database's pages
     */
    long putSorted(Iterator<? extends Entry<? extends K, ? extends V>> entries);

    /**
     * Removes a key.
     *
     * @param key the key
     * @return whether it was present
     */
    boolean remove(K key);

    /**
     * Removes a key.
     *
     * @param key the key
     * @return its value, null if it was absent
     */
    @Nullable
    V getAndRemove(K key);

    /**
     * Computes the value of a key from the present one, in one descent.
     *
     * @param key the key
     * @param function takes the key and its value, null if absent; returns the new value, null to remove the key; must
     *     not change the table
     * @return the new value, null if there is none
     * @throws OversizedKeyException if the key is too long for the database's pages
     */
    @Nullable
    V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function);

    /**
     * Removes the entry with the smallest key.
     *
     * @return the entry, null if the table is empty
     */
    @Nullable
    Entry<K, V> popFirst();

    /**
     * Removes the entry with the largest key.
     *
     * @return the entry, null if the table is empty
     */
    @Nullable
    Entry<K, V> popLast();

    /** Removes all entries. Cost: the branches, and what large values take; no other leaf is read. */
    void clear();
}
