package org.copsedb;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The order of a table's keys, or the reverse: that of their encodings. */
final class KeyOrder<K> implements Comparator<K> {
    private final EntryCodec<K, ?> codec;
    private final boolean descending;

    KeyOrder(EntryCodec<K, ?> codec, boolean descending) {
        this.codec = codec;
        this.descending = descending;
    }

    @Override
    public int compare(K one, K other) {
        int order = Arrays.compareUnsigned(codec.key(one), codec.key(other));
        return descending ? -Integer.signum(order) : order;
    }

    @Override
    public Comparator<K> reversed() {
        return new KeyOrder<>(codec, !descending);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyOrder<?> order
                && order.codec.keyType().equals(codec.keyType())
                && order.descending == descending;
    }

    @Override
    public int hashCode() {
        return codec.keyType().hashCode() + (descending ? 1 : 0);
    }
}
