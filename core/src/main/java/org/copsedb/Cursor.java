package org.copsedb;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the entries of a range in both directions. It begins on no entry: {@link #next} goes to the first,
 * {@link #previous} to the last. Usable until its transaction ends; over a table that is being written only until the
 * table changes. For one thread at a time. A step costs no allocation, and seldom leaves the page it is in.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface Cursor<K, V> {
    /**
     * Moves to the next entry.
     *
     * @return whether there is one
     */
    boolean next();

    /**
     * Moves to the previous entry.
     *
     * @return whether there is one
     */
    boolean previous();

    /**
     * Moves to the smallest key in the range that is not below one.
     *
     * @param key the key
     * @return whether there is one
     */
    boolean seek(K key);

    /**
     * Moves to the largest key in the range that is not above one.
     *
     * @param key the key
     * @return whether there is one
     */
    boolean seekFloor(K key);

    /**
     * Returns the key of the entry.
     *
     * @return the key
     * @throws IllegalStateException if the cursor is on no entry
     */
    K key();

    /**
     * Returns the value of the entry.
     *
     * @return the value
     * @throws IllegalStateException if the cursor is on no entry
     */
    V value();

    /**
     * Hands the encoded value of the entry to a function without copying it, unless it is so large that it lies in
     * pages of its own. A scan that looks at values this way makes no array for each of them.
     *
     * @param <R> the type of the result
     * @param reader takes the bytes, which can not be written to; they must not be used after the call. It must not
     *     change the table
     * @return what the function returned
     * @throws IllegalStateException if the cursor is on no entry
     * @throws UnsupportedOperationException if the value is too long for an array
     */
    <R extends @Nullable Object> R view(Function<? super ByteBuffer, ? extends R> reader);
}
