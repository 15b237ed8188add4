package org.copsedb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
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
    /** The longest value, in bytes: 256 TiB less one. */
    long MAXIMUM_VALUE_LENGTH = (1L << 48) - 1;

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
     * Sets the value of a key that is present.
     *
     * @param key the key
     * @param value the value
     * @return the old value, null if the key is absent and nothing was set
     * @throws OversizedKeyException if the key is too long for the database's pages
     */
    @Nullable
    V replace(K key, V value);

    /**
     * Sets the value of a key that has a certain one: compare and set. Values are equal if their encodings are.
     *
     * @param key the key
     * @param expected the value that it must have
     * @param value the new value
     * @return whether it was set
     * @throws OversizedKeyException if the key is too long for the database's pages
     */
    boolean replace(K key, V expected, V value);

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
     * Removes a key that has a certain value. Values are equal if their encodings are.
     *
     * @param key the key
     * @param expected the value that it must have
     * @return whether it was removed
     */
    boolean remove(K key, V expected);

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

    /**
     * Removes all entries of a range. Cost: the branches of the range, and what large values take; leaves are read only
     * at the two ends.
     *
     * @param range the range
     * @return how many there were
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    long removeRange(KeyRange<K> range);

    /**
     * Removes the entries of a range that a condition holds for, in one pass.
     *
     * @param range the range
     * @param condition is shown every entry once, in ascending order; must not change the table
     * @return how many were removed
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    default long removeIf(KeyRange<K> range, BiPredicate<? super K, ? super V> condition) {
        return extractIf(range, condition, (key, value) -> {});
    }

    /**
     * Removes the entries of a range that a condition holds for, and hands them over, in one pass. If the condition or
     * the receiver throws, the transaction can only be rolled back.
     *
     * @param range the range
     * @param condition is shown every entry once, in ascending order; must not change the table
     * @param receiver takes the entries that are removed; must not change the table
     * @return how many were removed
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    long extractIf(
            KeyRange<K> range, BiPredicate<? super K, ? super V> condition, BiConsumer<? super K, ? super V> receiver);

    /**
     * Returns a cursor that can change the entries of a range.
     *
     * @param range the range
     * @return the cursor, before the first entry of the range and behind the last
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    MutableCursor<K, V> mutableCursor(KeyRange<K> range);

    /**
     * Sets the encoded value of a key to what a stream holds. The stream is read to its end, 256 KiB at a time, so the
     * value may be longer than an array can be, up to {@value #MAXIMUM_VALUE_LENGTH} bytes. Nothing checks that the
     * bytes are an encoding of a value.
     *
     * <p>Cost: a value of more than 256 KiB goes to its pages at once, and the transaction commits by a checkpoint.
     *
     * @param key the key
     * @param source the bytes; not closed
     * @throws OversizedKeyException if the key is too long for the database's pages
     * @throws IOException if the stream throws it; then nothing has changed
     */
    void writeValue(K key, InputStream source) throws IOException;

    /**
     * Sets the encoded value of a key to bytes that are written straight into room reserved for them. Otherwise as
     * {@link #writeValue(Object, InputStream)}.
     *
     * @param key the key
     * @param length the length of the value, 0 to {@value #MAXIMUM_VALUE_LENGTH} bytes
     * @param filler fills a buffer that it must not use afterwards; what it leaves is zero. Called with pieces of at
     *     most 256 KiB, in order; not at all for a value of no bytes. It must not change the table
     * @throws OversizedKeyException if the key is too long for the database's pages
     * @throws IllegalArgumentException if the length is out of range
     */
    void writeValue(K key, long length, Consumer<? super ByteBuffer> filler);

    /** Removes all entries. Cost: the branches, and what large values take; no other leaf is read. */
    void clear();
}
