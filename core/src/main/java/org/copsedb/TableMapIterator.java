package org.copsedb;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a map of a table with a cursor, and removes and sets what it has returned. A change of the table by
 * anything else ends it.
 */
abstract class TableMapIterator<K, V, T> implements Iterator<T> {
    private final TableMap<K, V> map;
    private Cursor<K, V> cursor;
    private long changes;
    /** Whether the cursor is on the entry that comes next. */
    private boolean isOnNext;
    /** Whether the cursor is on the entry that was returned last. */
    private boolean isOnLatest;

    private boolean isAtEnd;
    /** The key that was returned last, if it was not removed since. */
    private @Nullable K latest;

    TableMapIterator(TableMap<K, V> map) {
        this.map = map;
        this.cursor = map.cursor();
        this.changes = map.table().changes();
    }

    /** Makes what is returned of the entry that a cursor is on. */
    abstract T result(K key, Cursor<K, V> position);

    @Override
    public final boolean hasNext() {
        if (!isOnNext && !isAtEnd) {
            isOnNext = map.isDescending() ? cursor.previous() : cursor.next();
            isAtEnd = !isOnNext;
            isOnLatest = false;
        }
        return isOnNext;
    }

    @Override
    public final T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the map of table \"" + map.table().name() + "\" has no more entries");
        }
        K key = cursor.key();
        T result = result(key, cursor);
        latest = key;
        isOnNext = false;
        isOnLatest = true;
        return result;
    }

    @Override
    public final void remove() {
        K key = latest;
        if (key == null) {
            throw new IllegalStateException("there is no entry to remove: none was returned, or it is removed");
        }
        if (isOnLatest && cursor instanceof MutableCursor<K, V> mutable) {
            mutable.remove();
            isOnLatest = false;
            changes = map.table().changes();
        } else {
            requireUnchanged();
            K next = isOnNext ? cursor.key() : null;
            map.remove(key);
            goOnAt(next);
        }
        latest = null;
    }

    /** Sets the value of an entry that was returned before; the iterator goes on if it could have before. */
    final void set(K key, V value) {
        if (isOnLatest && key == latest && cursor instanceof MutableCursor<K, V> mutable) {
            mutable.set(value);
            changes = map.table().changes();
            return;
        }
        boolean goesOn = map.table().changes() == changes;
        boolean wasOnLatest = isOnLatest;
        K next = goesOn && isOnNext ? cursor.key() : null;
        map.replace(key, value);
        if (goesOn && wasOnLatest) {
            goOnAt(latest);
            isOnLatest = isOnNext;
            isOnNext = false;
        } else if (goesOn) {
            goOnAt(next);
        }
    }

    private void requireUnchanged() {
        if (map.table().changes() != changes) {
            throw new ConcurrentModificationException(
                    "table \"" + map.table().name() + "\" has changed since the iterator was made");
        }
    }

    /** Goes to the next entry with a new cursor; without one the old cursor was at the end or on no entry yet. */
    private void goOnAt(@Nullable K next) {
        cursor = map.cursor();
        changes = map.table().changes();
        isOnLatest = false;
        isOnNext = next != null && (map.isDescending() ? cursor.seekFloor(next) : cursor.seek(next));
    }
}
