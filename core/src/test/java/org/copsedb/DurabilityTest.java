package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.testkit.DelegatingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What commits are made durable by, what a crash leaves of them, and what each of them costs the disk. */
@Timeout(120)
final class DurabilityTest {
    private static final TableDefinition<Integer, String> TABLE =
            TableDefinition.of("table", Codecs.INT, Codecs.STRING);
    private static final TableDefinition<String, Integer> OTHER =
            TableDefinition.of("other", Codecs.STRING, Codecs.INT);
    private static final DatabaseOptions STEPPED =
            DatabaseOptions.defaults().pageSize(512).regionPages(1 << 12).withoutThreads();

    /** Counts what changes it, and survives the database that has it open. */
    private static final class CountingFile extends DelegatingFile {
        final AtomicInteger durableWrites = new AtomicInteger();
        final AtomicInteger otherChanges = new AtomicInteger();

        CountingFile() {
            super(new MemoryStorageFile("counting"));
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            otherChanges.incrementAndGet();
            super.write(offset, source, from, length);
        }

        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            durableWrites.incrementAndGet();
            super.writeDurably(offset, source, from, length);
        }

        @Override
        public void sync() {
            otherChanges.incrementAndGet();
            super.sync();
        }

        @Override
        public void resize(long newSize) {
            otherChanges.incrementAndGet();
            super.resize(newSize);
        }

        @Override
        public void close() {
            // It is looked at afterwards.
        }

