package org.copsedb;

import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import org.copsedb.codec.Tuple2;
import org.jspecify.annotations.Nullable;

/** The values of one key of a multimap, or a range of them: a map of its pairs, seen as their second halves. */
final class ValueSet<K, V> extends AbstractSet<V> implements NavigableSet<V> {
    private final NavigableMap<Tuple2<K, V>, Presence> pairs;
    private final K key;

    ValueSet(NavigableMap<Tuple2<K, V>, Presence> pairs, K key) {
        this.pairs = pairs;
        this.key = key;
    }

    private Tuple2<K, V> pair(V value) {
        return new Tuple2<>(key, Objects.requireNonNull(value, "value"));
    }

    @SuppressWarnings("unchecked") // the codec refuses what is no value
    private Tuple2<K, V> anyPair(@Nullable Object value) {
        return pair((V) Objects.requireNonNull(value, "value"));
    }

    private static <V> @Nullable V valueOf(@Nullable Tuple2<?, V> pair) {
        return pair == null ? null : pair.second();
    }

    private NavigableSet<V> part(NavigableMap<Tuple2<K, V>, Presence> range) {
        return new ValueSet<>(range, key);
    }

    @Override
    public Iterator<V> iterator() {
        Iterator<Tuple2<K, V>> iterator = pairs.navigableKeySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public V next() {
                return iterator.next().second();
            }

            @Override
            public void remove() {
                iterator.remove();
            }
        };
    }

    @Override
    public Iterator<V> descendingIterator() {
        return descendingSet().iterator();
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    @Override
    public boolean contains(@Nullable Object value) {
        return pairs.containsKey(anyPair(value));
    }

    @Override
    public boolean add(V value) {
        return pairs.putIfAbsent(pair(value), Presence.PRESENT) == null;
    }

    @Override
    public boolean remove(@Nullable Object value) {
        return pairs.remove(anyPair(value)) != null;
    }

    @Override
    public void clear() {
        pairs.clear();
    }

    @Override
    public Comparator<? super V> comparator() {
        Comparator<? super Tuple2<K, V>> order = Objects.requireNonNull(pairs.comparator());
        return (one, other) -> order.compare(pair(one), pair(other));
    }

    @Override
    public V first() {
        return pairs.firstKey().second();
    }

    @Override
    public V last() {
        return pairs.lastKey().second();
    }

    @Override
    public @Nullable V lower(V value) {
        return valueOf(pairs.lowerKey(pair(value)));
    }

    @Override
    public @Nullable V floor(V value) {
        return valueOf(pairs.floorKey(pair(value)));
    }

    @Override
    public @Nullable V ceiling(V value) {
        return valueOf(pairs.ceilingKey(pair(value)));
    }

    @Override
    public @Nullable V higher(V value) {
        return valueOf(pairs.higherKey(pair(value)));
    }

    @Override
    public @Nullable V pollFirst() {
        return valueOf(pairs.navigableKeySet().pollFirst());
    }

    @Override
    public @Nullable V pollLast() {
        return valueOf(pairs.navigableKeySet().pollLast());
    }

    @Override
    public NavigableSet<V> descendingSet() {
        return part(pairs.descendingMap());
    }

    @Override
    public NavigableSet<V> subSet(V from, boolean fromInclusive, V to, boolean toInclusive) {
        return part(pairs.subMap(pair(from), fromInclusive, pair(to), toInclusive));
    }

    @Override
    public NavigableSet<V> headSet(V to, boolean inclusive) {
        return part(pairs.headMap(pair(to), inclusive));
    }

    @Override
    public NavigableSet<V> tailSet(V from, boolean inclusive) {
        return part(pairs.tailMap(pair(from), inclusive));
    }

    @Override
    public NavigableSet<V> subSet(V from, V to) {
        return subSet(from, true, to, false);
    }

    @Override
    public NavigableSet<V> headSet(V to) {
        return headSet(to, false);
    }

    @Override
    public NavigableSet<V> tailSet(V from) {
        return tailSet(from, true);
    }
}
