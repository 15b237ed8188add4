package org.copsedb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first example runs, and is the one that was compiled. */
class QuickstartTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE = Path.of("src", "main", "java", "org", "copsedb", "examples", "Quickstart.java");

    @Test
    void runs(@TempDir Path folder) throws IOException, InterruptedException {
        String expected = "Paris has a population of 2,138,551." + System.lineSeparator();
        assertEquals(new ExampleProcess(0, expected, ""), ExampleProcess.run(Quickstart.class, folder));
        assertEquals(
                new ExampleProcess(0, expected, ""),
                ExampleProcess.run(Quickstart.class, folder),
                "a second run finds the file of the first");
    }

    @Test
    void readmeShowsItsTenLines() throws IOException {
        List<String> shown = between("```java", "```", Files.readString(README));
        assertEquals(between("// README.md: begin", "// README.md: end", Files.readString(SOURCE)), shown);
        assertEquals(10, shown.size());
    }

    /** Returns the lines after a first one, up to a last one, without their common indentation. */
    private static List<String> between(String first, String last, String text) {
        List<String> lines = text.lines()
                .dropWhile(line -> !line.strip().equals(first))
                .skip(1)
                .takeWhile(line -> !line.strip().equals(last))
                .toList();
        return String.join("\n", lines).stripIndent().lines().toList();
    }
}
