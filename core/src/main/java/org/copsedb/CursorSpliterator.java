package org.copsedb;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/** The entries that a cursor has not come to yet, for a stream. */
final class CursorSpliterator<K, V> extends Spliterators.AbstractSpliterator<Entry<K, V>> {
    private final Cursor<K, V> cursor;

    CursorSpliterator(Cursor<K, V> cursor) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
        this.cursor = cursor;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Entry<K, V>> action) {
        if (!cursor.next()) {
            return false;
        }
        action.accept(new Entry<>(cursor.key(), cursor.value()));
        return true;
    }
}
