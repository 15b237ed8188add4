package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.stream.Stream;
import org.copsedb.testkit.PlantedStore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suites find every bug that is planted: tests that would not are no tests. */
@Timeout(120)
final class PlantedBugsTest {
    @ParameterizedTest
    @MethodSource("bugs")
    void everyPlantedBugIsFound(PlantedBug bug) {
        Throwable found = bug.suite().finding(bug);
        assertNotNull(found, () -> bug + " is not found by " + bug.suite());
        System.out.println(bug + " is found by " + bug.suite() + ": " + first(found));
    }

    /** Parallel streams wrap what is thrown in an exception of the same type. */
    private static String first(Throwable found) {
        Throwable cause = found.getCause();
        return String.valueOf(found.getMessage() == null && cause != null ? cause.getMessage() : found.getMessage());
    }

    static List<PlantedBug> bugs() {
        Stream<PlantedBug> stores = Stream.of(PlantedStore.values()).map(PlantedStoreBug::new);
        return Stream.concat(Stream.of(PlantedFileBug.values()), stores).toList();
    }
}
