package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.copsedb.codec.Codecs;
import org.copsedb.transaction.ForgottenHandles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Transactions that are forgotten, that stay open for long, and that are used and ended by several threads. */
final class HandlesTest {
    private static final TableDefinition<Long, Long> SQUARES = TableDefinition.of("squares", Codecs.LONG, Codecs.LONG);
    private static final DatabaseOptions SMALL =
            DatabaseOptions.defaults().pageSize(512).regionPages(128).cacheBytes(16 << 10);

    private final Logger logger = (Logger) LoggerFactory.getLogger(ForgottenHandles.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.setAdditive(false);
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(Level.OFF);
    }

    private static void square(Database database, long number) {
        database.execute(transaction -> transaction.open(SQUARES).put(number, number * number));
    }

    /** Waits for what the garbage collector causes. */
    private static void collectUntil(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "nothing happened in 30 seconds");
            System.gc();
            Thread.sleep(5);
        }
    }

    private List<ILoggingEvent> warnings() {
        return List.copyOf(log.list);
    }

    private static List<String> placeIn(ILoggingEvent warning) {
        assertNotNull(warning.getThrowableProxy(), warning::getFormattedMessage);
        return Arrays.stream(warning.getThrowableProxy().getStackTraceElementProxyArray())
                .map(element -> element.getStackTraceElement().getMethodName())
                .toList();
    }

    private static void forgetReaders(Database database, int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(1L, database.beginRead().open(SQUARES).get(1L));
        }
    }

    @Test
    void readTransactionsThatAreForgottenAreLetGoAndReported() throws InterruptedException {
        try (Database database = Database.inMemory(SMALL)) {
            square(database, 1);
            forgetReaders(database, 3);
            for (long number = 2; number < 50; number++) {
                square(database, number);
            }
            assertEquals(
                    3,
                    database.statistics().openReaders() + database.statistics().forgottenHandles());
            collectUntil(() -> database.statistics().forgottenHandles() == 3);
            assertEquals(0, database.statistics().openReaders());
            assertEquals(3, warnings().size());
            assertTrue(warnings().get(0).getFormattedMessage().contains("version 1"));
            assertTrue(placeIn(warnings().get(0)).contains("forgetReaders"));
            assertEquals(0, pendingBytesAtRest(database));
        }
    }

    /** A page that somebody may still see is pending; where nobody is, there is none after a checkpoint. */
    private static long pendingBytesAtRest(Database database) {
        database.checkpoint();
        database.beginWrite().close();
        return database.pendingBytes();
    }

    @Test
    void aTransactionIsNotForgottenAsLongAsACursorOfItIsUsed() throws InterruptedException {
        try (Database database = Database.inMemory(SMALL)) {
            square(database, 1);
            square(database, 2);
            Cursor<Long, Long> cursor = database.beginRead().open(SQUARES).cursor();
            assertTrue(cursor.next());
            for (int i = 0; i < 10; i++) {
                System.gc();
                Thread.sleep(2);
                square(database, 2);
            }
            assertTrue(cursor.next());
            assertEquals(4L, cursor.value());
            assertEquals(0, database.statistics().forgottenHandles());
        }
    }

    @Test
    void manyForgottenReadersOfOneThreadAreAllFound() throws InterruptedException {
        try (Database database = Database.inMemory(SMALL)) {
            square(database, 1);
            List<ReadTransaction> open = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                open.add(database.beginRead());
                forgetReaders(database, 1);
            }
            collectUntil(() -> database.statistics().forgottenHandles() == 300);
            assertEquals(300, database.statistics().openReaders());
            assertTrue(
                    warnings().stream().anyMatch(warning -> warning.getThrowableProxy() == null), "none was sampled");
            forgetReaders(database, 1);
            collectUntil(() -> database.statistics().forgottenHandles() == 301);
            assertTrue(placeIn(warnings().get(300)).contains("forgetReaders"), "after a report all are recorded");
            open.forEach(ReadTransaction::close);
            assertEquals(0, database.statistics().openReaders());
        }
    }

    private static void forgetWriter(Database database) {
        database.beginWrite().open(SQUARES).put(7L, 49L);
    }

    @Test
    void aWriteTransactionThatIsForgottenIsRolledBackAndTheNextOneBegins() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Database database = Database.inMemory(SMALL)) {
            square(database, 1);
            pool.submit(() -> forgetWriter(database)).get();
            collectUntil(() -> {
                Optional<WriteTransaction> begun = database.tryBeginWrite(Duration.ZERO);
                begun.ifPresent(WriteTransaction::close);
                return begun.isPresent();
            });
            collectUntil(() -> warnings().size() == 1);
            assertTrue(warnings().get(0).getFormattedMessage().contains("rolled back"));
            assertTrue(placeIn(warnings().get(0)).contains("forgetWriter"));
            assertEquals(1, database.statistics().forgottenHandles());
            square(database, 2);
            assertEquals(
                    2L,
                    database.<Long, RuntimeException>read(
                            reader -> reader.open(SQUARES).size()));
            assertEquals(List.of(), database.verify().findings());
        } finally {
            pool.shutdown();
        }
    }

    private static void forgetSavepoint(Database database) {
        assertEquals(SavepointKind.EPHEMERAL, database.savepoint().kind());
    }

    @Test
    void anEphemeralSavepointThatIsForgottenIsLetGo() throws InterruptedException {
        try (Database database = Database.inMemory(SMALL.withoutThreads())) {
            square(database, 1);
            forgetSavepoint(database);
            for (long number = 2; number < 50; number++) {
                square(database, number);
            }
            assertTrue(pendingBytesAtRest(database) > 0, "it kept nothing");
            collectUntil(() -> warnings().size() == 1);
            assertTrue(warnings().get(0).getFormattedMessage().contains("version 1"));
            assertTrue(placeIn(warnings().get(0)).contains("forgetSavepoint"));
            assertEquals(0, pendingBytesAtRest(database));
        }
    }

    @Test
    void whatIsOpenWhenTheDatabaseIsClosedIsNotReported() throws InterruptedException {
        Database database = Database.inMemory(SMALL);
        square(database, 1);
        forgetSavepoint(database);
        forgetReaders(database, 1);
        database.close();
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(List.of(), warnings());
    }

    @Test
    void handlesThatAreClosedAreNotReported() throws InterruptedException {
        try (Database database = Database.inMemory(SMALL)) {
            for (long number = 1; number < 200; number++) {
                square(database, number);
                database.beginRead().close();
                database.beginWrite().rollback();
            }
            System.gc();
            Thread.sleep(20);
            database.beginRead().close();
            assertEquals(0, database.statistics().forgottenHandles());
            assertEquals(List.of(), warnings());
        }
    }

    @Test
    void aListenerHearsOnceOfEachReaderThatIsOpenForLong() throws InterruptedException {
        BlockingQueue<LongReader> heard = new LinkedBlockingQueue<>();
        DatabaseOptions options = SMALL.onLongReader(Duration.ofMillis(20), reader -> {
            heard.add(reader);
            if (heard.size() == 1) {
                throw new IllegalStateException("what a listener throws harms nobody");
            }
        });
        Logger failures = (Logger) LoggerFactory.getLogger(ReaderWatch.class);
        failures.setLevel(Level.OFF);
        try (Database database = Database.inMemory(options)) {
            square(database, 1);
            ReadTransaction reader = database.beginRead();
            LongReader first = heard.poll(20, TimeUnit.SECONDS);
            assertNotNull(first);
            assertEquals(1, first.version());
            assertTrue(first.open().compareTo(Duration.ofMillis(20)) >= 0, first::toString);
            assertNotNull(first.place());
            square(database, 2);
            ReadTransaction second = database.beginRead();
            LongReader next = heard.take();
            assertTrue(next.version() == 2 || next.version() == 1, "heard again only since the listener failed");
            reader.close();
            second.close();
        } finally {
            failures.setLevel(null);
        }
    }

    @Test
    void withoutThreadsWhoeverWritesTellsOfLongReaders() throws InterruptedException {
        List<LongReader> heard = new ArrayList<>();
        DatabaseOptions options = SMALL.withoutThreads().onLongReader(Duration.ofMillis(5), heard::add);
        try (Database database = Database.inMemory(options)) {
            square(database, 1);
            try (ReadTransaction reader = database.beginRead()) {
                square(database, 2);
                assertEquals(List.of(), heard);
                Thread.sleep(10);
                square(database, 3);
                square(database, 4);
                assertEquals(
                        List.of(reader.version()),
                        heard.stream().map(LongReader::version).toList());
            }
        }
        assertThrows(IllegalArgumentException.class, () -> SMALL.onLongReader(Duration.ZERO, heard::add));
    }

    @Test
    void oneReadTransactionServesManyThreadsAndIsClosedByAnother() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (Database database = Database.inMemory(SMALL)) {
            database.execute(transaction -> {
                for (long number = 0; number < 1_000; number++) {
                    transaction.open(SQUARES).put(number, number * number);
                }
            });
            ReadTransaction reader = database.beginRead();
            ReadableTable<Long, Long> table = reader.open(SQUARES);
            List<Future<Long>> sums = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                sums.add(pool.submit(() -> {
                    long sum = 0;
                    for (long number = 0; number < 1_000; number++) {
                        sum += Objects.requireNonNull(table.view(number, bytes -> (long) bytes.remaining()));
                        assertEquals(number * number, table.get(number));
                    }
                    return sum;
                }));
            }
            for (long round = 0; round < 20; round++) {
                long salt = round;
                database.execute(transaction -> transaction.open(SQUARES).put(salt, -1L));
            }
            for (Future<Long> sum : sums) {
                assertEquals(8_000, sum.get());
            }
            pool.submit(reader::close).get();
            assertThrows(HandleClosedException.class, () -> table.get(1L));
            assertEquals(0, database.statistics().openReaders());
        } finally {
            pool.shutdown();
        }
    }
}
