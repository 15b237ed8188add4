package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.DelegatingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A transaction may be larger than the memory that its pages may take, and all in it works as ever. */
final class LargeTransactionTest {
    private static final TableDefinition<Integer, String> TABLE =
            TableDefinition.of("table", Codecs.INT, Codecs.STRING);
    private static final TableDefinition<Integer, byte[]> LARGE = TableDefinition.of("large", Codecs.INT, Codecs.BYTES);
    private static final int BUDGET = 100_000;
    private static final int KEYS = 20_000;

    /** A database whose dirty pages are counted whenever something is written, and after each call. */
    private static final class Watched implements AutoCloseable {
        private final MemoryStorageFile file;
        private @Nullable Database opened;
        private final Database database;
        private long most;
        private long writes;

        Watched(MemoryStorageFile file) {
            this.file = file;
            StorageFile counting = new DelegatingFile(file) {
                @Override
                public void write(long offset, byte[] source, int from, int length) {
                    writes++;
                    if (opened != null) {
                        most = Math.max(most, opened.statistics().dirtyBytes());
                    }
                    super.write(offset, source, from, length);
                }
            };
            this.database = Database.open(
                    counting,
                    DatabaseOptions.defaults()
                            .pageSize(512)
                            .regionPages(1_024)
                            .cacheBytes(64 << 10)
                            .writeBufferBytes(32 << 10)
                            .dirtyBytes(BUDGET)
                            .withoutThreads());
            this.opened = database;
        }

        void watch() {
            most = Math.max(most, database.statistics().dirtyBytes());
        }

        @Nullable
        String get(int key) {
            try (ReadTransaction transaction = database.beginRead()) {
                return transaction.open(TABLE).get(key);
            }
        }

        void requireBounded() {
            assertTrue(most > BUDGET / 2, () -> "only " + most + " bytes were dirty");
            assertTrue(most < 3 * BUDGET, () -> most + " bytes were dirty");
            assertEquals(List.of(), database.verify().findings());
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private static String value(int key, int round) {
        return round + ":" + "v".repeat(key % 90);
    }

    @Test
    void pagesAreWrittenEarlyAndASavepointInsideIsReturnedTo() {
        MemoryStorageFile file = new MemoryStorageFile("large");
        try (Watched watched = new Watched(file)) {
            watched.database.execute(transaction -> {
                Table<Integer, String> table = transaction.open(TABLE);
                for (int i = 0; i < KEYS; i++) {
                    table.getAndPut(i * 7_919 % KEYS, value(i * 7_919 % KEYS, 1));
                    watched.watch();
                }
                Savepoint savepoint = transaction.savepoint();
                for (int key = 0; key < KEYS; key++) {
                    table.getAndPut(key, value(key, 2));
                    watched.watch();
                }
                savepoint.rollback();
                for (int key = 0; key < KEYS; key += 3) {
                    table.getAndPut(key, value(key, 3));
                    watched.watch();
                }
                savepoint.release();
                assertEquals(value(1, 1), table.get(1));
            });
            watched.requireBounded();
        }
        try (Watched watched = new Watched(new MemoryStorageFile("again", file.toBytes()))) {
            assertEquals(List.of(), watched.database.verify().findings());
            watched.database.read(transaction -> {
                ReadableTable<Integer, String> table = transaction.open(TABLE);
                for (int key = 0; key < KEYS; key++) {
                    assertEquals(value(key, key % 3 == 0 ? 3 : 1), table.get(key));
                }
                return KEYS;
            });
        }
    }

    /** What is collected goes to sorted runs, and they to the tree, within one call. */
    @Test
    void collectedWritesAreAppliedWithinTheBudget() {
        try (Watched watched = new Watched(new MemoryStorageFile("collected"))) {
            watched.database.execute(transaction -> {
                Table<Integer, String> table = transaction.open(TABLE);
                for (int i = 0; i < 3 * KEYS; i++) {
                    table.put(i * 7_919 % KEYS, value(i * 7_919 % KEYS, i / KEYS));
                    watched.watch();
                }
                long before = watched.writes;
                assertEquals(KEYS, table.size());
                watched.watch();
                assertTrue(watched.writes > before, "nothing was written while the writes were applied");
            });
            watched.requireBounded();
            watched.database.execute(transaction -> {
                for (int i = 0; i < KEYS; i += 5) {
                    transaction.open(TABLE).put(i, value(i, 7));
                }
            });
            assertEquals(value(5, 7), watched.get(5));
            watched.requireBounded();
        }
    }

    @Test
    void aValueMayBeLargerThanTheBudget() {
        try (Watched watched = new Watched(new MemoryStorageFile("value"))) {
            byte[] value = new byte[20 * BUDGET];
            value[value.length - 1] = 7;
            watched.database.execute(transaction -> {
                transaction.open(LARGE).put(1, value);
                watched.watch();
            });
            watched.requireBounded();
            try (ReadTransaction transaction = watched.database.beginRead()) {
                assertArrayEquals(value, transaction.open(LARGE).get(1));
            }
        }
    }

    @Test
    void whatWasWrittenEarlyIsFreeAfterARollback() {
        try (Watched watched = new Watched(new MemoryStorageFile("rolled back"))) {
            watched.database.execute(transaction -> transaction.open(TABLE).put(1, "one"));
            for (int round = 0; round < 3; round++) {
                try (WriteTransaction transaction = watched.database.beginWrite()) {
                    Table<Integer, String> table = transaction.open(TABLE);
                    for (int key = 0; key < KEYS / 2; key++) {
                        table.getAndPut(key, value(key, 1));
                        watched.watch();
                    }
                }
            }
            watched.requireBounded();
            long entries =
                    watched.database.read(transaction -> transaction.open(TABLE).size());
            assertEquals(1, entries);
            long size = watched.file.size();
            assertTrue(size < 4_000_000, () -> "the file has " + size + " bytes after three rollbacks");
        }
    }

    /** Replay has only memory: it must never need more than transactions had. */
    @Test
    void whatWroteEarlyCommitsByACheckpoint() {
        MemoryStorageFile file = new MemoryStorageFile("checkpoint");
        try (Watched watched = new Watched(file)) {
            watched.database.execute(transaction -> {
                for (int key = 0; key < KEYS; key++) {
                    transaction.open(TABLE).put(key, value(key, 1));
                }
            });
            // A few bytes of changes in each leaf: little for the journal, much for the memory.
            watched.database.execute(transaction -> {
                for (int key = 0; key < KEYS; key += 8) {
                    transaction.open(TABLE).getAndPut(key, "");
                }
            });
            try (Watched crashed = new Watched(new MemoryStorageFile("crashed", file.toBytes()))) {
                assertEquals(0, crashed.database.statistics().dirtyBytes());
                assertEquals("", crashed.get(8));
            }
        }
    }
}
