package org.copsedb;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ConcurrentModificationException;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.function.Function;
import org.copsedb.btree.KeyBounds;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeCursor;
import org.copsedb.btree.TreeStatistics;
import org.copsedb.btree.ValueView;
import org.jspecify.annotations.Nullable;

/** What reading a table is, whoever reads: codecs around a tree. */
abstract class TreeTable<K, V> implements ReadableTable<K, V> {
    final EntryCodec<K, V> codec;

    TreeTable(EntryCodec<K, V> codec) {
        this.codec = codec;
    }

    /** Returns the tree as it is now, or throws if the table can not be used any more. */
    abstract Tree tree();

    /** Returns how often the table has changed, or throws if it can not be used any more. */
    abstract long changes();

    @Override
    public String name() {
        return codec.table();
    }

    @Override
    public final @Nullable V get(K key) {
        return valueOf(codec.key(key));
    }

    final @Nullable V valueOf(byte[] key) {
        ValueView view = new ValueView();
        return tree().find(key, view) ? codec.toValue(view) : null;
    }

    @Override
    public final NavigableMap<K, V> asMap() {
        return new TableMap<>(this, KeyBounds.ALL, false);
    }

    @Override
    public final <R extends @Nullable Object> @Nullable R view(
            K key, Function<? super ByteBuffer, ? extends R> reader) {
        Objects.requireNonNull(reader, "reader");
        ValueView view = new ValueView();
        return tree().find(codec.key(key), view) ? reader.apply(EntryCodec.toBuffer(view)) : null;
    }

    @Override
    public final @Nullable InputStream openValue(K key) {
        ValueView view = new ValueView();
        return tree().find(codec.key(key), view) ? new ValueStream(this, view.open()) : null;
    }

    @Override
    public final boolean containsKey(K key) {
        return tree().contains(codec.key(key));
    }

    @Override
    public final long size() {
        return tree().size();
    }

    @Override
    public final TableStatistics statistics() {
        TreeStatistics figures = tree().statistics();
        return new TableStatistics(
                figures.entries(),
                figures.depth(),
                figures.branchPages(),
                figures.leafPages(),
                figures.valuePages(),
                figures.usedBytes(),
                figures.allocatedBytes());
    }

    @Override
    public final @Nullable Entry<K, V> first() {
        return codec.toEntry(tree().first());
    }

    @Override
    public final @Nullable Entry<K, V> last() {
        return codec.toEntry(tree().last());
    }

    @Override
    public final @Nullable Entry<K, V> floor(K key) {
        return codec.toEntry(tree().floor(codec.key(key)));
    }

    @Override
    public final @Nullable Entry<K, V> ceiling(K key) {
        return codec.toEntry(tree().ceiling(codec.key(key)));
    }

    @Override
    public final @Nullable Entry<K, V> lower(K key) {
        return codec.toEntry(tree().lower(codec.key(key)));
    }

    @Override
    public final @Nullable Entry<K, V> higher(K key) {
        return codec.toEntry(tree().higher(codec.key(key)));
    }

    @Override
    public final long rank(K key) {
        return tree().rank(codec.key(key));
    }

    @Override
    public final K keyAt(long index) {
        Tree tree = tree();
        if (index < 0 || index >= tree.size()) {
            throw new IndexOutOfBoundsException(
                    "index " + index + " is not within the " + tree.size() + " entries of table \"" + name() + "\"");
        }
        return codec.toKey(tree.keyAt(index));
    }

    @Override
    public final long count(KeyRange<K> range) {
        return tree().count(codec.bounds(range));
    }

    @Override
    public final Cursor<K, V> cursor(KeyRange<K> range) {
        return cursorWithin(codec.bounds(range));
    }

    final EncodedCursor<K, V> cursorWithin(KeyBounds bounds) {
        return new TableCursor<>(this, tree().cursor(bounds));
    }

    /** Makes sure that the table is as it was when something that shows it was made. */
    final void requireUnchanged(long expected, String what) {
        if (changes() != expected) {
            throw new ConcurrentModificationException(
                    "table \"" + name() + "\" has changed since the " + what + " was made");
        }
    }

    /** A tree's cursor with codecs around it, that notices when its table changed or ended. */
    private static final class TableCursor<K, V> implements EncodedCursor<K, V> {
        private final TreeTable<K, V> table;
        private final TreeCursor cursor;
        private final long changes;

        TableCursor(TreeTable<K, V> table, TreeCursor cursor) {
            this.table = table;
            this.cursor = cursor;
            this.changes = table.changes();
        }

        private TreeCursor cursor() {
            table.requireUnchanged(changes, "cursor");
            return cursor;
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
        public boolean seekEncoded(byte[] key) {
            return cursor().seek(key);
        }

        @Override
        public boolean last() {
            return cursor().last();
        }

        @Override
        public boolean seekFloor(K key) {
            return cursor().seekFloor(table.codec.key(key));
        }

        @Override
        public K key() {
            TreeCursor current = onEntry();
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

        private TreeCursor onEntry() {
            TreeCursor current = cursor();
            if (!current.isOnEntry()) {
                throw new IllegalStateException("the cursor of table \"" + table.name() + "\" is on no entry");
            }
            return current;
        }
    }
}
