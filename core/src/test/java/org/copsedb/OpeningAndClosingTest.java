package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How databases begin and end: options, progress of recovery, lambdas, and closing from any thread at any time. */
final class OpeningAndClosingTest {
    private static final TableDefinition<Long, byte[]> BLOBS = TableDefinition.of("blobs", Codecs.LONG, Codecs.BYTES);

    @TempDir
    private Path folder;

    @Test
    void filesAreReadableByTheirOwnerOnly() throws IOException {
        Path path = folder.resolve("private.copse");
        try (Database database = Database.open(path)) {
            database.execute(transaction -> transaction.open(BLOBS).put(1L, new byte[10]));
        }
        for (Path file : List.of(path, folder.resolve("private.copse.lock"))) {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    void defaultsAreSharesOfTheHeap() {
        DatabaseOptions options = DatabaseOptions.defaults();
        long heap = Runtime.getRuntime().maxMemory();
        assertEquals(heap / 4, options.store().cacheBytes());
        assertTrue(options.store().dirtyBytes() <= Math.max(8L << 20, heap / 8));
        assertTrue(options.writeBufferBytes() <= Math.max(4_096, heap / 16));
        assertEquals(Durability.IMMEDIATE, options.durability());
        assertTrue(options.createIfMissing());
    }

    @Test
    void theDurabilityOfTheOptionsIsThatOfTransactions() {
        DatabaseOptions eventual = DatabaseOptions.defaults().withoutThreads().durability(Durability.EVENTUAL);
        MemoryStorageFile file = new MemoryStorageFile("eventual");
        byte[] written;
        try (Database database = Database.open(file, eventual)) {
            database.execute(transaction -> transaction.open(BLOBS).put(1L, new byte[10]));
            database.checkpoint();
            byte[] before = file.toBytes();
            database.execute(transaction -> transaction.open(BLOBS).put(2L, new byte[10]));
            assertEquals(2, database.statistics().version());
            written = file.toBytes();
            assertTrue(Arrays.equals(before, written), "an eventual commit waited for the disk");
        }
        try (Database killed = Database.open(new MemoryStorageFile("killed", written), eventual)) {
            assertEquals(1, killed.statistics().version());
        }
    }

    @Test
    void aListenerHearsHowRecoveryGoes() {
        MemoryStorageFile file = new MemoryStorageFile("recovered");
        List<RecoveryProgress> heard = new ArrayList<>();
        DatabaseOptions options = DatabaseOptions.defaults().onRecovery(heard::add);
        byte[] killed;
        try (Database database = Database.open(file, options)) {
            database.execute(transaction -> transaction.open(BLOBS).put(0L, new byte[10]));
            database.checkpoint();
            for (long key = 1; key <= 40; key++) {
                long now = key;
                database.execute(transaction -> transaction.open(BLOBS).put(now, new byte[100_000]));
            }
            killed = file.toBytes();
        }
        assertEquals(List.of(), heard);
        try (Database database = Database.open(new MemoryStorageFile("killed", killed), options)) {
            assertEquals(41, database.statistics().version());
        }
        RecoveryProgress first = heard.get(0);
        RecoveryProgress last = heard.get(heard.size() - 1);
        assertEquals(0, first.bytes());
        assertEquals(1, first.version());
        assertTrue(first.totalBytes() > 4_000_000, first::toString);
        assertEquals(new RecoveryProgress(first.totalBytes(), first.totalBytes(), 41), last);
        assertTrue(heard.size() >= 4 && heard.size() <= 6, heard::toString);
        for (int i = 1; i < heard.size(); i++) {
            assertTrue(heard.get(i).bytes() > heard.get(i - 1).bytes(), heard::toString);
        }
        heard.clear();
        DatabaseOptions failing = options.onRecovery(progress -> {
            throw new IllegalStateException("not now");
        });
        MemoryStorageFile refused = new MemoryStorageFile("killed", killed);
        assertThrows(IllegalStateException.class, () -> Database.open(refused, failing));
        try (Database database = Database.open(new MemoryStorageFile("again", killed), options)) {
            assertEquals(41, database.statistics().version());
        }
    }

    @Test
    void aDatabaseInMemoryIsNotOnlyRead() {
        DatabaseOptions readOnly = DatabaseOptions.defaults().readOnly();
        assertThrows(IllegalArgumentException.class, () -> Database.inMemory(readOnly));
        try (Database one = Database.inMemory();
                Database two = Database.inMemory()) {
            one.execute(transaction -> transaction.open(BLOBS).put(1L, new byte[10]));
            assertEquals(
                    0L,
                    two.<Long, RuntimeException>read(
                            reader -> reader.open(BLOBS).size()));
        }
    }

    @Test
    void aLambdaCommitsOnReturnAndRollsBackOnAnythingItThrows() {
        try (Database database = Database.inMemory()) {
            int result = database.write(transaction -> {
                transaction.open(BLOBS).put(1L, new byte[1]);
                return 42;
            });
            assertEquals(42, result);
            IOException checked = new IOException("of the caller");
            assertEquals(
                    checked,
                    assertThrows(
                            IOException.class,
                            () -> database.execute(transaction -> {
                                transaction.open(BLOBS).put(2L, new byte[1]);
                                throw checked;
                            })));
            assertThrows(
                    StackOverflowError.class,
                    () -> database.<Integer, RuntimeException>write(transaction -> {
                        transaction.open(BLOBS).put(3L, new byte[1]);
                        throw new StackOverflowError("unexpected");
                    }));
            assertEquals(
                    1L,
                    database.<Long, RuntimeException>read(
                            reader -> reader.open(BLOBS).size()));
            assertFalse(database.<Boolean, RuntimeException>read(
                    reader -> reader.open(BLOBS).containsKey(2L)));
            // Neither a writer nor a lambda that ends its own transaction leaves the turn behind.
            assertThrows(HandleClosedException.class, () -> database.execute(WriteTransaction::rollback));
            assertThrows(
                    NestedTransactionException.class, () -> database.execute(outer -> database.execute(inner -> {})));
            assertTrue(database.tryBeginWrite(Duration.ZERO)
                    .map(begun -> {
                        begun.close();
                        return true;
                    })
                    .orElse(false));
        }
    }

    @Test
    void closingWaitsForAWriterOfAnotherThreadAndForItsCommit() throws Exception {
        Path path = folder.resolve("closing.copse");
        ExecutorService pool = Executors.newFixedThreadPool(3);
        Database database = Database.open(path);
        try {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            Future<Long> writer = pool.submit(() -> {
                try (WriteTransaction transaction = database.beginWrite()) {
                    begun.countDown();
                    transaction.open(BLOBS).put(1L, new byte[1_000]);
                    end.await();
                    return transaction.commitAsync().join();
                }
            });
            begun.await();
            Future<?> first = pool.submit(database::close);
            Future<?> second = pool.submit(database::close);
            Thread.sleep(30);
            assertFalse(first.isDone() || second.isDone(), "closed under a writer");
            end.countDown();
            assertEquals(1L, writer.get(20, TimeUnit.SECONDS));
            first.get(20, TimeUnit.SECONDS);
            second.get(20, TimeUnit.SECONDS);
            assertThrows(HandleClosedException.class, database::beginRead);
            assertThrows(HandleClosedException.class, database::beginWrite);
            database.close();
        } finally {
            pool.shutdownNow();
        }
        try (Database again = Database.open(path)) {
            assertEquals(
                    1L,
                    again.<Long, RuntimeException>read(
                            reader -> reader.open(BLOBS).size()));
        }
    }

    @Test
    void closingRollsBackTheWriterOfItsOwnThread() {
        MemoryStorageFile file = new MemoryStorageFile("own");
        Database database = Database.open(file, DatabaseOptions.defaults());
        WriteTransaction transaction = database.beginWrite();
        transaction.open(BLOBS).put(1L, new byte[10]);
        database.close();
        assertThrows(HandleClosedException.class, transaction::commit);
        transaction.close();
        database.close();
    }

    @Test
    void readersThatAreAtWorkWhileTheDatabaseIsClosedAreToldSo() throws Exception {
        Path path = folder.resolve("reading.copse");
        ExecutorService pool = Executors.newFixedThreadPool(4);
        DatabaseOptions noCache = DatabaseOptions.defaults().cacheBytes(0);
        Database database = Database.open(path, noCache);
        try {
            database.execute(transaction -> {
                for (long key = 0; key < 2_000; key++) {
                    transaction.open(BLOBS).put(key, new byte[100]);
                }
            });
            CountDownLatch reading = new CountDownLatch(4);
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(pool.submit(() -> {
                    ReadTransaction transaction = database.beginRead();
                    long[] read = {0};
                    assertThrows(HandleClosedException.class, () -> {
                        for (long key = 0; ; key = (key + 7) % 2_000) {
                            assertEquals(
                                    100,
                                    Objects.requireNonNull(
                                                    transaction.open(BLOBS).get(key))
                                            .length);
                            if (read[0]++ == 100) {
                                reading.countDown();
                            }
                        }
                    });
                    transaction.close();
                }));
            }
            reading.await();
            database.close();
            for (Future<?> reader : readers) {
                reader.get(20, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void writersTakeTheirTurnsInTheOrderOfAsking() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        try (Database database = Database.inMemory()) {
            List<Integer> order = new ArrayList<>();
            List<Future<?>> writers = new ArrayList<>();
            WriteTransaction first = database.beginWrite();
            for (int i = 0; i < 8; i++) {
                int number = i;
                CountDownLatch asking = new CountDownLatch(1);
                writers.add(pool.submit(() -> {
                    asking.countDown();
                    WriteTransaction transaction = number % 2 == 0
                            ? database.beginWrite()
                            : database.tryBeginWrite(Duration.ofSeconds(20)).orElseThrow();
                    order.add(number);
                    transaction.rollback();
                }));
                asking.await();
                Thread.sleep(20); // until it waits
            }
            assertTrue(pool.submit(() -> database.tryBeginWrite(Duration.ZERO).isEmpty())
                    .get());
            assertTrue(pool.submit(
                            () -> database.tryBeginWrite(Duration.ofMillis(5)).isEmpty())
                    .get());
            first.rollback();
            for (Future<?> writer : writers) {
                writer.get(20, TimeUnit.SECONDS);
            }
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), order);
        } finally {
            pool.shutdownNow();
        }
    }
}
