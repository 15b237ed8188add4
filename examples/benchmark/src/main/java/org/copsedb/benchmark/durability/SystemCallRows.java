package org.copsedb.benchmark.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.copsedb.benchmark.durability.DurabilityChild.Phase;
import org.copsedb.benchmark.report.Goal;
import org.copsedb.benchmark.report.Quantity;
import org.copsedb.benchmark.system.CallLog;
import org.copsedb.benchmark.system.JavaProcess;

/** What a commit asks of the operating system, as {@code strace} sees it. */
final class SystemCallRows implements Measurement.Part {
    private static final int ENTRIES = 50_000;
    /** The time-driven writes of eventual commits, a tenth of a second apart, are not the commits' own. */
    private static final double NOTHING = 0.01;

    @Override
    public void run(Measurement measurement) throws IOException, InterruptedException {
        Path database = measurement.directory().resolve("calls.copse");
        Path log = measurement.directory().resolve("calls.log");
        List<String> tracer = List.of("strace", "-f", "-s", "40", "-o", log.toString());
        try (JavaProcess child = JavaProcess.start(
                tracer,
                List.of(),
                DurabilityChild.class,
                List.of("commit", database.toString(), Integer.toString(ENTRIES)))) {
            if (child.follow(line -> {}) != 0) {
                throw new IOException("the traced process failed");
            }
        }
        CallLog calls = CallLog.read(log);
        Files.delete(log);
        Files.delete(database);
        rows(measurement, "single", calls, Phase.SINGLE);
        rows(measurement, "batch", calls, Phase.BATCH);
        CallLog.Counts eventual = calls.phase(Phase.EVENTUAL.name());
        double commits = Phase.EVENTUAL.commits;
        measurement
                .table()
                .row(
                        "EVENTUAL: calls, committer",
                        new Quantity(eventual.callsOfCommitter() / commits, ""),
                        new Quantity(NOTHING, ""),
                        Goal.atMost(1));
        measurement.table().row("EVENTUAL: writes, all threads", new Quantity(eventual.allWrites() / commits, ""));
    }

    private static void rows(Measurement measurement, String title, CallLog calls, Phase phase) {
        CallLog.Counts counts = calls.phase(phase.name());
        double commits = phase.commits;
        measurement
                .table()
                .row(
                        title + ": durable calls a commit",
                        new Quantity(counts.durableCalls() / commits, ""),
                        new Quantity(1, ""),
                        Goal.atMost(1.05));
        measurement.table().row(title + ": other writes a commit", new Quantity(counts.plainWrites() / commits, ""));
        measurement.table().row(title + ": bytes a commit", new Quantity(counts.bytes() / commits, "B"));
    }
}
