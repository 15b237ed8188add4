package org.copsedb.benchmark.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.statistics.descriptive.Median;
import org.copsedb.Database;
import org.copsedb.Durability;
import org.copsedb.benchmark.report.Goal;
import org.copsedb.benchmark.report.Quantity;
import org.copsedb.benchmark.system.Parallel;
import org.copsedb.benchmark.system.Samples;

/** Commits: one by one, by several threads, in batches, and without waiting for the disk. */
final class CommitRows implements Measurement.Part {
    private static final long ENTRIES = 200_000;
    private static final int SLICES = 7;
    private static final int SLICE = 300;
    private static final int BATCH = 1_000;
    private static final int BATCHES = 60;
    /** About what a batch's record takes. */
    private static final int BATCH_BYTES = 180_000;

    private static final int EVENTUAL = 200_000;
    /** What unsynced single writes are to reach, in commits a second. */
    private static final double EVENTUAL_GOAL = 120_000;

    @Override
    public void run(Measurement measurement) throws IOException, InterruptedException {
        Path path = measurement.directory().resolve("commits.copse");
        try (Database database = Database.open(path)) {
            SampleDatabase sample = new SampleDatabase(database, 1);
            sample.load(ENTRIES);
            sample.durableWrites(ENTRIES, 2 * SLICE);
            measurement.disk().pageWrites(SLICE);
            double one = single(measurement, sample);
            for (int threads : new int[] {2, 4, 8, 16}) {
                threads(measurement, database, threads, one);
            }
            batches(measurement, sample);
            eventual(measurement, sample);
        }
        Files.delete(path);
    }

    /** The bare loop and the commits take turns, so that both meet the same disk. Returns commits a nanosecond. */
    private static double single(Measurement measurement, SampleDatabase sample) throws IOException {
        double[] bareMeans = new double[SLICES];
        double[] means = new double[SLICES];
        Samples bare = new Samples(SLICES * SLICE);
        Samples all = new Samples(SLICES * SLICE);
        for (int i = 0; i < SLICES; i++) {
            Samples bareSlice = measurement.disk().pageWrites(SLICE);
            Samples slice = sample.durableWrites(ENTRIES, SLICE);
            bareMeans[i] = bareSlice.mean();
            means[i] = slice.mean();
            bare.addAll(bareSlice);
            all.addAll(slice);
        }
        double bareMean = Median.withDefaults().evaluate(bareMeans);
        double mean = Median.withDefaults().evaluate(means);
        measurement
                .table()
                .row(
                        "durable write, mean",
                        Quantity.microseconds(mean),
                        Quantity.microseconds(bareMean),
                        Goal.atMost(1.2));
        for (double share : new double[] {0.5, 0.99, 0.999}) {
            measurement
                    .table()
                    .row(
                            "durable write, p" + Quantiles.name(share),
                            Quantity.microseconds(all.quantile(share)),
                            Quantity.microseconds(bare.quantile(share)),
                            Goal.NONE);
        }
        return 1 / mean;
    }

    private static void threads(Measurement measurement, Database database, int threads, double one)
            throws InterruptedException {
        SampleDatabase[] samples = new SampleDatabase[threads];
        for (int i = 0; i < threads; i++) {
            samples[i] = new SampleDatabase(database, 100 + i);
        }
        int commits = 4 * SLICE;
        double nanoseconds = Parallel.run(threads, number -> samples[number].durableWrites(ENTRIES, commits));
        double rate = commits * threads / nanoseconds;
        measurement
                .table()
                .row(
                        "durable writes, " + threads + " threads",
                        Quantity.thousandsPerSecond(rate, 1),
                        Quantity.thousandsPerSecond(one, 1),
                        threads == 8 ? Goal.atLeast(3) : Goal.NONE);
    }

    private static void batches(Measurement measurement, SampleDatabase sample) throws IOException {
        Samples bare = measurement.disk().durableWrites(BATCHES, BATCH_BYTES);
        Samples times = new Samples(BATCHES);
        for (int i = -BATCHES / 2; i < BATCHES; i++) {
            long start = System.nanoTime();
            sample.change(ENTRIES, BATCH, Durability.IMMEDIATE);
            if (i >= 0) {
                times.add((double) (System.nanoTime() - start));
            }
        }
        measurement
                .table()
                .row(
                        "durable batch of 1,000, p50",
                        Quantity.microseconds(times.quantile(0.5)),
                        Quantity.microseconds(bare.quantile(0.5)),
                        Goal.NONE);
        measurement.table().row("the same, keys", Quantity.thousandsPerSecond(BATCH, times.mean()));
    }

    private static void eventual(Measurement measurement, SampleDatabase sample) {
        double nanoseconds = 0;
        for (int pass = 0; pass < 2; pass++) {
            long start = System.nanoTime();
            for (int i = 0; i < EVENTUAL; i++) {
                sample.change(ENTRIES, 1, Durability.EVENTUAL);
            }
            nanoseconds = System.nanoTime() - start;
        }
        sample.database().flush();
        measurement
                .table()
                .row(
                        "EVENTUAL commits",
                        Quantity.thousandsPerSecond(EVENTUAL, nanoseconds),
                        Quantity.thousandsPerSecond(EVENTUAL_GOAL, 1e9),
                        Goal.atLeast(1));
    }
}
