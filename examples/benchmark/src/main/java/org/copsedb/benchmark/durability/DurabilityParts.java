package org.copsedb.benchmark.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.copsedb.benchmark.report.GoalTable;
import org.copsedb.benchmark.system.BareDisk;

/** The parts of the measurement. */
public enum DurabilityParts {
    /** Commits of several kinds. */
    COMMITS,
    /** Checkpoints, and what others notice of them. */
    CHECKPOINTS,
    /** Opening after a kill and after a close. */
    RECOVERY,
    /** The heap that is alive. */
    MEMORY,
    /** System calls by commit; needs {@code strace}. */
    CALLS;

    /**
     * Measures, and writes a table to standard output, row by row.
     *
     * @param parts what to measure, in this order
     * @param recoveryMegabytes sizes of the databases that are opened
     * @param directory an empty directory; it is gone afterwards
     * @return how many goals were missed
     * @throws IOException if a file can not be written, or a process failed
     * @throws InterruptedException if the thread was interrupted
     */
    public static int run(List<DurabilityParts> parts, List<Long> recoveryMegabytes, Path directory)
            throws IOException, InterruptedException {
        GoalTable table = new GoalTable(System.out);
        try (BareDisk disk = new BareDisk(directory)) {
            Measurement measurement = new Measurement(directory, disk, table);
            for (DurabilityParts part : parts) {
                part.run(measurement, recoveryMegabytes);
            }
        } finally {
            delete(directory);
        }
        return table.missed();
    }

    private void run(Measurement measurement, List<Long> recoveryMegabytes) throws IOException, InterruptedException {
        switch (this) {
            case COMMITS -> new CommitRows().run(measurement);
            case CHECKPOINTS -> new CheckpointRows().run(measurement);
            case RECOVERY -> {
                for (long megabytes : recoveryMegabytes) {
                    new RecoveryRows(megabytes).run(measurement);
                }
            }
            case MEMORY -> new MemoryRows().run(measurement);
            case CALLS -> new SystemCallRows().run(measurement);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
