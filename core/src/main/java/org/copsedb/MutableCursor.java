package org.copsedb;

/**
 * A cursor that changes the entries it steps through. Its own changes do not end it; a change of the table by anything
 * else does, and every method then throws {@link java.util.ConcurrentModificationException}. For one thread at a time.
 *
 * <p>A change needs no search, as the cursor is in the right leaf. Where it makes pages split or merge, which is
 * seldom, the cursor finds its place again in O(log n) pages.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface MutableCursor<K, V> extends Cursor<K, V> {
    /**
     * Gives the entry another value.
     *
     * @param value the new value
     * @throws IllegalStateException if the cursor is on no entry
     */
    void set(V value);

    /**
     * Removes the entry. The cursor stands where it was: {@link #next} goes to the entry behind it, {@link #previous}
     * to the one before it.
     *
     * @throws IllegalStateException if the cursor is on no entry
     */
    void remove();
}
