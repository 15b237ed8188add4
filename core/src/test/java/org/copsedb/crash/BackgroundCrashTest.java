package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
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

    /** The power is cut at one change of the disk in so many. */
    private static final int CHANGES = 13;

    private static final int IMAGES = 6;

    /**
     * A moment at which the power was cut.
     *
     * @param least what had become durable before
     * @param cut what may be left
     * @param most what had begun afterwards
     */
    private record Moment(List<Long> least, PowerCut cut, List<Long> most) {}

    /** One database and its writers: each counts up, and keeps what it may be asked for after a power cut. */
    private static final class Run {
        private final SimulatedDisk disk = new SimulatedDisk("disk");
        private final AtomicLongArray begun = new AtomicLongArray(WRITERS);
        private final AtomicLongArray durable = new AtomicLongArray(WRITERS);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final AtomicLong images = new AtomicLong();
        private final SplittableRandom random;
        private final AtomicLong changes = new AtomicLong();

        /** Holds few, so that those that are checked come from all along the way. */
        private final BlockingQueue<Moment> moments = new ArrayBlockingQueue<>(2);

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
                disk.observe(this::changed);
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
                        Moment moment = moments.poll(60, TimeUnit.SECONDS);
                        assertNotNull(moment, "the disk rests");
                        check(moment);
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

        /** Some changes of the disk, by whatever thread, are the last ones. */
        private void changed(SimulatedDisk changed) {
            if (changes.incrementAndGet() % CHANGES == 0) {
                List<Long> least = values(durable);
                PowerCut cut = changed.powerCut();
                if (!moments.offer(new Moment(least, cut, values(begun)))) {
                    changes.decrementAndGet(); // the next change is as good
                }
            }
        }

        /** What was durable before the cut is there, and nothing that had not begun when it was over. */
        private void check(Moment moment) {
            List<Long> least = moment.least();
            List<Long> most = moment.most();
            moment.cut().forEachImage(random, IMAGES, image -> {
                try (Database left = Database.open(new SimulatedDisk("left", image), options())) {
                    try (ReadTransaction transaction = left.beginRead()) {
                        ReadableTable<Integer, Long> counters = transaction.open(COUNTERS);
                        for (int writer = 0; writer < WRITERS; writer++) {
                            Long found = counters.get(writer);
                            long count = found == null ? 0 : found;
                            assertTrue(
                                    least.get(writer) <= count && count <= most.get(writer),
                                    count + " is not within " + least.get(writer) + " to " + most.get(writer));
                        }
                    }
                    assertEquals(List.of(), left.verify().findings());
                }
                images.incrementAndGet();
            });
        }

        private static List<Long> values(AtomicLongArray array) {
            return IntStream.range(0, WRITERS).mapToObj(array::get).toList();
        }
    }

    @Test
    void aPowerCutBesideBackgroundThreadsLosesNothingDurable() {
        long images = SeededRuns.count("power cuts beside background threads", 6, seed -> new Run(seed).run());
        assertTrue(images > 0, "no image was checked");
    }
}
