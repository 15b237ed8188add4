package org.copsedb.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.copsedb.Database;
import org.copsedb.process.CommitOptions.Fault;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Promise P2 with real processes: a committing process is killed at a random moment, and the same file lives on. It
 * must open with every acknowledged commit, and at most one more of each thread. Longer with {@code -Dcopsedb.scale}.
 */
final class KillTest {
    private static final int KILLS = 40;
    private static final int LONGEST_MILLISECONDS = 250;

    @TempDir
    private Path folder;

    /** One file, and the process that will change it next. The next one starts while the present one commits. */
    private static final class Victim implements AutoCloseable {
        private final Path file;
        private final CommitLedger ledger = new CommitLedger();
        private CommittingProcess next = CommittingProcess.start();

        Victim(Path file) {
            this.file = file;
        }

        /** Lets a process commit, kills it, and returns how many commits it acknowledged. */
        long kill(long seed, Fault fault) throws InterruptedException {
            SplittableRandom random = new SplittableRandom(seed);
            CommitOptions options = CommitOptions.random(random);
            List<Acknowledgement> acknowledged;
            try (CommittingProcess process = next) {
                process.commitTo(file, fault == Fault.NONE ? options : CommitOptions.faulty(fault));
                next = CommittingProcess.start();
                // Sometimes it dies while it opens the file, or creates it.
                if (random.nextInt(8) != 0) {
                    process.awaitCommits(1);
                }
                TimeUnit.MICROSECONDS.sleep(random.nextLong(TimeUnit.MILLISECONDS.toMicros(LONGEST_MILLISECONDS)));
                process.kill();
                acknowledged = process.awaitAcknowledgements();
                assertTrue(
                        process.otherLines().isEmpty(),
                        () -> process.otherLines().toString());
            }
            try (Database database = Database.open(file, options.database())) {
                ledger.checkAndGoOn(database, acknowledged, "kill " + seed);
            }
            return acknowledged.size();
        }

        @Override
        public void close() {
            next.close();
        }
    }

    @Test
    void everyAcknowledgedCommitSurvivesTheKillOfTheProcess() {
        try (Victim victim = new Victim(folder.resolve("killed.copse"))) {
            long commits =
                    SeededRuns.count("kills of a committing process", KILLS, seed -> killed(victim, seed, Fault.NONE));
            assertTrue(commits > 0, "no commit at all");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ACKNOWLEDGES_EARLY", "ACKNOWLEDGES_EVENTUAL_AS_DURABLE"})
    void aProcessThatAcknowledgesTooEarlyIsFound(Fault fault) {
        try (Victim victim = new Victim(folder.resolve("early.copse"))) {
            assertTrue(SeededRuns.findsPlantedError(20, seed -> killed(victim, seed, fault)));
        }
    }

    private static long killed(Victim victim, long seed, Fault fault) {
        try {
            return victim.kill(seed, fault);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
