package org.copsedb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All code in the guide is code that was compiled, and runs. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide");
    private static final Path SOURCES = Path.of("src", "main", "java", "org", "copsedb", "examples");

    @Test
    void tablesAndCodecsRun(@TempDir Path folder) throws IOException, InterruptedException {
        String expected = String.join(
                        System.lineSeparator(),
                        "true 2 [Entry[key=apple, value=5], Entry[key=cherry, value=10]]",
                        "{apple=6, cherry=10} cherry=10",
                        "[4, 17] 2 of 3",
                        "Celsius[degrees=8.25]",
                        "1000000",
                        "0 2 true [stock of last year, orders by customer, files]")
                + System.lineSeparator();
        assertEquals(new ExampleProcess(0, expected, ""), ExampleProcess.run(TablesAndCodecs.class, folder));
    }

    @Test
    void transactionsAndSavepointsRun(@TempDir Path folder) throws IOException, InterruptedException {
        String expected = String.join(
                        System.lineSeparator(),
                        "2 true",
                        "3",
                        "true",
                        "true",
                        "3",
                        "apples on monday: 5",
                        "apple: 5 -> null",
                        "fig: null -> 9",
                        "true",
                        "the ephemeral savepoint of version 1007",
                        "monday of version 1005 keeps N",
                        "0")
                + System.lineSeparator();
        ExampleProcess process = ExampleProcess.run(TransactionsAndTime.class, folder);
        assertEquals(
                new ExampleProcess(0, expected, ""),
                new ExampleProcess(
                        process.exitCode(), process.output().replaceAll("keeps \\d+", "keeps N"), process.errors()));
    }

    @Test
    void everyBlockOfCodeIsPartOfAnExample() throws IOException {
        List<String> compiled = new ArrayList<>();
        for (Path source : files(SOURCES, ".java")) {
            compiled.addAll(blocks(Files.readString(source), "// guide: ", "// guide: end"));
        }
        List<String> shown = new ArrayList<>();
        for (Path page : files(GUIDE, ".md")) {
            shown.addAll(blocks(Files.readString(page), "```java", "```"));
        }
        assertTrue(shown.size() >= 14, shown::toString);
        assertEquals(
                List.of(),
                shown.stream().filter(block -> !compiled.contains(block)).toList());
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    /** Returns what stands between lines, without its common indentation. */
    private static List<String> blocks(String text, String first, String last) {
        List<String> blocks = new ArrayList<>();
        List<String> block = null;
        for (String line : text.lines().toList()) {
            if (block != null && line.strip().equals(last)) {
                blocks.add(String.join("\n", block).stripIndent());
                block = null;
            } else if (block != null) {
                block.add(line);
            } else if (line.strip().startsWith(first)) {
                block = new ArrayList<>();
            }
        }
        return blocks;
    }
}
