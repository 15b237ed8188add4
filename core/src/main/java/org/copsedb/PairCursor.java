package org.copsedb;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Function;
import org.copsedb.codec.Tuple2;
import org.jspecify.annotations.Nullable;

/** A cursor over the pairs of a multimap. */
final class PairCursor<K, V> implements Cursor<K, V> {
    private final PairTable<K, V> multimap;
    private final EncodedCursor<Tuple2<K, V>, Presence> pairs;

    PairCursor(PairTable<K, V> multimap, EncodedCursor<Tuple2<K, V>, Presence> pairs) {
        this.multimap = multimap;
        this.pairs = pairs;
    }

    @Override
    public boolean next() {
        return pairs.next();
    }

    @Override
    public boolean previous() {
        return pairs.previous();
    }

    @Override
    public boolean seek(K key) {
        return pairs.seekEncoded(multimap.beginning(key));
    }

    @Override
    public boolean seekFloor(K key) {
        byte[] behind = multimap.boundsOf(key).high();
        if (behind == null) {
            return pairs.last(); // no key comes after this one
        }
        pairs.seekEncoded(behind);
        return pairs.previous();
    }

    @Override
    public K key() {
        return pairs.key().first();
    }

    @Override
    public V value() {
        return pairs.key().second();
    }

    @Override
    public <R extends @Nullable Object> R view(Function<? super ByteBuffer, ? extends R> reader) {
        Objects.requireNonNull(reader, "reader");
        return reader.apply(multimap.encodedValue(pairs.key()).asReadOnlyBuffer());
    }
}
