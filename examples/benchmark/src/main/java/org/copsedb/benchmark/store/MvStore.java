package org.copsedb.benchmark.store;

import org.h2.engine.IsolationLevel;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionMap;
import org.h2.mvstore.tx.TransactionStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;

/**
 * H2's MVStore with its TransactionStore. Half of the cache is the buffer of what is not written yet: with a smaller
 * one a large transaction writes its pages again and again. A durable commit is a commit of the store and a sync.
 */
final class MvStore implements KeyValueStore {
    private static final String NAME = "entries";
    private static final String FILE = "store.mv";

    private final boolean isDurable;
    private final MVStore store;
    private final TransactionStore transactions;

    MvStore(StoreSettings settings) {
        isDurable = settings.commits() == Commits.DURABLE;
        int half = (int) (settings.cacheBytes() >> 1);
        store = new MVStore.Builder()
                .fileName(settings.directory().resolve(FILE).toString())
                .cacheSize(half >> 20)
                .autoCommitBufferSize(half >> 10)
                .open();
        transactions = new TransactionStore(store);
        transactions.init();
    }

    /** Copies the live pages to a new file, which takes the place of the old one. */
    static void compact(StoreSettings settings) {
        MVStoreTool.compact(settings.directory().resolve(FILE).toString(), false);
    }

    private Transaction begin() {
        return transactions.begin(null, 0, 0, IsolationLevel.SNAPSHOT);
    }

    private static TransactionMap<byte[], byte[]> map(Transaction transaction) {
        return transaction.openMap(NAME, ByteArrayDataType.INSTANCE, ByteArrayDataType.INSTANCE);
    }

    @Override
    public Writing beginWrite() {
        // One statement by itself sees what others commit meanwhile, as H2 does unless told otherwise.
        return new MvWriting(transactions.begin());
    }

    @Override
    public Reading beginRead() {
        return new MvReading(begin());
    }

    @Override
    public void close() {
        transactions.close();
        store.close();
    }

    private final class MvWriting implements Writing {
        private final Transaction transaction;
        private final TransactionMap<byte[], byte[]> map;

        MvWriting(Transaction transaction) {
            this.transaction = transaction;
            this.map = map(transaction);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            map.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            map.remove(key);
        }

        @Override
        public long removeIf(byte[] from, byte[] to, KeyTest test) {
            return SortedMapRemovals.removeIf(map.entryIterator(from, to), test, map::remove);
        }

        @Override
        public long popFirst(long count) {
            return SortedMapRemovals.pop(count, map::firstEntry, map::remove);
        }

        @Override
        public long popLast(long count) {
            return SortedMapRemovals.pop(count, map::lastEntry, map::remove);
        }

        @Override
        public void commit() {
            transaction.commit();
            if (isDurable) {
                store.commit();
                store.sync();
            }
        }

        @Override
        public void close() {
            if (transaction.getStatus() == Transaction.STATUS_OPEN) {
                transaction.rollback();
            }
        }
    }

    private static final class MvReading implements Reading {
        private final Transaction transaction;
        private final TransactionMap<byte[], byte[]> map;

        MvReading(Transaction transaction) {
            this.transaction = transaction;
            this.map = map(transaction);
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return map.get(key);
        }

        @Override
        public long scan(byte[] from, long limit) {
            return SortedMapRemovals.scan(map.entryIterator(from, null), limit);
        }

        @Override
        public long size() {
            return map.sizeAsLong();
        }

        @Override
        public void close() {
            transaction.rollback();
        }
    }
}
