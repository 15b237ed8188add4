package org.copsedb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.stream.Stream;
import org.copsedb.btree.KeyBounds;
import org.copsedb.codec.KeyPrefix;
import org.copsedb.codec.Tuple2;
import org.copsedb.codec.Tuple2KeyCodec;
import org.jspecify.annotations.Nullable;

/** What reading a multimap is, whoever reads: a table of pairs. */
class PairTable<K, V> implements ReadableMultimap<K, V> {
    private static final byte[] NOTHING = new byte[0];

    /** Not even the shortest key lies in it. */
    private static final KeyBounds EMPTY = new KeyBounds(NOTHING, false, NOTHING, false);

    private final TreeTable<Tuple2<K, V>, Presence> pairs;
    private final Tuple2KeyCodec<K, V> codec;

    PairTable(TreeTable<Tuple2<K, V>, Presence> pairs, Tuple2KeyCodec<K, V> codec) {
        this.pairs = pairs;
        this.codec = codec;
    }

    @Override
    public final String name() {
        return pairs.name();
    }

    @Override
    public final long size() {
        return pairs.size();
    }

    static <K, V> Tuple2<K, V> pair(K key, V value) {
        return new Tuple2<>(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    }

    private KeyPrefix<Tuple2<K, V>> prefix(K key) {
        return codec.withFirst(Objects.requireNonNull(key, "key"));
    }

    /** Returns what the encodings of all pairs of a key begin with. */
    final byte[] beginning(K key) {
        return prefix(key).lower();
    }

    /** Returns how the value of a pair is encoded: what follows its key. */
    final ByteBuffer encodedValue(Tuple2<K, V> pair) {
        byte[] bytes = pairs.codec.key(pair);
        int start = beginning(pair.first()).length;
        return ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
    }

    private static KeyBounds bounds(KeyPrefix<?> prefix) {
        return new KeyBounds(prefix.lower(), true, prefix.upper().orElse(null), false);
    }

    final KeyBounds boundsOf(K key) {
        return bounds(prefix(key));
    }

    /** Returns where the pairs of a range of keys lie. */
    final KeyBounds boundsOf(KeyRange<K> range) {
        KeyPrefix<K> beginning = range.prefix();
        if (beginning != null) {
            return bounds(codec.firstStartingWith(beginning));
        }
        K lower = range.lower();
        K upper = range.upper();
        byte[] low = lower == null ? null : beginning(lower);
        byte[] high = upper == null ? null : beginning(upper);
        if (low != null && high != null && Arrays.compareUnsigned(low, high) > 0) {
            throw new IllegalArgumentException("inverted range of multimap \"" + name() + "\": lower bound " + lower
                    + " is above upper bound " + upper);
        }
        if (lower != null && !range.lowerInclusive()) {
            low = prefix(lower).upper().orElse(null);
            if (low == null) {
                return EMPTY; // it is the largest key that there can be
            }
        }
        if (upper != null && range.upperInclusive()) {
            high = prefix(upper).upper().orElse(null);
        }
        if (low != null && high != null && Arrays.compareUnsigned(low, high) > 0) {
            return EMPTY; // both bounds are one key, and excluded
        }
        return new KeyBounds(low, true, high, false);
    }

    @Override
    public final boolean contains(K key, V value) {
        return pairs.containsKey(pair(key, value));
    }

    @Override
    public final long count(K key) {
        return pairs.tree().count(boundsOf(key));
    }

    @Override
    public final long count(KeyRange<K> range) {
        return pairs.tree().count(boundsOf(range));
    }

    @Override
    public final NavigableSet<V> values(K key) {
        return new ValueSet<>(new TableMap<>(pairs, boundsOf(key), false), key);
    }

    @Override
    public final @Nullable K firstKey() {
        return edge(KeyBounds.ALL, true);
    }

    @Override
    public final @Nullable K lastKey() {
        return edge(KeyBounds.ALL, false);
    }

    @Override
    public final @Nullable K lowerKey(K key) {
        return edge(boundsOf(KeyRange.lessThan(key)), false);
    }

    @Override
    public final @Nullable K higherKey(K key) {
        return edge(boundsOf(KeyRange.greaterThan(key)), true);
    }

    private @Nullable K edge(KeyBounds within, boolean first) {
        Cursor<Tuple2<K, V>, Presence> cursor = pairs.cursorWithin(within);
        return (first ? cursor.next() : cursor.previous()) ? cursor.key().first() : null;
    }

    @Override
    public final Stream<K> keys(KeyRange<K> range) {
        KeyBounds bounds = boundsOf(range);
        K first = edge(bounds, true);
        return first == null ? Stream.empty() : Stream.iterate(first, Objects::nonNull, key -> next(key, bounds));
    }

    private @Nullable K next(K key, KeyBounds bounds) {
        KeyBounds rest = KeyIntervals.intersection(bounds, boundsOf(KeyRange.greaterThan(key)));
        return rest == null ? null : edge(rest, true);
    }

    @Override
    public final Cursor<K, V> cursor(KeyRange<K> range) {
        return new PairCursor<>(this, pairs.cursorWithin(boundsOf(range)));
    }

    @Override
    public final TableStatistics statistics() {
        return pairs.statistics();
    }
}
