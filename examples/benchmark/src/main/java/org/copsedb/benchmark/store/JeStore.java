package org.copsedb.benchmark.store;

import com.sleepycat.je.CheckpointConfig;
import com.sleepycat.je.Cursor;
import com.sleepycat.je.Database;
import com.sleepycat.je.DatabaseConfig;
import com.sleepycat.je.DatabaseEntry;
import com.sleepycat.je.Durability;
import com.sleepycat.je.Environment;
import com.sleepycat.je.EnvironmentConfig;
import com.sleepycat.je.Get;
import com.sleepycat.je.Transaction;
import java.util.Arrays;
import org.copsedb.benchmark.workload.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * Berkeley DB Java Edition: all of the cache, log files of 100 MB as its guide advises for large stores, key prefixes.
 * Readers take no locks that they keep (read committed), so they see no snapshot.
 */
final class JeStore implements KeyValueStore {
    private static final String LOG_FILE_BYTES = "100000000";

    private final Environment environment;
    private final Database database;

    JeStore(StoreSettings settings) {
        EnvironmentConfig config = new EnvironmentConfig().setAllowCreate(true).setTransactional(true);
        config.setDurability(
                settings.commits() == Commits.DURABLE ? Durability.COMMIT_SYNC : Durability.COMMIT_NO_SYNC);
        config.setCacheSize(settings.cacheBytes());
        config.setConfigParam(EnvironmentConfig.LOG_FILE_MAX, LOG_FILE_BYTES);
        environment = new Environment(settings.directory().toFile(), config);
        database = environment.openDatabase(
                null,
                "entries",
                new DatabaseConfig().setAllowCreate(true).setTransactional(true).setKeyPrefixing(true));
    }

    /** Cleans the log until nothing is left to clean. */
    static void compact(StoreSettings settings) {
        JeStore store = new JeStore(settings);
        CheckpointConfig force = new CheckpointConfig().setForce(true);
        store.environment.checkpoint(force);
        while (store.environment.cleanLog() > 0) {
            store.environment.checkpoint(force);
        }
        store.close();
    }

    @Override
    public Writing beginWrite() {
        return new JeWriting(environment.beginTransaction(null, null));
    }

    @Override
    public Reading beginRead() {
        return new JeReading();
    }

    @Override
    public void close() {
        database.close();
        environment.close();
    }

    private final class JeWriting implements Writing {
        private final Transaction transaction;
        private final DatabaseEntry foundKey = new DatabaseEntry();
        private final DatabaseEntry foundValue = new DatabaseEntry();

        JeWriting(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            database.put(transaction, new DatabaseEntry(key), new DatabaseEntry(value));
        }

        @Override
        public void remove(byte[] key) {
            database.delete(transaction, new DatabaseEntry(key));
        }

        @Override
        public long removeIf(byte[] from, byte[] to, KeyTest test) {
            long sum = 0;
            foundKey.setData(from);
            try (Cursor cursor = database.openCursor(transaction, null)) {
                boolean found = cursor.get(foundKey, foundValue, Get.SEARCH_GTE, null) != null;
                for (; found && Arrays.compareUnsigned(foundKey.getData(), to) < 0; found = advance(cursor, Get.NEXT)) {
                    if (test.test(foundKey.getData()[0])) {
                        sum += take(cursor);
                    }
                }
            }
            return sum;
        }

        private boolean advance(Cursor cursor, Get direction) {
            return cursor.get(foundKey, foundValue, direction, null) != null;
        }

        private long take(Cursor cursor) {
            byte[] value = foundValue.getData();
            cursor.delete(null);
            return Checksum.of(value[0], value.length);
        }

        @Override
        public long popFirst(long count) {
            return pop(count, Get.NEXT);
        }

        @Override
        public long popLast(long count) {
            return pop(count, Get.PREV);
        }

        private long pop(long count, Get direction) {
            long sum = 0;
            try (Cursor cursor = database.openCursor(transaction, null)) {
                for (long i = 0; i < count && advance(cursor, direction); i++) {
                    sum += take(cursor);
                }
            }
            return sum;
        }

        @Override
        public void commit() {
            transaction.commit();
        }

        @Override
        public void close() {
            if (transaction.isValid()) {
                transaction.abort();
            }
        }
    }

    private final class JeReading implements Reading {
        private final DatabaseEntry searched = new DatabaseEntry();
        private final DatabaseEntry found = new DatabaseEntry();

        @Override
        public byte @Nullable [] get(byte[] key) {
            searched.setData(key);
            return database.get(null, searched, found, Get.SEARCH, null) == null ? null : found.getData();
        }

        @Override
        public long scan(byte[] from, long limit) {
            long sum = 0;
            searched.setData(from);
            try (Cursor cursor = database.openCursor(null, null)) {
                boolean isThere = cursor.get(searched, found, Get.SEARCH_GTE, null) != null;
                for (long left = limit; isThere; isThere = cursor.get(searched, found, Get.NEXT, null) != null) {
                    byte[] value = found.getData();
                    sum += Checksum.of(value[0], value.length);
                    if (--left == 0) {
                        break;
                    }
                }
            }
            return sum;
        }

        @Override
        public long size() {
            return database.count();
        }

        @Override
        public void close() {
            // Reads outside of transactions keep nothing.
        }
    }
}
