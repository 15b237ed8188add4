package org.copsedb.benchmark.store;

import java.util.Arrays;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;
import org.copsedb.benchmark.workload.Checksum;
import org.jspecify.annotations.Nullable;

/** Xodus environments with a store without duplicates, all of the cache as its log cache, and syncs where asked for. */
final class XodusStore implements KeyValueStore {
    private static final String NAME = "entries";

    private final Environment environment;
    private final Store store;

    XodusStore(StoreSettings settings) {
        environment = Environments.newInstance(
                settings.directory().toString(),
                new EnvironmentConfig()
                        .setMemoryUsage(settings.cacheBytes())
                        .setLogCacheShared(false)
                        .setEnvTxnReplayTimeout(Long.MAX_VALUE)
                        .setLogDurableWrite(settings.commits() == Commits.DURABLE));
        store = environment.computeInTransaction(
                transaction -> environment.openStore(NAME, StoreConfig.WITHOUT_DUPLICATES, transaction));
    }

    private static ByteIterable bytes(byte[] bytes) {
        return new ArrayByteIterable(bytes);
    }

    private static byte[] array(ByteIterable bytes) {
        byte[] array = bytes.getBytesUnsafe();
        return array.length == bytes.getLength() ? array : Arrays.copyOf(array, bytes.getLength());
    }

    private static long checksum(ByteIterable value) {
        return Checksum.of(value.iterator().next(), value.getLength());
    }

    @Override
    public Writing beginWrite() {
        return new XodusWriting(environment.beginExclusiveTransaction());
    }

    @Override
    public Reading beginRead() {
        return new XodusReading(environment.beginReadonlyTransaction());
    }

    @Override
    public void close() {
        environment.close();
    }

    private final class XodusWriting implements Writing {
        private final Transaction transaction;

        XodusWriting(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            store.put(transaction, bytes(key), bytes(value));
        }

        @Override
        public void remove(byte[] key) {
            store.delete(transaction, bytes(key));
        }

        @Override
        public long removeIf(byte[] from, byte[] to, KeyTest test) {
            long sum = 0;
            ByteIterable end = bytes(to);
            try (Cursor cursor = store.openCursor(transaction)) {
                boolean found = cursor.getSearchKeyRange(bytes(from)) != null;
                for (; found && cursor.getKey().compareTo(end) < 0; found = cursor.getNext()) {
                    if (test.test(cursor.getKey().iterator().next())) {
                        sum += checksum(cursor.getValue());
                        cursor.deleteCurrent();
                    }
                }
            }
            return sum;
        }

        @Override
        public long popFirst(long count) {
            long sum = 0;
            try (Cursor cursor = store.openCursor(transaction)) {
                for (long i = 0; i < count && cursor.getNext(); i++) {
                    sum += checksum(cursor.getValue());
                    cursor.deleteCurrent();
                }
            }
            return sum;
        }

        /** A cursor of a transaction that has written can not step back, so each entry is the last one anew. */
        @Override
        public long popLast(long count) {
            long sum = 0;
            for (long i = 0; i < count; i++) {
                try (Cursor cursor = store.openCursor(transaction)) {
                    if (!cursor.getLast()) {
                        throw new IllegalStateException("no entry is left");
                    }
                    sum += checksum(cursor.getValue());
                    cursor.deleteCurrent();
                }
            }
            return sum;
        }

        @Override
        public void commit() {
            if (!transaction.commit()) {
                throw new IllegalStateException("an exclusive transaction was not committed");
            }
        }

        @Override
        public void close() {
            if (!transaction.isFinished()) {
                transaction.abort();
            }
        }
    }

    private final class XodusReading implements Reading {
        private final Transaction transaction;

        XodusReading(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            ByteIterable value = store.get(transaction, bytes(key));
            return value == null ? null : array(value);
        }

        @Override
        public long scan(byte[] from, long limit) {
            long sum = 0;
            try (Cursor cursor = store.openCursor(transaction)) {
                boolean found = cursor.getSearchKeyRange(bytes(from)) != null;
                for (long left = limit; found; found = cursor.getNext()) {
                    sum += checksum(cursor.getValue());
                    if (--left == 0) {
                        break;
                    }
                }
            }
            return sum;
        }

        @Override
        public long size() {
            return store.count(transaction);
        }

        @Override
        public void close() {
            transaction.abort();
        }
    }
}
