package org.copsedb;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.copsedb.btree.KeyBounds;
import org.copsedb.codec.CodecException;
import org.jspecify.annotations.Nullable;

/**
 * A range of a table, or all of it, as a sorted map, in either direction. It keeps nothing: every call goes to the
 * table.
 */
final class TableMap<K, V> extends AbstractMap<K, V> implements NavigableMap<K, V> {
    private final TreeTable<K, V> table;
    private final KeyBounds bounds;
    private final boolean descending;

    TableMap(TreeTable<K, V> table, KeyBounds bounds, boolean descending) {
        this.table = table;
        this.bounds = bounds;
        this.descending = descending;
    }

    TreeTable<K, V> table() {
        return table;
    }

    boolean isDescending() {
        return descending;
    }

    private Table<K, V> writable() {
        if (table instanceof TransactionTable<K, V> writable) {
            return writable;
        }
        throw new UnsupportedOperationException("table \"" + table.name() + "\" is open for reading only");
    }

    /** Returns the cursor for going through the map: one that can change entries, if the table can be changed. */
    Cursor<K, V> cursor() {
        return table instanceof TransactionTable<K, V> writable
                ? writable.mutableCursorWithin(bounds)
                : table.cursorWithin(bounds);
    }

    /** Returns the encoding of a key that may be of any type; null if it has none or lies outside the map. */
    private byte @Nullable [] findable(@Nullable Object key) {
        Objects.requireNonNull(key, "key");
        try {
            byte[] bytes = table.codec.key(asKey(key));
            return bounds.contains(bytes) ? bytes : null;
        } catch (CodecException foreign) {
            table.changes(); // a table that can not be used any more says so
            return null;
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the codec refuses what is no key
    private K asKey(Object key) {
        return (K) key;
    }

    private void requireInside(K key) {
        byte[] bytes = table.codec.key(key);
        if (!bounds.contains(bytes)) {
            throw new IllegalArgumentException(
                    "key " + key + " lies outside of the part of table \"" + table.name() + "\" that the map shows");
        }
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, count());
    }

    private long count() {
        return isWhole() ? table.size() : table.tree().count(bounds);
    }

    private boolean isWhole() {
        return bounds.low() == null && bounds.high() == null;
    }

    @Override
    public boolean isEmpty() {
        return count() == 0;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        byte[] bytes = findable(key);
        return bytes != null && table.tree().contains(bytes);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        byte[] bytes = findable(key);
        return bytes == null ? null : table.valueOf(bytes);
    }

    @Override
    public @Nullable V put(K key, V value) {
        requireInside(key);
        return writable().getAndPut(key, value);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        requireInside(key);
        return writable().putIfAbsent(key, value);
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        Table<K, V> writable = writable();
        Objects.requireNonNull(key, "key");
        return findable(key) == null ? null : writable.getAndRemove(asKey(key));
    }

    @Override
    public @Nullable V replace(K key, V value) {
        requireInside(key);
        return writable().replace(key, value);
    }

    @Override
    public void clear() {
        if (writable() instanceof TransactionTable<K, V> whole) {
            whole.removeWithin(bounds);
        }
    }

    @Override
    public Comparator<? super K> comparator() {
        return new KeyOrder<>(table.codec, descending);
    }

    @Override
    public K firstKey() {
        return required(firstEntry()).getKey();
    }

    @Override
    public K lastKey() {
        return required(lastEntry()).getKey();
    }

    private Map.Entry<K, V> required(Map.@Nullable Entry<K, V> entry) {
        if (entry == null) {
            throw new NoSuchElementException("no entry of table \"" + table.name() + "\" is in the map");
        }
        return entry;
    }

    @Override
    public Map.@Nullable Entry<K, V> firstEntry() {
        return edge(bounds, !descending);
    }

    @Override
    public Map.@Nullable Entry<K, V> lastEntry() {
        return edge(bounds, descending);
    }

    private Map.@Nullable Entry<K, V> edge(KeyBounds within, boolean first) {
        Cursor<K, V> cursor = table.cursorWithin(within);
        return (first ? cursor.next() : cursor.previous()) ? snapshot(cursor) : null;
    }

    private static <K, V> Map.Entry<K, V> snapshot(Cursor<K, V> cursor) {
        return new AbstractMap.SimpleImmutableEntry<>(cursor.key(), cursor.value());
    }

    @Override
    public Map.@Nullable Entry<K, V> pollFirstEntry() {
        return poll(!descending);
    }

    @Override
    public Map.@Nullable Entry<K, V> pollLastEntry() {
        return poll(descending);
    }

    private Map.@Nullable Entry<K, V> poll(boolean first) {
        writable();
        if (!(cursor() instanceof MutableCursor<K, V> cursor && (first ? cursor.next() : cursor.previous()))) {
            return null;
        }
        Map.Entry<K, V> entry = snapshot(cursor);
        cursor.remove();
        return entry;
    }

    @Override
    public Map.@Nullable Entry<K, V> lowerEntry(K key) {
        return nearest(key, false, false);
    }

    @Override
    public Map.@Nullable Entry<K, V> floorEntry(K key) {
        return nearest(key, false, true);
    }

    @Override
    public Map.@Nullable Entry<K, V> ceilingEntry(K key) {
        return nearest(key, true, true);
    }

    @Override
    public Map.@Nullable Entry<K, V> higherEntry(K key) {
        return nearest(key, true, false);
    }

    /** Finds the entry nearest to a key on one side of it, in the order of the map. */
    private Map.@Nullable Entry<K, V> nearest(K key, boolean behind, boolean inclusive) {
        byte[] bytes = table.codec.key(key);
        boolean above = behind != descending;
        KeyBounds side =
                above ? new KeyBounds(bytes, inclusive, null, true) : new KeyBounds(null, true, bytes, inclusive);
        KeyBounds within = KeyIntervals.intersection(bounds, side);
        return within == null ? null : edge(within, above);
    }

    @Override
    public @Nullable K lowerKey(K key) {
        return keyOf(lowerEntry(key));
    }

    @Override
    public @Nullable K floorKey(K key) {
        return keyOf(floorEntry(key));
    }

    @Override
    public @Nullable K ceilingKey(K key) {
        return keyOf(ceilingEntry(key));
    }

    @Override
    public @Nullable K higherKey(K key) {
        return keyOf(higherEntry(key));
    }

    private static <K> @Nullable K keyOf(Map.@Nullable Entry<K, ?> entry) {
        return entry == null ? null : entry.getKey();
    }

    @Override
    public NavigableMap<K, V> descendingMap() {
        return new TableMap<>(table, bounds, !descending);
    }

    @Override
    public NavigableSet<K> navigableKeySet() {
        return new TableKeySet<>(this);
    }

    @Override
    public NavigableSet<K> keySet() {
        return navigableKeySet();
    }

    @Override
    public NavigableSet<K> descendingKeySet() {
        return descendingMap().navigableKeySet();
    }

    @Override
    public Collection<V> values() {
        return new TableMapViews.Values<>(this);
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new TableMapViews.Entries<>(this);
    }

    @Override
    public NavigableMap<K, V> subMap(K from, boolean fromInclusive, K to, boolean toInclusive) {
        byte[] first = table.codec.key(from);
        byte[] last = table.codec.key(to);
        return part(
                descending
                        ? new KeyBounds(last, toInclusive, first, fromInclusive)
                        : new KeyBounds(first, fromInclusive, last, toInclusive));
    }

    @Override
    public NavigableMap<K, V> headMap(K to, boolean inclusive) {
        byte[] last = table.codec.key(to);
        return part(
                descending
                        ? new KeyBounds(last, inclusive, bounds.high(), bounds.highIncluded())
                        : new KeyBounds(bounds.low(), bounds.lowIncluded(), last, inclusive));
    }

    @Override
    public NavigableMap<K, V> tailMap(K from, boolean inclusive) {
        byte[] first = table.codec.key(from);
        return part(
                descending
                        ? new KeyBounds(bounds.low(), bounds.lowIncluded(), first, inclusive)
                        : new KeyBounds(first, inclusive, bounds.high(), bounds.highIncluded()));
    }

    private NavigableMap<K, V> part(KeyBounds range) {
        KeyIntervals.requireWithin(range, bounds, table.name());
        return new TableMap<>(table, range, descending);
    }

    @Override
    public NavigableMap<K, V> subMap(K from, K to) {
        return subMap(from, true, to, false);
    }

    @Override
    public NavigableMap<K, V> headMap(K to) {
        return headMap(to, false);
    }

    @Override
    public NavigableMap<K, V> tailMap(K from) {
        return tailMap(from, true);
    }
}
