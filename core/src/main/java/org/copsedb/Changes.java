package org.copsedb;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.copsedb.btree.TreeDifference;
import org.copsedb.btree.ValueView;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a table whose values differ between two committed states, in ascending order. Each iterator begins anew;
 * it reads a page only where the two states differ in it, when it comes to it.
 *
 * <p>Both states are kept until this is closed. Safe for use by many threads; an iterator is for one at a time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class Changes<K, V> implements Iterable<Change<K, V>>, AutoCloseable {
    private final EntryCodec<K, V> codec;
    private final ReadTransaction from;
    private final ReadTransaction to;
    private final TableDefinition<K, V> definition;

    private Changes(TableDefinition<K, V> definition, ReadTransaction from, ReadTransaction to) {
        this.codec = new EntryCodec<>(definition);
        this.definition = definition;
        this.from = from;
        this.to = to;
    }

    /** Takes the transactions over, and closes them if it is refused. */
    static <K, V> Changes<K, V> between(
            TableDefinition<K, V> definition, ReadTransaction from, Supplier<ReadTransaction> to) {
        ReadTransaction second = null;
        try {
            second = to.get();
            Changes<K, V> changes = new Changes<>(definition, from, second);
            changes.difference();
            return changes;
        } catch (Throwable refused) {
            from.close();
            if (second != null) {
                second.close();
            }
            throw refused;
        }
    }

    private TreeDifference difference() {
        return new TreeDifference(from.tree(definition), to.tree(definition));
    }

    /**
     * Begins to go through the changes.
     *
     * @return the iterator, usable until this is closed
     * @throws HandleClosedException if this or the database is closed
     */
    @Override
    public Steps<K, V> iterator() {
        return new Steps<>(this, difference());
    }

    /**
     * Returns the changes as a stream, each found when the stream comes to it.
     *
     * @return the stream, usable until this is closed; closing it is not necessary
     * @throws HandleClosedException if this or the database is closed
     */
    public Stream<Change<K, V>> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    private void requireOpen() {
        from.requireOpen();
        to.requireOpen();
    }

    /** Lets both states go. A second call does nothing. */
    @Override
    public void close() {
        from.close();
        to.close();
    }

    /**
     * A walk through the changes.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     */
    public static final class Steps<K, V> implements Iterator<Change<K, V>> {
        private final Changes<K, V> changes;
        private final TreeDifference difference;
        private @Nullable Change<K, V> next;

        private Steps(Changes<K, V> changes, TreeDifference difference) {
            this.changes = changes;
            this.difference = difference;
        }

        /**
         * Returns how many pages of both states were looked at so far.
         *
         * @return 0 or more
         */
        public long pagesRead() {
            return difference.pagesRead();
        }

        @Override
        public boolean hasNext() {
            changes.requireOpen();
            if (next == null && difference.next()) {
                EntryCodec<K, V> codec = changes.codec;
                next = new Change<>(
                        codec.toKey(difference.key()), valueOf(difference.before()), valueOf(difference.after()));
            }
            return next != null;
        }

        private @Nullable V valueOf(@Nullable ValueView view) {
            return view == null ? null : changes.codec.toValue(view);
        }

        @Override
        public Change<K, V> next() {
            Change<K, V> change = hasNext() ? next : null;
            if (change == null) {
                throw new NoSuchElementException("there are no more changes of table \"" + changes.codec.table() + '"');
            }
            next = null;
            return change;
        }
    }
}
