package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.copsedb.crash.Trial.Finding;
import org.copsedb.testkit.PlantedStore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suites find every bug that is planted: tests that would not are no tests. */
@Timeout(120)
final class PlantedBugsTest {
    /** The trial that finds the bug passes without it, so that nothing but the bug was found. */
    @ParameterizedTest
    @MethodSource("bugs")
    void everyPlantedBugIsFound(PlantedBug bug) {
        Finding found = Trial.firstFinding(bug.suite().trials(bug), bug);
        assertNotNull(found, () -> bug + " is not found by " + bug.suite());
        requireFinding(found.thrown());
        assertDoesNotThrow(() -> found.trial().test().run(DatabaseOpener.sound()), found.trial()::name);
        System.out.println(bug + " is found by " + found.trial().name() + ": " + first(found.thrown()));
    }

    /** A planted class that does not fit the code any more finds nothing. */
    private static void requireFinding(Throwable found) {
        for (Throwable cause = found; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinkageError) {
                throw new AssertionError("the bug could not be planted", found);
            }
        }
    }

    private static String first(Throwable found) {
        return Objects.requireNonNullElse(found.getMessage(), found.toString());
    }

    static List<PlantedBug> bugs() {
        Stream<PlantedBug> stores = Stream.of(PlantedStore.values()).map(PlantedStoreBug::new);
        Stream<PlantedBug> tables = Stream.of(PlantedTableBug.values());
        return Stream.concat(Stream.concat(Stream.of(PlantedFileBug.values()), stores), tables)
                .toList();
    }
}
