package org.copsedb;

import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.copsedb.codec.Tuple2;
import org.copsedb.codec.Tuple2KeyCodec;

/** A multimap as a write transaction sees and changes it. */
final class TransactionMultimap<K, V> extends PairTable<K, V> implements Multimap<K, V> {
    private final TransactionTable<Tuple2<K, V>, Presence> pairs;

    TransactionMultimap(TransactionTable<Tuple2<K, V>, Presence> pairs, Tuple2KeyCodec<K, V> codec) {
        super(pairs, codec);
        this.pairs = pairs;
    }

    @Override
    public void put(K key, V value) {
        pairs.put(pair(key, value), Presence.PRESENT);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return pairs.putIfAbsent(pair(key, value), Presence.PRESENT) == null;
    }

    @Override
    public void delete(K key, V value) {
        pairs.delete(pair(key, value));
    }

    @Override
    public boolean remove(K key, V value) {
        return pairs.remove(pair(key, value));
    }

    @Override
    public long removeAll(K key) {
        return pairs.removeWithin(boundsOf(key));
    }

    @Override
    public long removeRange(KeyRange<K> range) {
        return pairs.removeWithin(boundsOf(range));
    }

    @Override
    public long removeIf(KeyRange<K> range, BiPredicate<? super K, ? super V> condition) {
        Objects.requireNonNull(condition, "condition");
        return pairs.extractWithin(
                boundsOf(range),
                (pair, presence) -> condition.test(pair.first(), pair.second()),
                (pair, presence) -> {});
    }

    @Override
    public long putSorted(Iterator<? extends Entry<? extends K, ? extends V>> sorted) {
        Objects.requireNonNull(sorted, "pairs");
        return pairs.putSorted(new Iterator<Entry<Tuple2<K, V>, Presence>>() {
            @Override
            public boolean hasNext() {
                return sorted.hasNext();
            }

            @Override
            public Entry<Tuple2<K, V>, Presence> next() {
                Entry<? extends K, ? extends V> next = Objects.requireNonNull(sorted.next(), "pair");
                return new Entry<>(pair(next.key(), next.value()), Presence.PRESENT);
            }
        });
    }

    @Override
    public void clear() {
        pairs.clear();
    }
}
