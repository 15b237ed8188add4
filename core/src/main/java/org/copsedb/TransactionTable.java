package org.copsedb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.copsedb.btree.KeyBounds;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeEntry;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.UnsortedKeyException;
import org.copsedb.transaction.WorkingTable;
import org.jspecify.annotations.Nullable;

/** A table as a write transaction sees and changes it. Arguments are encoded and checked before anything changes. */
final class TransactionTable<K, V> extends TreeTable<K, V> implements Table<K, V> {
    /** The longest value that is held whole and goes to the journal, where it comes as a stream: 256 KiB. */
    static final int LOGGED_VALUE = 256 << 10;

    private final WriteTransaction transaction;
    private final WorkingTable table;

    TransactionTable(WriteTransaction transaction, EntryCodec<K, V> codec, WorkingTable table) {
        super(codec);
        this.transaction = transaction;
        this.table = table;
    }

    @Override
    Tree tree() {
        return treeForCursor().tree();
    }

    private void requireUsable() {
        transaction.requireActive();
        table.requirePresent();
    }

    /** Returns the tree for looking at, until it is known whether something in it is changed. */
    TreeWriter treeForCursor() {
        requireUsable();
        try {
            return table.tree();
        } catch (Throwable failure) { // of the writes that waited, some may have been applied
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    long changes() {
        requireUsable();
        return table.changes();
    }

    private TreeWriter writer() {
        requireUsable();
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
        putBytes(keyBytes, codec.value(value));
    }

    private void putBytes(byte[] keyBytes, byte[] valueBytes) {
        requireUsable();
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
        byte[] valueBytes = codec.value(value);
        return exchange(keyToStore(key), new Exchange<>(codec, valueBytes, true));
    }

    @Override
    public @Nullable V replace(K key, V value) {
        byte[] valueBytes = codec.value(value);
        return exchange(keyToStore(key), new Exchange<>(codec, valueBytes, false));
    }

    /** Exchanges a value for another one, or for none, once the old one is decoded: a failure there changes nothing. */
    private @Nullable V exchange(byte[] keyBytes, Exchange<V> exchange) {
        TreeWriter writer = treeForCursor();
        transaction.enterCallback(); // the codec decodes the old value
        try {
            byte[] result = writer.compute(keyBytes, exchange);
            if (exchange.hasChanged()) {
                table.noteWriting();
                logResult(keyBytes, result);
            }
            return exchange.former();
        } catch (Throwable failure) {
            if (failure != exchange.refusal()) {
                transaction.poison(failure);
            }
            throw failure;
        } finally {
            transaction.leaveCallback();
        }
    }

    @Override
    public boolean replace(K key, V expected, V value) {
        byte[] keyBytes = keyToStore(key);
        byte[] expectedBytes = codec.value(expected);
        byte[] valueBytes = codec.value(value);
        TreeWriter writer = treeForCursor();
        try {
            boolean replaced = writer.replace(keyBytes, expectedBytes, valueBytes);
            if (replaced) {
                table.noteWriting();
                table.logPut(keyBytes, valueBytes);
            }
            return replaced;
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        byte[] keyBytes = keyToStore(key);
        byte[] valueBytes = codec.value(value);
        TreeWriter writer = treeForCursor();
        byte[] present;
        try {
            present = writer.putIfAbsent(keyBytes, valueBytes);
            if (present == null) {
                table.noteWriting();
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
        requireUsable();
        if (table.isAbsent()) {
            return; // nothing is there that could be removed
        }
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
        requireUsable();
        EncodedEntries<K, V> encoded = new EncodedEntries<>(entries, codec, table.maximumKeyLength());
        transaction.enterCallback();
        try {
            return table.putSorted(logged(encoded));
        } catch (UnsortedKeyException unsorted) {
            table.dropLog(); // the iterator may have changed other tables meanwhile
            throw new UnsortedEntriesException(name(), unsorted.position(), encoded.latestKey(), encoded.keyBefore());
        } catch (Throwable failure) {
            table.dropLog();
            if (failure != encoded.refusal()) {
                transaction.poison(failure);
            }
            throw failure;
        } finally {
            transaction.leaveCallback();
        }
    }

    @Override
    public boolean remove(K key) {
        byte[] keyBytes = codec.key(key);
        TreeWriter writer = treeForCursor();
        try {
            boolean removed = writer.remove(keyBytes);
            if (removed) {
                table.noteWriting();
                table.logRemove(keyBytes);
            }
            return removed;
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public boolean remove(K key, V expected) {
        byte[] keyBytes = codec.key(key);
        byte[] expectedBytes = codec.value(expected);
        TreeWriter writer = treeForCursor();
        try {
            boolean removed = writer.remove(keyBytes, expectedBytes);
            if (removed) {
                table.noteWriting();
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
        return exchange(codec.key(key), new Exchange<>(codec, null, false));
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        byte[] keyBytes = keyToStore(key);
        Objects.requireNonNull(function, "function");
        TreeWriter writer = treeForCursor();
        long changes = table.changes();
        Computation<V> computation = new Computation<>(codec, former -> {
            V value = function.apply(key, former);
            if (table.changes() != changes) {
                throw new ConcurrentModificationException(
                        "the function changed table \"" + name() + "\", for which it computes a value");
            }
            return value;
        });
        transaction.enterCallback();
        try {
            byte[] result = writer.compute(keyBytes, computation);
            if (computation.hasChanged()) {
                table.noteWriting();
                logResult(keyBytes, result);
            }
            return computation.result();
        } catch (Throwable failure) {
            if (failure != computation.refusal()) {
                transaction.poison(failure);
            }
            throw failure;
        } finally {
            transaction.leaveCallback();
        }
    }

    @Override
    public @Nullable Entry<K, V> popFirst() {
        MutableCursor<K, V> cursor = mutableCursor(KeyRange.all());
        return cursor.next() ? take(cursor) : null;
    }

    @Override
    public @Nullable Entry<K, V> popLast() {
        MutableCursor<K, V> cursor = mutableCursor(KeyRange.all());
        return cursor.previous() ? take(cursor) : null;
    }

    private static <K, V> Entry<K, V> take(MutableCursor<K, V> cursor) {
        Entry<K, V> entry = new Entry<>(cursor.key(), cursor.value());
        cursor.remove();
        return entry;
    }

    @Override
    public MutableCursor<K, V> mutableCursor(KeyRange<K> range) {
        return mutableCursorWithin(codec.bounds(range));
    }

    MutableCursor<K, V> mutableCursorWithin(KeyBounds bounds) {
        return new MutableTableCursor<>(this, bounds);
    }

    @Override
    public long removeRange(KeyRange<K> range) {
        return removeWithin(codec.bounds(range));
    }

    long removeWithin(KeyBounds bounds) {
        TreeWriter writer = treeForCursor();
        try {
            long removed = writer.removeRange(bounds);
            if (removed > 0) {
                table.noteWriting();
                table.logRemoveRange(bounds);
            }
            return removed;
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        }
    }

    @Override
    public long extractIf(
            KeyRange<K> range, BiPredicate<? super K, ? super V> condition, BiConsumer<? super K, ? super V> receiver) {
        return extractWithin(codec.bounds(range), condition, receiver);
    }

    long extractWithin(
            KeyBounds bounds, BiPredicate<? super K, ? super V> condition, BiConsumer<? super K, ? super V> receiver) {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(receiver, "receiver");
        TreeWriter writer = treeForCursor();
        long changes = table.changes();
        transaction.enterCallback();
        try {
            long removed = writer.removeIf(bounds, entry -> {
                K key = codec.toKey(entry.keyBuffer(), entry.keyLength());
                V value = codec.toValue(entry.value());
                boolean taken = condition.test(key, value);
                if (taken) {
                    receiver.accept(key, value);
                    table.logRemove(entry.key());
                }
                requireUnchanged(changes, "condition");
                return taken;
            });
            if (removed > 0) {
                table.noteWriting();
            }
            return removed;
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        } finally {
            transaction.leaveCallback();
        }
    }

    @Override
    public void writeValue(K key, InputStream source) throws IOException {
        byte[] keyBytes = keyToStore(key);
        Objects.requireNonNull(source, "source");
        requireUsable();
        byte[] begun = source.readNBytes(LOGGED_VALUE + 1);
        if (begun.length <= LOGGED_VALUE) {
            putBytes(keyBytes, begun);
            return;
        }
        TreeWriter writer = writer();
        transaction.enterCallback();
        try {
            table.dropLog(); // the record would hold the value whole
            writer.put(keyBytes, new SequenceInputStream(new ByteArrayInputStream(begun), source));
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        } finally {
            transaction.leaveCallback();
        }
    }

    @Override
    public void writeValue(K key, long length, Consumer<? super ByteBuffer> filler) {
        byte[] keyBytes = keyToStore(key);
        Objects.requireNonNull(filler, "filler");
        requireUsable();
        if (length >= 0 && length <= LOGGED_VALUE) {
            byte[] bytes = new byte[(int) length];
            if (length > 0) {
                filler.accept(ByteBuffer.wrap(bytes));
            }
            putBytes(keyBytes, bytes);
            return;
        }
        if (length < 0 || length > MAXIMUM_VALUE_LENGTH) {
            throw new IllegalArgumentException("a value of " + length + " bytes for table \"" + name()
                    + "\": the length is not within 0 to " + MAXIMUM_VALUE_LENGTH);
        }
        TreeWriter writer = writer();
        transaction.enterCallback();
        try {
            table.dropLog();
            writer.put(keyBytes, length, filler::accept);
        } catch (Throwable failure) {
            transaction.poison(failure);
            throw failure;
        } finally {
            transaction.leaveCallback();
        }
    }

    @Override
    public void clear() {
        TreeWriter writer = treeForCursor();
        if (writer.size() == 0) {
            return;
        }
        try {
            table.noteWriting();
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

    WriteTransaction transaction() {
        return transaction;
    }

    WorkingTable working() {
        return table;
    }
}
