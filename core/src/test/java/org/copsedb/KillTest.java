package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writing process is killed at random moments; the same file lives on. It must open with every acknowledged commit,
 * and at most one more whose commit had begun.
 */
final class KillTest {
    @TempDir
    private Path folder;

    @Test
    void everyAcknowledgedCommitSurvivesTheKillOfTheProcess() throws Exception {
        int kills = Math.max(5, TestScale.times(50));
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Path file = folder.resolve("killed.copse");
        long last = 0;
        for (int kill = 0; kill < kills; kill++) {
            long acknowledged = Math.max(last, runAndKill(file, random.nextInt(40, 500)));
            last = check(file, acknowledged, "kill " + kill + " of seed " + seed);
        }
        System.out.println("KillTest: " + kills + " kills, " + last + " commits, none lost");
        assertTrue(last > 0, "no commit at all");
    }

    private long runAndKill(Path file, int milliseconds) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        String classPath = Stream.of(
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""),
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        Path.of("target", "classes").toAbsolutePath().toString())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        KilledWriter.class.getName(),
                        file.toString()))
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String first = output.readLine();
            if (first == null) {
                throw new AssertionError("the writer ended before its first commit: " + Files.readString(errors));
            }
            long acknowledged = Long.parseLong(first);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
            while (System.nanoTime() < end) {
                acknowledged = Long.parseLong(output.readLine());
            }
            // Through the handle: the process's own method would close the pipe too.
            process.toHandle().destroyForcibly();
            // What it wrote before it died lies in the pipe; a last line that was cut is a smaller number.
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                acknowledged = Math.max(acknowledged, Long.parseLong(line));
            }
            return acknowledged;
        } finally {
            process.destroyForcibly();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the killed process goes on");
        }
    }

    private static long check(Path file, long acknowledged, String which) {
        try (Database database = Database.open(file)) {
            VerifyReport report = database.verify();
            assertTrue(report.isSound(), () -> which + ": " + report.findings());
            return database.read(transaction -> {
                Long stored = transaction.open(KilledWriter.COUNTERS).get("last");
                assertTrue(stored != null, which);
                long last = stored;
                assertTrue(
                        last == acknowledged || last == acknowledged + 1,
                        () -> which + ": acknowledged " + acknowledged + ", found " + last);
                TreeMap<Integer, String> content = new TreeMap<>();
                transaction
                        .open(KilledWriter.ENTRIES)
                        .forEach(KeyRange.all(), entry -> content.put(entry.key(), entry.value()));
                assertEquals(KilledWriter.contentAfter(last), content, which);
                return last;
            });
        }
    }
}
