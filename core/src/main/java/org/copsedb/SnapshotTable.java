package org.copsedb;

import org.copsedb.btree.Tree;

/** A table as a read transaction sees it. */
final class SnapshotTable<K, V> extends TreeTable<K, V> {
    private final ReadTransaction transaction;
    private final Tree tree;

    SnapshotTable(ReadTransaction transaction, EntryCodec<K, V> codec, Tree tree) {
        super(codec);
        this.transaction = transaction;
        this.tree = tree;
    }

    @Override
    Tree tree() {
        transaction.requireOpen();
        return tree;
    }

    @Override
    long changes() {
        transaction.requireOpen();
        return 0;
    }
}
