package org.copsedb;

import java.util.AbstractCollection;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/** What a map of a table shows beside itself. */
final class TableMapViews {
    private TableMapViews() {}

    /** The entries of a map. */
    static final class Entries<K, V> extends AbstractSet<Map.Entry<K, V>> {
        private final TableMap<K, V> map;

        Entries(TableMap<K, V> map) {
            this.map = map;
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return new EntryIterator<>(map);
        }

        @Override
        public Spliterator<Map.Entry<K, V>> spliterator() {
            return Spliterators.spliterator(this, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(@Nullable Object object) {
            if (!(object instanceof Map.Entry<?, ?> entry) || entry.getKey() == null) {
                return false;
            }
            V value = map.get(entry.getKey());
            return value != null && value.equals(entry.getValue());
        }

        @Override
        public boolean remove(@Nullable Object object) {
            return contains(object) && object instanceof Map.Entry<?, ?> entry && map.remove(entry.getKey()) != null;
        }

        @Override
        public void clear() {
            map.clear();
        }
    }

    /** The values of a map. */
    static final class Values<K, V> extends AbstractCollection<V> {
        private final TableMap<K, V> map;

        Values(TableMap<K, V> map) {
            this.map = map;
        }

        @Override
        public Iterator<V> iterator() {
            return new TableMapIterator<K, V, V>(map) {
                @Override
                V result(K key, Cursor<K, V> position) {
                    return position.value();
                }
            };
        }

        @Override
        public Spliterator<V> spliterator() {
            return Spliterators.spliterator(this, Spliterator.ORDERED | Spliterator.NONNULL);
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public void clear() {
            map.clear();
        }
    }

    private static final class EntryIterator<K, V> extends TableMapIterator<K, V, Map.Entry<K, V>> {
        EntryIterator(TableMap<K, V> map) {
            super(map);
        }

        @Override
        Map.Entry<K, V> result(K key, Cursor<K, V> position) {
            return new WritingEntry<>(this, key, position.value());
        }
    }

    /** An entry whose value can be set, in the table too. */
    private static final class WritingEntry<K, V> implements Map.Entry<K, V> {
        private final EntryIterator<K, V> iterator;
        private final K key;
        private V value;

        WritingEntry(EntryIterator<K, V> iterator, K key, V value) {
            this.iterator = iterator;
            this.key = key;
            this.value = value;
        }

        @Override
        public K getKey() {
            return key;
        }

        @Override
        public V getValue() {
            return value;
        }

        @Override
        public V setValue(V newValue) {
            iterator.set(key, newValue);
            V old = value;
            value = newValue;
            return old;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && key.equals(entry.getKey())
                    && value.equals(entry.getValue());
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(key) ^ Objects.hashCode(value);
        }

        @Override
        public String toString() {
            return key + "=" + value;
        }
    }
}
