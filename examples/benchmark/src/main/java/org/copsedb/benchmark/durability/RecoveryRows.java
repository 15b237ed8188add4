package org.copsedb.benchmark.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.copsedb.benchmark.report.Goal;
import org.copsedb.benchmark.report.Quantity;
import org.copsedb.benchmark.system.JavaProcess;
import org.copsedb.benchmark.system.PageCache;
import org.copsedb.benchmark.system.Samples;

/**
 * Opening: after a process was killed with as much in its journal or its memory as writers are allowed to leave there,
 * and after one that closed. Each is timed in a fresh process, from its first instruction on.
 */
final class RecoveryRows implements Measurement.Part {
    private static final int WARM_OPENS = 3;
    private static final double CLEAN_GOAL_MILLISECONDS = 20;
    private static final long LARGE_MEGABYTES = 1_000;

    private final long megabytes;

    /** Measures a database of about so many million bytes. */
    RecoveryRows(long megabytes) {
        this.megabytes = megabytes;
    }

    private record Opened(double nanoseconds, double bytesRead, double again) {}

    @Override
    public void run(Measurement measurement) throws IOException, InterruptedException {
        Path path = measurement.directory().resolve("recovery.copse");
        String size = megabytes + " MB: ";
        fill(measurement, path, size);
        double goal = megabytes >= LARGE_MEGABYTES ? 2_000 : 1_000;
        if (PageCache.forget(path)) {
            Opened cold = open(path, false);
            row(measurement, size + "after kill, cold", cold, goal);
        }
        Opened killed = median(path, false);
        row(measurement, size + "after kill", killed, goal);
        measurement.table().row(size + "pages of 4 KiB read", new Quantity(killed.bytesRead() / 4_096, ""));
        open(path, true);
        if (PageCache.forget(path)) {
            row(measurement, size + "after close, cold", open(path, true), CLEAN_GOAL_MILLISECONDS);
        }
        Opened clean = median(path, true);
        row(measurement, size + "after close", clean, CLEAN_GOAL_MILLISECONDS);
        measurement.table().row(size + "pages of 4 KiB read", new Quantity(clean.bytesRead() / 4_096, ""));
        Opened again = new Opened(clean.again(), clean.bytesRead(), clean.again());
        row(measurement, size + "after close, same process", again, CLEAN_GOAL_MILLISECONDS);
        Files.delete(path);
    }

    private void fill(Measurement measurement, Path path, String size) throws IOException, InterruptedException {
        long entries = megabytes * 1_000_000 / DurabilityChild.entryBytes();
        try (JavaProcess child = JavaProcess.start(
                List.of(),
                List.of(),
                DurabilityChild.class,
                List.of("fill", path.toString(), Long.toString(entries)))) {
            String[] said = child.await("ready").split(" ", -1);
            child.kill();
            measurement.table().row(size + "journal at kill", Quantity.mebibytes(Double.parseDouble(said[0])));
            measurement.table().row(size + "dirty at kill", Quantity.mebibytes(Double.parseDouble(said[1])));
            measurement.table().row(size + "file", Quantity.mebibytes(Double.parseDouble(said[2])));
        }
    }

    private static void row(Measurement measurement, String title, Opened opened, double goalMilliseconds) {
        measurement
                .table()
                .row(
                        title,
                        Quantity.milliseconds(opened.nanoseconds()),
                        new Quantity(goalMilliseconds, "ms"),
                        Goal.atMost(1));
    }

    private static Opened median(Path path, boolean endCleanly) throws IOException, InterruptedException {
        Samples times = new Samples(WARM_OPENS);
        double read = 0;
        double again = 0;
        for (int i = 0; i < WARM_OPENS; i++) {
            Opened opened = open(path, endCleanly);
            times.add(opened.nanoseconds());
            read = opened.bytesRead();
            again = opened.again();
        }
        return new Opened(times.quantile(0.5), read, again);
    }

    private static Opened open(Path path, boolean endCleanly) throws IOException, InterruptedException {
        try (JavaProcess child = JavaProcess.start(
                List.of(),
                List.of(),
                DurabilityChild.class,
                List.of("open", path.toString(), endCleanly ? "1" : "0"))) {
            String[] said = child.await("opened").split(" ", -1);
            if (child.follow(line -> {}) != 0) {
                throw new IOException("the process that opened " + path + " failed");
            }
            return new Opened(Double.parseDouble(said[0]), Double.parseDouble(said[1]), Double.parseDouble(said[2]));
        }
    }
}
