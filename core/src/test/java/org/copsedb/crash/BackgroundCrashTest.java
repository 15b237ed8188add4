package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.Durability;
import org.copsedb.ReadTransaction;
import org.copsedb.ReadableTable;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.codec.Codecs;
import org.copsedb.testkit.PowerCut;
import org.copsedb.testkit.SeededRuns;
import org.copsedb.testkit.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Promises P1 to P3 beside real threads: several writers commit, the journal's thread and the one of the checkpoints
 * work as they do for users, and the power is cut at random moments. The seed decides what is written, not when.
 */
@Timeout(120)
final class BackgroundCrashTest {
    private static final TableDefinition<Integer, Long> COUNTERS =
            TableDefinition.of("counters", Codecs.INT, Codecs.LONG);
    private static final TableDefinition<Integer, byte[]> FILLING =
            TableDefinition.of("filling", Codecs.INT, Codecs.BYTES);
    private static final int WRITERS = 3;
    private static final int CUTS = 12;
    private static final int IMAGES = 6;

    /** One database and its writers: each counts up, and keeps what it may be asked for after a power cut. */
    private static final class Run {
        private final SimulatedDisk disk = new SimulatedDisk("disk");
        private final AtomicLongArray begun = new AtomicLongArray(WRITERS);
        private final AtomicLongArray durable = new AtomicLongArray(WRITERS);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final AtomicLong images = new AtomicLong();
        private final SplittableRandom random;
        private volatile boolean done;

        Run(long seed) {
            random = new SplittableRandom(seed);
        }

        private static DatabaseOptions options() {
            return DatabaseOptions.defaults()
                    .pageSize(512)
                    .regionPages(128)
                    .cacheBytes(64 << 10)
                    .journalBytes(1 << 16)
                    .dirtyBytes(32 << 10);
        }

        long run() {
            try (Database database = Database.open(disk, options())) {
                List<Thread> threads = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    int number = writer;
                    SplittableRandom own = random.split();
                    Thread thread = new Thread(() -> write(database, number, own), "writer " + writer);
                    thread.start();
                    threads.add(thread);
                }
                try {
                    for (int i = 0; i < CUTS; i++) {
                        Thread.sleep(random.nextInt(30));
                        cut();
                    }
                } finally {
                    done = true;
                    for (Thread thread : threads) {
                        thread.join();
                    }
                }
                assertTrue(database.verify().isSound());
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupt);
            }
            if (failure.get() != null) {
                throw new AssertionError(failure.get());
            }
            return images.get();
        }

        private void write(Database database, int writer, SplittableRandom own) {
            try {
                for (long count = 1; !done; count++) {
                    boolean waits = own.nextBoolean();
                    begun.set(writer, count);
                    try (WriteTransaction transaction = database.beginWrite()) {
                        transaction.durability(waits ? Durability.IMMEDIATE : Durability.EVENTUAL);
                        transaction.open(COUNTERS).put(writer, count);
                        Table<Integer, byte[]> filling = transaction.open(FILLING);
                        for (int i = own.nextInt(6); i >= 0; i--) {
                            filling.put(own.nextInt(200), new byte[own.nextInt(own.nextInt(20) == 0 ? 9_000 : 90)]);
                        }
                        transaction.commit();
                    }
                    if (waits) {
                        durable.set(writer, count);
                    } else if (own.nextInt(20) == 0) {
                        database.flush();
                        durable.set(writer, count);
                    }
                }
            } catch (Throwable broken) {
                failure.compareAndSet(null, broken);
            }
        }

        /** What was durable before the cut is there, and nothing that had not begun when it was over. */
        private void cut() {
            long[] least = values(durable);
            PowerCut cut = disk.powerCut();
            long[] most = values(begun);
            cut.forEachImage(random, IMAGES, image -> {
                try (Database left = Database.open(new SimulatedDisk("left", image), options())) {
                    try (ReadTransaction transaction = left.beginRead()) {
                        ReadableTable<Integer, Long> counters = transaction.open(COUNTERS);
                        for (int writer = 0; writer < WRITERS; writer++) {
                            Long found = counters.get(writer);
                            long count = found == null ? 0 : found;
                            assertTrue(
                                    least[writer] <= count && count <= most[writer],
                                    count + " is not within " + least[writer] + " to " + most[writer]);
                        }
                    }
                    assertEquals(List.of(), left.verify().findings());
                }
                images.incrementAndGet();
            });
        }

        private static long[] values(AtomicLongArray array) {
            long[] values = new long[WRITERS];
            for (int i = 0; i < WRITERS; i++) {
                values[i] = array.get(i);
            }
            return values;
        }
    }

    @Test
    void aPowerCutBesideBackgroundThreadsLosesNothingDurable() {
        long images = SeededRuns.count("power cuts beside background threads", 6, seed -> new Run(seed).run());
        assertTrue(images > 0, "no image was checked");
    }
}
