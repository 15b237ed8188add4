package org.copsedb.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Locale;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.DatabaseSteps;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.testkit.PlantedStore;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promises P4 and P7: every read transaction sees one version, and the right one, beside writers, checkpoints and
 * savepoints, while work is cancelled at random. {@code -Dcopsedb.scale} multiplies the reads.
 */
final class ConcurrencyTest {
    private static final int READS = 2_500_000;
    private static final int COMMITS = 100;
    private static final DatabaseOptions OPTIONS = DatabaseOptions.defaults()
            .pageSize(512)
            .regionPages(128)
            .cacheBytes(256 << 10)
            .dirtyBytes(128 << 10)
            .journalBytes(1 << 17);

    private static void run(Database database, int readers, ThreadKind kind) throws InterruptedException {
        int reads = TestScale.times(READS);
        var goal = new ConcurrencyRun.Goal(reads, TestScale.times(COMMITS));
        long seed = Long.getLong("copsedb.seed", System.nanoTime());
        long start = System.nanoTime();
        long done;
        try {
            done = new ConcurrencyRun(database, seed).run(readers, kind, goal);
        } catch (AssertionError broken) {
            throw new AssertionError("failed with seed " + seed + ": " + broken.getMessage(), broken);
        }
        assertTrue(done >= reads, () -> done + " reads");
        System.out.printf(
                Locale.ROOT,
                "%d readers, %s threads: %d reads compared beside %d commits in %.1f seconds, seed %d%n",
                readers,
                kind,
                done,
                database.statistics().version(),
                (System.nanoTime() - start) / 1e9,
                seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16, 64})
    void everyReaderSeesItsVersion(int readers) throws InterruptedException {
        try (Database database = Database.open(new MemoryStorageFile("concurrent"), OPTIONS)) {
            run(database, readers, ThreadKind.PLATFORM);
        }
    }

    @Test
    void readersOfTheNewestKindOfThreadSeeTheirVersions(@TempDir Path folder) throws InterruptedException {
        Path path = folder.resolve("concurrent.copse");
        long version;
        try (Database database = Database.open(path, OPTIONS)) {
            run(database, 64, ThreadKind.newest());
            version = database.statistics().version();
        }
        try (Database database = Database.open(path, OPTIONS)) {
            assertEquals(version, database.statistics().version());
            assertTrue(database.verify().isSound());
        }
    }

    @Test
    void aNewJdkHasVirtualThreads() {
        ThreadKind expected = Runtime.version().feature() >= 21 ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
        assertEquals(expected, ThreadKind.newest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAGES_FREED_EARLY", "BIRTHS_MISTAKEN", "DEATHS_KEPT"})
    void bugsThatArePlantedAreFound(String bug) {
        assertThrows(Throwable.class, () -> {
            Database database = DatabaseSteps.open(
                    new MemoryStorageFile(bug),
                    OPTIONS,
                    (file, options) -> PlantedStore.valueOf(bug).open(file, options));
            run(database, 4, ThreadKind.PLATFORM);
        });
    }
}
