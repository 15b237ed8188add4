package org.copsedb.benchmark.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.copsedb.Database;
import org.copsedb.Durability;
import org.copsedb.benchmark.report.Goal;
import org.copsedb.benchmark.report.Quantity;
import org.copsedb.benchmark.system.Samples;

/** Checkpoints of 128 MiB: how fast they are, and how much writers and readers notice of them. */
final class CheckpointRows implements Measurement.Part {
    private static final long ENTRIES = 1_000_000;
    private static final long DIRTY = 128L << 20;
    private static final int ROUNDS = 3;
    private static final double[] SHARES = {0.5, 0.99, 0.999};

    /** What is done again and again while a checkpoint is written. */
    private interface Operation {
        void run(SampleDatabase sample);
    }

    @Override
    public void run(Measurement measurement) throws IOException, InterruptedException {
        Path path = measurement.directory().resolve("checkpoint.copse");
        CountingStorageFile file = CountingStorageFile.open(path);
        try (Database database = Database.open(file, SampleDatabase.withoutCheckpoints())) {
            SampleDatabase sample = new SampleDatabase(database, 2);
            sample.load(ENTRIES);
            database.checkpoint();
            throughput(measurement, sample, file);
            Samples bare = measurement.disk().pageWrites(2_000);
            Samples durable = during(sample, each -> each.change(ENTRIES, 1, Durability.IMMEDIATE));
            measurement
                    .table()
                    .row(
                            "durable write beside it, mean",
                            Quantity.microseconds(durable.mean()),
                            Quantity.microseconds(bare.mean()),
                            Goal.atMost(3));
            stall(measurement, "durable write beside it", durable, bare);
            operation(measurement, sample, "EVENTUAL", each -> each.change(ENTRIES, 1, Durability.EVENTUAL));
            operation(measurement, sample, "read", each -> each.read(ENTRIES));
        }
        Files.delete(path);
    }

    private static void throughput(Measurement measurement, SampleDatabase sample, CountingStorageFile file)
            throws IOException {
        Samples rates = new Samples(ROUNDS);
        Samples bareRates = new Samples(ROUNDS);
        for (int i = 0; i < ROUNDS; i++) {
            sample.dirty(ENTRIES, DIRTY);
            long before = file.bytesWritten();
            long start = System.nanoTime();
            sample.database().checkpoint();
            double seconds = (System.nanoTime() - start) / 1e9;
            long written = file.bytesWritten() - before;
            rates.add(written / seconds);
            bareRates.add(written / measurement.disk().sequentialWrite(written));
        }
        measurement
                .table()
                .row(
                        "checkpoint of 128 MiB, MiB/s",
                        Quantity.mebibytes(rates.quantile(0.5)),
                        Quantity.mebibytes(bareRates.quantile(0.5)),
                        Goal.atLeast(0.5));
    }

    /** Does something while a checkpoint is written, over several of them. */
    private static Samples during(SampleDatabase sample, Operation operation) {
        Samples samples = new Samples(1 << 12);
        for (int i = 0; i < ROUNDS; i++) {
            sample.dirty(ENTRIES, DIRTY);
            CompletableFuture<Void> checkpoint = CompletableFuture.runAsync(sample.database()::checkpoint);
            repeat(sample, operation, () -> !checkpoint.isDone(), samples);
            checkpoint.join();
        }
        return samples;
    }

    private static void repeat(SampleDatabase sample, Operation operation, BooleanSupplier isGoingOn, Samples samples) {
        while (isGoingOn.getAsBoolean()) {
            long start = System.nanoTime();
            operation.run(sample);
            samples.add((double) (System.nanoTime() - start));
        }
    }

    private static void operation(Measurement measurement, SampleDatabase sample, String title, Operation operation) {
        Samples quiet = new Samples(1 << 12);
        long end = System.nanoTime() + 1_000_000_000L;
        repeat(sample, operation, () -> System.nanoTime() < end, new Samples(1 << 12));
        long secondEnd = end + 1_000_000_000L;
        repeat(sample, operation, () -> System.nanoTime() < secondEnd, quiet);
        stall(measurement, title + " beside it", during(sample, operation), quiet);
    }

    private static void stall(Measurement measurement, String title, Samples during, Samples quiet) {
        for (double share : SHARES) {
            measurement
                    .table()
                    .row(
                            title + ", p" + Quantiles.name(share),
                            Quantity.microseconds(during.quantile(share)),
                            Quantity.microseconds(quiet.quantile(share)),
                            Goal.NONE);
        }
        measurement
                .table()
                .row(
                        title + ", max",
                        Quantity.microseconds(during.maximum()),
                        Quantity.microseconds(quiet.maximum()),
                        Goal.NONE);
    }
}
