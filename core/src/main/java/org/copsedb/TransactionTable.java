package org.copsedb;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiFunction;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.UnsortedKeyException;
import org.copsedb.transaction.WorkingTable;
import org.jspecify.annotations.Nullable;

/** A table as a write transaction sees and changes it. Arguments are encoded and checked before anything changes. */
final class TransactionTable<K, V> extends TreeTable<K, V> implements Table<K, V> {
    private final WriteTransaction transaction;
    private final WorkingTable table;

    TransactionTable(WriteTransaction transaction, EntryCodec<K, V> codec, WorkingTable table) {
        super(codec);
        this.transaction = transaction;
        this.table = table;
    }

    @Override
    Tree tree() {
        transaction.requireActive();
        return table.tree().tree();
    }

    @Override
    long changes() {
        transaction.requireActive();
        return table.changes();
    }

    private TreeWriter writer() {
        transaction.requireActive();
        return table.treeToWrite();
    }

    private byte[] keyToStore(K key) {
        return codec.keyWithin(key, table.maximumKeyLength());
    }

    @Override
    public void put(K key, V value) {
        byte[] keyBytes = keyToStore(key);
        byte[] valueBytes = codec.value(value);
        transaction.requireActive();
        try {
            table.bufferToWrite().put(keyBytes, valueBytes);
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public @Nullable V getAndPut(K key, V value) {
        byte[] keyBytes = keyToStore(key);
        byte[] valueBytes = codec.value(value);
        TreeWriter writer = writer();
        byte[] former;
        try {
            former = writer.getAndPut(keyBytes, valueBytes);
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
        return codec.toNullableValue(former);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        byte[] keyBytes = keyToStore(key);
        byte[] valueBytes = codec.value(value);
        TreeWriter writer = writer();
        byte[] present;
        try {
            present = writer.putIfAbsent(keyBytes, valueBytes);
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
        return codec.toNullableValue(present);
    }

    @Override
    public void delete(K key) {
        byte[] keyBytes = codec.key(key);
        transaction.requireActive();
        try {
            table.bufferToWrite().remove(keyBytes);
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public long putSorted(Iterator<? extends Entry<? extends K, ? extends V>> entries) {
        Objects.requireNonNull(entries, "entries");
        transaction.requireActive();
        EncodedEntries<K, V> encoded = new EncodedEntries<>(entries, codec, table.maximumKeyLength());
        try {
            return table.bufferToWrite().putSorted(encoded);
        } catch (UnsortedKeyException unsorted) {
            throw new UnsortedEntriesException(name(), unsorted.position(), encoded.latestKey(), encoded.keyBefore());
        } catch (Throwable failure) {
            if (failure != encoded.refusal()) {
                transaction.poison(failure);
            }
            throw failure;
        }
    }

    @Override
    public boolean remove(K key) {
        byte[] keyBytes = codec.key(key);
        TreeWriter writer = writer();
        try {
            return writer.remove(keyBytes);
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public @Nullable V getAndRemove(K key) {
        byte[] keyBytes = codec.key(key);
        TreeWriter writer = writer();
        byte[] former;
        try {
            former = writer.getAndRemove(keyBytes);
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
        return codec.toNullableValue(former);
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        byte[] keyBytes = keyToStore(key);
        Objects.requireNonNull(function, "function");
        TreeWriter writer = writer();
        long changes = table.changes();
        byte[] result;
        try {
            result = writer.compute(keyBytes, present -> {
                V value = function.apply(key, codec.toNullableValue(present));
                if (table.changes() != changes) {
                    throw new ConcurrentModificationException(
                            "the function changed table \"" + name() + "\", for which it computes a value");
                }
                return value == null ? null : codec.value(value);
            });
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
        return codec.toNullableValue(result);
    }

    @Override
    public @Nullable Entry<K, V> popFirst() {
        TreeWriter writer = writer();
        try {
            return codec.toEntry(writer.popFirst());
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public @Nullable Entry<K, V> popLast() {
        TreeWriter writer = writer();
        try {
            return codec.toEntry(writer.popLast());
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public void clear() {
        TreeWriter writer = writer();
        try {
            writer.clear();
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }
}
