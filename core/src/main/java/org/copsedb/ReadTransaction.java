package org.copsedb;

import java.util.ArrayList;
import java.util.List;
import org.copsedb.btree.Tree;
import org.copsedb.catalog.Catalog;
import org.copsedb.catalog.TableRecord;
import org.copsedb.codec.Tuple2KeyCodec;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.Version;
import org.copsedb.transaction.OpenReader;
import org.copsedb.transaction.SnapshotPages;

/**
 * One committed version of the database, unchanged for as long as this is open, whatever is committed meanwhile. It
 * blocks nobody and waits for nobody, but keeps the pages of its version from being used again: close it. Safe for use
 * by many threads, and closed by any of them.
 *
 * <p>One that is lost without being closed is let go some time after the garbage collector found it, and a warning is
 * logged, for some transactions with the place that began them.
 */
public final class ReadTransaction implements AutoCloseable {
    private final Database database;
    private final SnapshotPages pages;
    private final OpenReader reader;
    private final Version version;
    private volatile boolean closed;

    ReadTransaction(Database database, SnapshotPages pages, OpenReader reader, Version version) {
        this.database = database;
        this.pages = pages;
        this.reader = reader;
        this.version = version;
    }

    /**
     * Returns the number of the commit that made this version.
     *
     * @return 0 for an empty database; grows by one with each commit
     */
    public long version() {
        return version.number();
    }

    /**
     * Opens a table for reading. Costs one look-up in the catalog.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param definition the table's name and types
     * @return the table; empty if it does not exist in this version
     * @throws TableTypeException if the table has other types
     * @throws HandleClosedException if this transaction or the database is closed
     */
    public <K, V> ReadableTable<K, V> open(TableDefinition<K, V> definition) {
        return openTable(definition);
    }

    /**
     * Opens a multimap for reading. Costs one look-up in the catalog.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param definition the multimap's name and types
     * @return the multimap; empty if it does not exist in this version
     * @throws TableTypeException if it has other types, or is no multimap
     * @throws HandleClosedException if this transaction or the database is closed
     */
    public <K, V> ReadableMultimap<K, V> open(MultimapDefinition<K, V> definition) {
        Tuple2KeyCodec<K, V> codec = definition.pairCodec();
        return new PairTable<>(openTable(definition.pairs(codec)), codec);
    }

    private <K, V> SnapshotTable<K, V> openTable(TableDefinition<K, V> definition) {
        requireOpen();
        EntryCodec<K, V> codec = new EntryCodec<>(definition);
        TableRecord record = Catalog.find(catalog(), definition.name());
        if (record != null) {
            codec.requireTypesOf(record);
        }
        return new SnapshotTable<>(this, codec, new Tree(pages, record == null ? PageReference.NONE : record.root()));
    }

    /**
     * Returns the names of all tables.
     *
     * @return the names, in the order of their UTF-8 bytes
     */
    public List<String> tables() {
        requireOpen();
        List<String> names = new ArrayList<>();
        Catalog.forEach(catalog(), (name, record) -> names.add(name));
        return names;
    }

    /** Returns the tree of a table, empty if there is no such table. */
    <K, V> Tree tree(TableDefinition<K, V> definition) {
        return openTable(definition).tree();
    }

    private Tree catalog() {
        return new Tree(pages, version.userRoot());
    }

    void requireOpen() {
        if (closed) {
            throw new HandleClosedException("the read transaction", "was closed");
        }
        database.requireOpen();
    }

    /** Lets the version go. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        reader.close();
    }
}