        /** What a restart finds if the process ends now. */
        MemoryStorageFile crash() {
            byte[] bytes = new byte[(int) size()];
            read(0, bytes, 0, bytes.length);
            return new MemoryStorageFile("after the crash", bytes);
        }
    }

    private final CountingFile file = new CountingFile();

    private static void put(Database database, int key, String value) {
        database.execute(transaction -> transaction.open(TABLE).put(key, value));
    }

    private static @Nullable String get(Database database, int key) {
        try (ReadTransaction reader = database.beginRead()) {
            return reader.open(TABLE).get(key);
        }
    }

    private static Map<Integer, String> content(Database database) {
        return database.read(transaction -> {
            Map<Integer, String> content = new TreeMap<>();
            transaction.open(TABLE).forEach(KeyRange.all(), entry -> content.put(entry.key(), entry.value()));
            return content;
        });
    }

    /** Opens what a crash leaves, checks all of it, and returns the table's content. */
    private static Map<Integer, String> recovered(MemoryStorageFile image) {
        try (Database database = Database.open(image, STEPPED)) {
            VerifyReport report = database.verify();
            assertTrue(report.isSound(), () -> report.findings().toString());
            return content(database);
        }
    }

    @Test
    void anImmediateCommitCostsOneDurableWriteAndNothingElse() {
        try (Database database = Database.open(file, STEPPED)) {
            put(database, 0, "the first commit begins the journal, by a checkpoint");
            put(database, 1, "one");
            int durable = file.durableWrites.get();
            int other = file.otherChanges.get();
            for (int key = 2; key < 12; key++) {
                put(database, key, "value");
            }
            assertEquals(durable + 10, file.durableWrites.get());
            assertEquals(other, file.otherChanges.get());
            assertEquals(12, recovered(file.crash()).size());
        }
    }

    @Test
    void aCrashLeavesAllThatWasAcknowledgedAndReplayKeepsTheOrder() {
        try (Database database = Database.open(file, STEPPED)) {
            Map<Integer, String> expected = new TreeMap<>();
            for (int commit = 0; commit < 200; commit++) {
                int number = commit;
                database.execute(transaction -> {
                    Table<Integer, String> table = transaction.open(TABLE);
                    table.put(number % 40, "commit " + number);
                    table.remove(number * 7 % 40);
                    if (number % 50 == 17) {
                        table.clear();
                        table.put(number, "after clearing");
                    }
                    transaction.open(OTHER).compute("sum", (key, sum) -> (sum == null ? 0 : sum) + number);
                });
                expected.put(number % 40, "commit " + number);
                expected.remove(number * 7 % 40);
                if (number % 50 == 17) {
                    expected.clear();
                    expected.put(number, "after clearing");
                }
                if (number == 120) {
                    database.checkpoint();
                }
            }
            MemoryStorageFile image = file.crash();
            assertEquals(expected, recovered(image));
            try (Database reopened = Database.open(file.crash(), STEPPED)) {
                try (ReadTransaction reader = reopened.beginRead()) {
                    assertEquals(
                            Integer.valueOf(199 * 200 / 2), reader.open(OTHER).get("sum"));
                }
                assertEquals(200, reopened.statistics().version(), "replay keeps the numbers of commits");
                put(reopened, 1_000, "more");
                assertEquals(201, reopened.statistics().version());
            }
        }
    }

    @Test
    void whatWasRolledBackToASavepointIsNotReplayed() {
        try (Database database = Database.open(file, STEPPED)) {
            put(database, 0, "zero");
            try (WriteTransaction transaction = database.beginWrite()) {
                Table<Integer, String> table = transaction.open(TABLE);
                table.put(1, "kept");
                Savepoint savepoint = transaction.savepoint();
                table.put(1, "undone");
                table.put(2, "undone");
                transaction.open(OTHER).put("undone", 1);
                savepoint.rollback();
                table.put(3, "kept too");
                transaction.commit();
            }
            Map<Integer, String> expected = Map.of(0, "zero", 1, "kept", 3, "kept too");
            assertEquals(expected, content(database));
            assertEquals(expected, recovered(file.crash()));
            try (Database reopened = Database.open(file.crash(), STEPPED)) {
                assertEquals(List.of("table"), reopened.read(ReadTransaction::tables));
            }
        }
    }

    @Test
    void anEventualCommitIsVisibleAtOnceAndDurableWithTheNextOne() {
        try (Database database = Database.open(file, STEPPED)) {
            put(database, 0, "zero");
            int durable = file.durableWrites.get();
            for (int key = 1; key <= 5; key++) {
                try (WriteTransaction transaction = database.beginWrite()) {
                    transaction.open(TABLE).put(key, "eventual");
                    assertEquals(
                            key + 1, transaction.durability(Durability.EVENTUAL).commit());
                }
            }
            assertEquals(6, content(database).size());
            assertEquals(durable, file.durableWrites.get(), "nothing was written");
            assertEquals(1, recovered(file.crash()).size());
            put(database, 6, "immediate");
            assertEquals(durable + 1, file.durableWrites.get(), "one write for all six");
            assertEquals(7, recovered(file.crash()).size());
        }
    }

    @Test
    void flushMakesEventualCommitsDurable() {
        try (Database database = Database.open(file, STEPPED.durability(Durability.EVENTUAL))) {
            put(database, 0, "zero");
            put(database, 1, "one");
            assertEquals(1, recovered(file.crash()).size());
            database.flush();
            assertEquals(2, recovered(file.crash()).size());
            int durable = file.durableWrites.get();
            database.flush();
            assertEquals(durable, file.durableWrites.get(), "there is nothing left to flush");
        }
    }

    @Test
    void anImmediateCommitWithoutChangesMakesWhatItSawDurable() {
        try (Database database = Database.open(file, STEPPED)) {
            put(database, 0, "zero");
            try (WriteTransaction transaction = database.beginWrite()) {
                transaction.open(TABLE).put(1, "eventual");
                transaction.durability(Durability.EVENTUAL).commit();
            }
            try (WriteTransaction transaction = database.beginWrite()) {
                assertEquals("eventual", transaction.open(TABLE).get(1));
                assertEquals(2, transaction.commit());
            }
            assertEquals(2, recovered(file.crash()).size());
        }
    }

    @Test
    void aTransactionTooLargeForTheJournalCommitsByACheckpoint() {
        String large = "x".repeat(20_000);
        try (Database database = Database.open(file, STEPPED.journalBytes(1 << 16))) {
            put(database, 0, "zero");
            int durable = file.durableWrites.get();
            put(database, 1, large);
            assertEquals(durable, file.durableWrites.get(), "no record was written");
            put(database, 2, "small");
            assertEquals(Map.of(0, "zero", 1, large, 2, "small"), recovered(file.crash()));
            assertEquals(3, database.statistics().version());
        }
    }

    @Test
    void theJournalStaysWithinItsLimitAsCheckpointsMakeRoom() {
        try (Database database = Database.open(file, STEPPED.journalBytes(1 << 16))) {
            for (int commit = 0; commit < 2_000; commit++) {
                put(database, commit % 10, "v".repeat(500) + commit);
            }
            assertTrue(file.size() < 1 << 20, () -> "the file has " + file.size() + " bytes");
            assertEquals(10, recovered(file.crash()).size());
            assertTrue(database.verify().isSound());
        }
    }

    @Test
    void afterACleanCloseThereIsNothingToReplay() {
        try (Database database = Database.open(file, STEPPED.durability(Durability.EVENTUAL))) {
            for (int key = 0; key < 50; key++) {
                put(database, key, "value");
            }
        }
        byte[] closed = file.crash().toBytes();
        assertEquals(50, recovered(new MemoryStorageFile("closed", closed)).size());
        MemoryStorageFile again = new MemoryStorageFile("closed", closed);
        try (Database database = Database.open(again, STEPPED.readOnly())) {
            assertEquals(50, content(database).size());
        }
        assertArrayEquals(closed, again.toBytes());
    }

    @Test
    void aReadOnlyOpeningReplaysInMemoryOnly() {
        try (Database database = Database.open(file, STEPPED)) {
            for (int key = 0; key < 300; key++) {
                put(database, key, "value " + key);
            }
            byte[] unclean = file.crash().toBytes();
            MemoryStorageFile image = new MemoryStorageFile("unclean", unclean);
            try (Database reader = Database.open(image, STEPPED.readOnly())) {
                assertEquals(300, content(reader).size());
                assertTrue(reader.verify().isSound());
                assertThrows(ReadOnlyDatabaseException.class, reader::flush);
                assertThrows(ReadOnlyDatabaseException.class, reader::checkpoint);
            }
            assertArrayEquals(unclean, image.toBytes());
        }
    }

    @Test
    void aJournalThatIsDamagedInItsMiddleIsReportedAndTheFileLeftAsItWas() {
        try (Database database = Database.open(file, STEPPED)) {
            for (int key = 0; key < 20; key++) {
                put(database, key, "value " + key + " that is not anywhere else");
            }
            byte[] image = file.crash().toBytes();
            byte[] wanted = "value 11 that".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            int at = indexOf(image, wanted);
            assertTrue(at > 0, "the record is in the file");
            image[at] ^= 1;
            MemoryStorageFile damaged = new MemoryStorageFile("damaged", image.clone());
            CorruptFileException damage =
                    assertThrows(CorruptFileException.class, () -> Database.open(damaged, STEPPED));
            assertTrue(damage.where().contains("journal record"), damage::getMessage);
            assertArrayEquals(image, damaged.toBytes());
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            int same = 0;
            while (same < wanted.length && bytes[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    @Test
    void aFutureIsCompletedWhenTheCommitIsVisible() throws ExecutionException, InterruptedException {
        DatabaseOptions options = DatabaseOptions.defaults().pageSize(512);
        try (Database database = Database.open(file, options)) {
            put(database, 0, "zero");
            List<CompletableFuture<Long>> futures = new ArrayList<>();
            for (int key = 1; key <= 100; key++) {
                WriteTransaction transaction = database.beginWrite();
                transaction.open(TABLE).put(key, "asynchronous");
                futures.add(transaction.commitAsync());
                assertThrows(HandleClosedException.class, transaction::commit);
            }
            for (int key = 1; key <= 100; key++) {
                assertEquals(key + 1L, futures.get(key - 1).get());
                assertEquals("asynchronous", get(database, key));
            }
            assertEquals(101, recovered(file.crash()).size());
        }
    }

    @Test
    void manyThreadsShareWritesAndEachSeesItsOwnCommit() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        try (Database database = Database.open(file, DatabaseOptions.defaults().journalBytes(1 << 16))) {
            put(database, -1, "first");
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int base = thread * 1_000;
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 300; i++) {
                        int key = base + i;
                        put(database, key, "value " + key);
                        if (get(database, key) == null) {
                            failures.incrementAndGet();
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(0, failures.get());
            assertTrue(database.verify().isSound());
        }
        assertEquals(2_401, recovered(file.crash()).size());
    }

    @Test
    void backPressureEndsThoughReadersAndTheOwnerOfTheTurnWait() throws InterruptedException {
        DatabaseOptions options =
                DatabaseOptions.defaults().pageSize(512).journalBytes(1 << 16).dirtyBytes(1);
        try (Database database = Database.open(file, options)) {
            put(database, 0, "zero");
            try (ReadTransaction reader = database.beginRead()) {
                Thread writer = new Thread(() -> {
                    for (int key = 1; key <= 500; key++) {
                        put(database, key, "w".repeat(400));
                    }
                });
                writer.start();
                writer.join(TimeUnit.SECONDS.toMillis(60));
                assertFalse(writer.isAlive(), "the writer waits for ever");
                assertNull(reader.open(TABLE).get(1));
            }
            assertEquals(501, content(database).size());
        }
    }
}
