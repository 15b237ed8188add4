package org.copsedb.benchmark.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.copsedb.benchmark.report.Goal;
import org.copsedb.benchmark.report.Quantity;
import org.copsedb.benchmark.system.JavaProcess;

/** What of the heap is alive at most while a database five times the cache is loaded, read and changed. */
final class MemoryRows implements Measurement.Part {
    private static final int TIMES_CACHE = 5;
    private static final long ALLOWANCE = 64L << 20;

    @Override
    public void run(Measurement measurement) throws IOException, InterruptedException {
        long entries = TIMES_CACHE * MemoryChild.CACHE / DurabilityChild.entryBytes() / 10_000 * 10_000;
        run(measurement, "heap: load, read, write", "memory", entries);
        run(measurement, "heap: load in 1 transaction", "memory-one", entries);
    }

    private static void run(Measurement measurement, String title, String program, long entries)
            throws IOException, InterruptedException {
        Path path = measurement.directory().resolve("memory.copse");
        try (JavaProcess child = JavaProcess.start(
                List.of(),
                List.of(),
                DurabilityChild.class,
                List.of(program, path.toString(), Long.toString(entries)))) {
            String[] said = child.await("alive").split(" ", -1);
            if (child.follow(line -> {}) != 0) {
                throw new IOException("the process that measured memory failed");
            }
            measurement
                    .table()
                    .row(
                            title,
                            Quantity.mebibytes(Double.parseDouble(said[0])),
                            Quantity.mebibytes(MemoryChild.BUDGET + ALLOWANCE),
                            Goal.atMost(1));
            measurement.table().row("its file", Quantity.mebibytes(Double.parseDouble(said[1])));
        }
        Files.delete(path);
    }
}
