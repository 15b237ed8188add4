package org.copsedb;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Function;
import org.copsedb.btree.KeyBounds;
import org.copsedb.btree.MutableTreeCursor;
import org.copsedb.transaction.WorkingTable;
import org.jspecify.annotations.Nullable;

/** A tree's cursor that changes entries, with codecs around it; what it does is noted for the journal. */
final class MutableTableCursor<K, V> implements MutableCursor<K, V> {
    private final TransactionTable<K, V> table;
    private final WorkingTable working;
    private final MutableTreeCursor cursor;
    private long changes;

    MutableTableCursor(TransactionTable<K, V> table, KeyBounds bounds) {
        this.table = table;
        this.working = table.working();
        this.cursor = table.treeForCursor().cursor(bounds);
        this.changes = table.changes();
    }

    private MutableTreeCursor cursor() {
        table.requireUnchanged(changes, "cursor");
        return cursor;
    }

    private MutableTreeCursor onEntry() {
        MutableTreeCursor current = cursor();
        if (!current.isOnEntry()) {
            throw new IllegalStateException("the cursor of table \"" + table.name() + "\" is on no entry");
        }
        return current;
    }

    @Override
    public boolean next() {
        return cursor().next();
    }

    @Override
    public boolean previous() {
        return cursor().previous();
    }

    @Override
    public boolean seek(K key) {
        return cursor().seek(table.codec.key(key));
    }

    @Override
    public boolean seekFloor(K key) {
        return cursor().seekFloor(table.codec.key(key));
    }

    @Override
    public K key() {
        MutableTreeCursor current = onEntry();
        return table.codec.toKey(current.keyBuffer(), current.keyLength());
    }

    @Override
    public V value() {
        return table.codec.toValue(onEntry().value());
    }

    @Override
    public <R extends @Nullable Object> R view(Function<? super ByteBuffer, ? extends R> reader) {
        Objects.requireNonNull(reader, "reader");
        return reader.apply(EntryCodec.toBuffer(onEntry().value()));
    }

    @Override
    public void set(V value) {
        byte[] bytes = table.codec.value(value);
        byte[] key = onEntry().key();
        try {
            working.treeToWrite(); // nothing waits, as nothing has changed; from now on the table is written to
            cursor.set(bytes);
            working.logPut(key, bytes);
        } catch (Throwable failure) {
            table.transaction().poison(failure);
            throw failure;
        }
        changes = working.changes();
    }

    @Override
    public void remove() {
        byte[] key = onEntry().key();
        try {
            working.treeToWrite();
            cursor.remove();
            working.logRemove(key);
        } catch (Throwable failure) {
            table.transaction().poison(failure);
            throw failure;
        }
        changes = working.changes();
    }
}
