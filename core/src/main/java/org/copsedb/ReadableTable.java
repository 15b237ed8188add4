package org.copsedb;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A table in one version of the database: sorted entries with distinct keys. A table that does not exist reads as
 * empty.
 *
 * <p>Usable until its transaction ends. In a read transaction any number of threads may use it at once; in a write
 * transaction one at a time, and it shows the transaction's own changes. Every single look-up costs O(log n) pages.
 * Null keys are refused with a {@link NullPointerException}. Damage that is met is reported as
 * {@link org.copsedb.storage.CorruptFileException}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface ReadableTable<K, V> {
    /**
     * Returns the name of the table.
     *
     * @return the name it was defined with
     */
    String name();

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return its value, null if the key is absent
     */
    @Nullable
    V get(K key);

    /**
     * Hands the encoded value of a key to a function without copying it, unless it is so large that it lies in pages of
     * its own.
     *
     * @param <R> the type of the result
     * @param key the key
     * @param reader takes the bytes, which can not be written to; they must not be used after the call. It must not
     *     change the table
     * @return what the function returned, null if the key is absent
     * @throws UnsupportedOperationException if the value is too long for an array
     */
    <R extends @Nullable Object> @Nullable R view(K key, Function<? super ByteBuffer, ? extends R> reader);

    /**
     * Opens the encoded value of a key as a stream, which reads a large value piece by piece: at most 256 KiB at once,
     * however long it is.
     *
     * @param key the key
     * @return the stream, null if the key is absent; closing it is not necessary. Usable until its transaction ends; in
     *     a write transaction only until the table changes. It throws {@link org.copsedb.storage.CopseException}s
     *     rather than {@link java.io.IOException}
     */
    @Nullable
    InputStream openValue(K key);

    /**
     * Tells whether a key is present.
     *
     * @param key the key
     * @return whether it is
     */
    boolean containsKey(K key);

    /**
     * Returns the number of entries. O(1).
     *
     * @return 0 or more
     */
    long size();

    /**
     * Tells whether there is no entry. O(1).
     *
     * @return whether the size is 0
     */
    default boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Returns the entry with the smallest key.
     *
     * @return the entry, null if the table is empty
     */
    @Nullable
    Entry<K, V> first();

    /**
     * Returns the entry with the largest key.
     *
     * @return the entry, null if the table is empty
     */
    @Nullable
    Entry<K, V> last();

    /**
     * Returns the entry with the largest key that is not above one.
     *
     * @param key the key
     * @return the entry, null if there is none
     */
    @Nullable
    Entry<K, V> floor(K key);

    /**
     * Returns the entry with the smallest key that is not below one.
     *
     * @param key the key
     * @return the entry, null if there is none
     */
    @Nullable
    Entry<K, V> ceiling(K key);

    /**
     * Returns the entry with the largest key below one.
     *
     * @param key the key
     * @return the entry, null if there is none
     */
    @Nullable
    Entry<K, V> lower(K key);

    /**
     * Returns the entry with the smallest key above one.
     *
     * @param key the key
     * @return the entry, null if there is none
     */
    @Nullable
    Entry<K, V> higher(K key);

    /**
     * Returns how many keys are below one. O(log n).
     *
     * @param key the key, present or not
     * @return 0 to {@link #size}
     */
    long rank(K key);

    /**
     * Returns the key with so many keys below it. O(log n).
     *
     * @param index 0 to {@link #size} - 1
     * @return the key
     * @throws IndexOutOfBoundsException if there are not so many
     */
    K keyAt(long index);

    /**
     * Returns the number of entries in a range. O(log n), however many there are.
     *
     * @param range the range
     * @return 0 or more
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    long count(KeyRange<K> range);

    /**
     * Returns a cursor over all entries.
     *
     * @return the cursor, before the first entry and behind the last
     */
    default Cursor<K, V> cursor() {
        return cursor(KeyRange.all());
    }

    /**
     * Returns a cursor over a range.
     *
     * @param range the range
     * @return the cursor, before the first entry of the range and behind the last
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    Cursor<K, V> cursor(KeyRange<K> range);

    /**
     * Hands every entry of a range to an action, in ascending order.
     *
     * @param range the range
     * @param action takes the entries; must not change the table
     */
    default void forEach(KeyRange<K> range, Consumer<? super Entry<K, V>> action) {
        Cursor<K, V> cursor = cursor(range);
        while (cursor.next()) {
            action.accept(new Entry<>(cursor.key(), cursor.value()));
        }
    }

    /**
     * Returns the entries of a range as a stream, in ascending order, each read when the stream comes to it. Usable
     * like a cursor: until the transaction ends, over a table that is being written until the table changes.
     *
     * @param range the range
     * @return the stream; closing it is not necessary
     * @throws IllegalArgumentException if the lower bound is above the upper one
     */
    default Stream<Entry<K, V>> stream(KeyRange<K> range) {
        return StreamSupport.stream(new CursorSpliterator<>(cursor(range)), false);
    }

    /**
     * Returns the table as a sorted map, which keeps nothing: every call goes to the table, at the cost of the
     * corresponding method, and sees it as it is. Of a table of a write transaction all methods of the map and of its
     * views can be used; of one that is read, those that change something throw {@link UnsupportedOperationException}.
     *
     * <p>The order is that of the encoded keys, which {@link NavigableMap#comparator} of the map compares. Null keys
     * and values are refused with a {@link NullPointerException}. Iterators are over as soon as the table is changed by
     * anything but themselves: they throw {@link java.util.ConcurrentModificationException}. {@link NavigableMap#put}
     * reads the old value; where it is not needed, {@code put} of the table is several times faster.
     *
     * @return the map, usable as long as the table
     */
    NavigableMap<K, V> asMap();

    /**
     * Counts the pages of the table and what is stored in them. Costs one reading of all its pages but those of large
     * values.
     *
     * @return the figures
     */
    TableStatistics statistics();
}
