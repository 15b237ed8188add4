package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.copsedb.pagestore.oracle.OracleDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares everything that was recorded of the seed with what is here. The recordings lie in the directory of the
 * system property {@code copsedb.oracle}, by default in {@code ../shared/oracle} beside the checkout. Where there are
 * none the test is skipped, but not in CI; {@link OracleSubsetTest} is never skipped.
 */
class OracleTest {
    private static @Nullable OracleDirectory replayed;

    @TestFactory
    Stream<DynamicTest> recordings() throws IOException {
        Path directory = checkout().resolve(System.getProperty("copsedb.oracle", "../shared/oracle"));
        String message = "no recordings in " + directory.normalize() + "; name their place by -Dcopsedb.oracle=DIR";
        if (isContinuousIntegration()) {
            assertTrue(Files.isDirectory(directory), message);
        }
        if (!Files.isDirectory(directory)) {
            System.out.println("OracleTest is skipped: " + message);
        }
        assumeTrue(Files.isDirectory(directory), message);
        replayed = new OracleDirectory(directory);
        return replayed.tests();
    }

    private static boolean isContinuousIntegration() {
        String value = System.getenv("CI");
        return value != null && !value.isEmpty() && !value.equals("false");
    }

    /** Tests run in the directory of their module. */
    private static Path checkout() {
        Path module = Path.of("").toAbsolutePath();
        Path parent = module.getParent();
        return parent != null && Files.exists(parent.resolve("pom.xml")) ? parent : module;
    }

    @AfterAll
    static void printCount() {
        if (replayed != null) {
            System.out.println(replayed.compared() + " result lines compared");
        }
    }
}
