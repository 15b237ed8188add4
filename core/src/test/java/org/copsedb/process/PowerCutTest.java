package org.copsedb.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.copsedb.Database;
import org.copsedb.process.CommitOptions.Fault;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise P1 with real disks: the power of a file system is cut under a committing process. After a restart the file
 * opens with every acknowledged commit, and at most one more of each thread. 100 cuts of each file system are run with
 * {@code -Dcopsedb.scale=20}.
 */
final class PowerCutTest {
    private static final int CUTS = 5;
    private static final int LONGEST_MILLISECONDS = 150;
    private static final int CUTS_OF_ONE_FILE = 10;

    /** A disk, and the file on it that lives on from cut to cut. */
    private static final class Outage implements AutoCloseable {
        private final LoopDisk disk;
        private CommitLedger ledger = new CommitLedger();
        private CommittingProcess next = CommittingProcess.start();
        private Path file;

        Outage(LoopDisk disk) {
            this.disk = disk;
            this.file = disk.directory().resolve("first.copse");
        }

        /** Lets a process commit, cuts the power, and returns how many commits it acknowledged. */
        long cut(long seed, Fault fault) throws IOException, InterruptedException {
            SplittableRandom random = new SplittableRandom(seed);
            if (seed % CUTS_OF_ONE_FILE == 0) {
                newFile(seed);
            }
            CommitOptions options = fault == Fault.NONE ? CommitOptions.random(random) : CommitOptions.faulty(fault);
            List<Acknowledgement> acknowledged;
            try (CommittingProcess process = next) {
                process.commitTo(file, options);
                next = CommittingProcess.start();
                // Sometimes the power is gone while the file is opened, or created.
                if (random.nextInt(4) != 0) {
                    process.awaitCommits(1);
                }
                TimeUnit.MICROSECONDS.sleep(random.nextLong(TimeUnit.MILLISECONDS.toMicros(LONGEST_MILLISECONDS)));
                disk.cutPower(file, escaping(random));
                acknowledged = process.awaitAcknowledgements();
                assertRefused(process.otherLines(), options.writers());
            }
            disk.restart();
            try (Database database = Database.open(file, options.database())) {
                ledger.checkAndGoOn(database, acknowledged, "power cut " + seed);
            }
            return acknowledged.size();
        }

        private void newFile(long seed) throws IOException {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
            file = disk.directory().resolve("file" + seed + ".copse");
            ledger = new CommitLedger();
        }

        /** Half of the cuts let some stretches of the file reach the disk, as a cache that writes back would. */
        private List<LoopDisk.Range> escaping(SplittableRandom random) throws IOException {
            if (random.nextBoolean() || !Files.exists(file)) {
                return List.of();
            }
            long length = Math.max(1, Files.size(file));
            return Stream.generate(() -> new LoopDisk.Range(random.nextLong(length), 1L << random.nextInt(9, 20)))
                    .limit(random.nextInt(1, 8))
                    .toList();
        }

        @Override
        public void close() {
            next.close();
            disk.close();
        }
    }

    /** A process must end by itself when its disk is gone, and say that it was the disk. */
    private static void assertRefused(List<String> lines, int writers) {
        assertFalse(lines.isEmpty(), "the process went on without a disk");
        assertTrue(lines.size() <= writers + 1, lines::toString);
        for (String line : lines) {
            assertTrue(
                    line.matches(CommittingProgram.REFUSED + "org\\.copsedb\\.storage\\.Stor\\w+Exception: .+"), line);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "ext4"})
    void everyAcknowledgedCommitSurvivesAPowerCut(String fileSystem) throws IOException, InterruptedException {
        try (Outage outage = new Outage(LoopDisk.create(fileSystem))) {
            long commits = SeededRuns.count("power cuts of " + fileSystem, CUTS, seed -> cut(outage, seed, Fault.NONE));
            assertTrue(commits > 0, "no commit at all");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "ext4"})
    void aProcessThatDoesNotSyncIsFound(String fileSystem) throws IOException, InterruptedException {
        try (Outage outage = new Outage(LoopDisk.create(fileSystem))) {
            assertTrue(SeededRuns.findsPlantedError(5, seed -> cut(outage, seed, Fault.LOSES_SYNCS)));
        }
    }

    private static long cut(Outage outage, long seed, Fault fault) {
        try {
            return outage.cut(seed, fault);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
