package org.copsedb;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiFunction;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeEntry;
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
        try {
            return table.tree().tree();
        } catch (Throwable failure) { // of the writes that waited, some may have been applied
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    long changes() {
        transaction.requireActive();
        return table.changes();
    }

    private TreeWriter writer() {
        transaction.requireActive();
        try {
            return table.treeToWrite();
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
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
            table.logPut(keyBytes, valueBytes);
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
            table.logPut(keyBytes, valueBytes);
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
            if (present == null) {
                table.logPut(keyBytes, valueBytes);
            }
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
            table.logRemove(keyBytes);
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
            return table.bufferToWrite().putSorted(logged(encoded));
        } catch (UnsortedKeyException unsorted) {
            table.dropLog(); // the iterator may have changed other tables meanwhile
            throw new UnsortedEntriesException(name(), unsorted.position(), encoded.latestKey(), encoded.keyBefore());
        } catch (Throwable failure) {
            table.dropLog();
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
            boolean removed = writer.remove(keyBytes);
            if (removed) {
                table.logRemove(keyBytes);
            }
            return removed;
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
            if (former != null) {
                table.logRemove(keyBytes);
            }
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
            logResult(keyBytes, result);
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
            return codec.toEntry(logged(writer.popFirst()));
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public @Nullable Entry<K, V> popLast() {
        TreeWriter writer = writer();
        try {
            return codec.toEntry(logged(writer.popLast()));
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
            table.logClear();
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    private Iterator<TreeEntry> logged(Iterator<TreeEntry> entries) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public TreeEntry next() {
                TreeEntry entry = entries.next();
                table.logPut(entry.key(), entry.value());
                return entry;
            }
        };
    }

    private void logResult(byte[] key, byte @Nullable [] result) {
        if (result == null) {
            table.logRemove(key);
        } else {
            table.logPut(key, result);
        }
    }

    private @Nullable TreeEntry logged(@Nullable TreeEntry removed) {
        if (removed != null) {
            table.logRemove(removed.key());
        }
        return removed;
    }
}
