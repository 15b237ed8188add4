package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.ReadTransaction;
import org.copsedb.ReadableTable;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.codec.Codecs;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise P7: an interrupt harms neither the store nor other threads, and is not lost. */
final class DatabaseInterruptsTest {
    private static final TableDefinition<Long, Long> COUNTERS =
            TableDefinition.of("counters", Codecs.LONG, Codecs.LONG);

    /** A cache so small that readers go to the file. */
    private static final DatabaseOptions OPTIONS =
            DatabaseOptions.defaults().pageSize(4_096).cacheBytes(32 << 10);

    private static final int KEYS = 2_000;
    private static final int INTERRUPTS = 20_000;

    @TempDir
    private Path directory;

    /** Counters that commits raise together, so that any reader can tell a mixture of versions. */
    private final AtomicLong acknowledged = new AtomicLong();

    private void fill(Database database) {
        database.execute(transaction -> {
            Table<Long, Long> table = transaction.open(COUNTERS);
            for (long key = 0; key < KEYS; key++) {
                table.put(key, 0L);
            }
        });
    }

    /** Raises the counters 0 to 7, which lie together, and a few others that nobody compares. */
    private void raise(WriteTransaction transaction, SplittableRandom random) {
        Table<Long, Long> table = transaction.open(COUNTERS);
        long value = counter(table, 0) + 1;
        for (long key = 0; key < 8; key++) {
            table.put(key, value);
        }
        table.put(8 + random.nextLong(KEYS - 8), value);
    }

    private static long counter(ReadableTable<Long, Long> table, long key) {
        return Objects.requireNonNull(table.get(key));
    }

    private void write(Database database, SplittableRandom random) {
        try (WriteTransaction transaction = database.beginWrite()) {
            raise(transaction, random);
            if (random.nextInt(8) != 0) {
                transaction.commit();
                acknowledged.incrementAndGet();
            }
        }
    }

    private void tryToWrite(Database database, SplittableRandom random) {
        Optional<WriteTransaction> begun = database.tryBeginWrite(Duration.ofMillis(random.nextInt(3)));
        if (begun.isPresent()) {
            try (WriteTransaction transaction = begun.get()) {
                raise(transaction, random);
                transaction.commit();
                acknowledged.incrementAndGet();
            }
        }
    }

    private void read(Database database, SplittableRandom random) {
        long least = acknowledged.get();
        try (ReadTransaction transaction = database.beginRead()) {
            ReadableTable<Long, Long> table = transaction.open(COUNTERS);
            long value = counter(table, 0);
            assertTrue(value >= least, () -> "counter " + value + " after " + least + " acknowledged commits");
            for (long key = 1; key < 8; key++) {
                assertEquals(value, counter(table, key));
            }
            for (int i = 0; i < 5; i++) {
                assertTrue(counter(table, 8 + random.nextLong(KEYS - 8)) <= value);
            }
        }
    }

    private static void verify(Database database) {
        assertEquals(List.of(), database.verify().findings());
    }

    @Test
    void threadsThatAreInterruptedAllTheTimeReadWriteAndWait() throws InterruptedException {
        long seed = Long.getLong("copsedb.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        Path path = directory.resolve("a.copse");
        int interrupts = TestScale.times(INTERRUPTS);
        long start = System.nanoTime();
        try (Database database = Database.open(path, OPTIONS)) {
            fill(database);
            List<InterruptedWorker> workers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                workers.add(new InterruptedWorker("reader " + i, r -> read(database, r), random.split()));
            }
            workers.add(new InterruptedWorker("writer 0", r -> write(database, r), random.split()));
            workers.add(new InterruptedWorker("writer 1", r -> write(database, r), random.split()));
            workers.add(new InterruptedWorker("writer 2", r -> tryToWrite(database, r), random.split()));
            workers.add(new InterruptedWorker("verifier", r -> verify(database), random.split()));
            harass(workers, interrupts, random);
        }
        try (Database database = Database.open(path, OPTIONS)) {
            long counter = database.read(transaction -> counter(transaction.open(COUNTERS), 0));
            assertEquals(acknowledged.get(), counter, () -> "seed " + seed);
            verify(database);
        }
        System.out.printf(
                Locale.ROOT,
                "%d interrupts, %d commits, %.1f seconds, seed %d%n",
                interrupts,
                acknowledged.get(),
                (System.nanoTime() - start) / 1e9,
                seed);
    }

    private static void harass(List<InterruptedWorker> workers, int interrupts, SplittableRandom random)
            throws InterruptedException {
        workers.forEach(Thread::start);
        int sent = 0;
        while (sent < interrupts && workers.stream().allMatch(worker -> worker.failure() == null)) {
            if (workers.get(random.nextInt(workers.size())).interruptFromOutside()) {
                sent++;
            }
            if (random.nextInt(16) == 0) {
                LockSupport.parkNanos(random.nextInt(100_000));
            }
        }
        for (InterruptedWorker worker : workers) {
            worker.finish();
        }
        for (InterruptedWorker worker : workers) {
            if (worker.failure() != null) {
                throw new AssertionError(worker.getName() + ": " + worker.failure(), worker.failure());
            }
            assertTrue(worker.done() > 0, () -> worker.getName() + " did nothing");
        }
    }

    @Test
    void everythingWorksOnAThreadThatIsInterruptedAlready() {
        Path path = directory.resolve("b.copse");
        SplittableRandom random = new SplittableRandom(1);
        Thread.currentThread().interrupt();
        try {
            try (Database database = Database.open(path, OPTIONS)) {
                fill(database);
                write(database, random);
                tryToWrite(database, random);
                read(database, random);
                verify(database);
                assertTrue(Thread.currentThread().isInterrupted(), "an interrupt was lost");
            }
            try (Database database = Database.open(path, OPTIONS)) {
                read(database, random);
            }
            assertTrue(Thread.currentThread().isInterrupted(), "an interrupt was lost while closing");
        } finally {
            Thread.interrupted();
        }
    }

    /** Work that a pool cancels is done wholly or not at all, and the next work finds everything in order. */
    @Test
    void cancelledFuturesAndPoolsThatAreShutDownHarmNothing() throws Exception {
        Path path = directory.resolve("c.copse");
        SplittableRandom random = new SplittableRandom(1);
        try (Database database = Database.open(path, OPTIONS)) {
            fill(database);
            for (int round = 0; round < TestScale.times(50); round++) {
                ExecutorService pool = Executors.newFixedThreadPool(3);
                List<Future<?>> futures = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    SplittableRandom own = random.split();
                    Callable<Boolean> work = () -> {
                        write(database, own);
                        read(database, own);
                        return true;
                    };
                    futures.add(pool.submit(work));
                }
                LockSupport.parkNanos(random.nextInt(1_000_000));
                futures.get(random.nextInt(6)).cancel(true);
                if (random.nextBoolean()) {
                    pool.shutdownNow();
                } else {
                    pool.shutdown();
                }
                assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS), "a cancelled task hangs");
            }
            read(database, random);
            verify(database);
        }
    }

    /** What the tests above would find: a database whose interrupts get lost. */
    @Test
    void workThatForgetsAnInterruptIsFoundOut() {
        assertThrows(
                AssertionError.class,
                () -> harass(
                        List.of(new InterruptedWorker(
                                "forgetful", random -> Thread.interrupted(), new SplittableRandom(1))),
                        100_000,
                        new SplittableRandom(1)));
    }
}
