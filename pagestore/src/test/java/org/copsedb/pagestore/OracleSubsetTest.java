package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.copsedb.pagestore.oracle.OracleDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares with the few recordings that lie among the resources. */
class OracleSubsetTest {
    private static final OracleDirectory RESIDENT = new OracleDirectory(resident());

    private static Path resident() {
        try {
            var edges = Objects.requireNonNull(OracleSubsetTest.class.getResource("/oracle/edges.tsv"));
            return Objects.requireNonNull(Path.of(edges.toURI()).getParent());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @TestFactory
    Stream<DynamicTest> recordings() throws IOException {
        return RESIDENT.tests();
    }

    @AfterAll
    static void everyKindWasCompared() {
        assertTrue(RESIDENT.compared() > 0, "nothing was compared");
    }
}
