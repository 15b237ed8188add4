package org.copsedb.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.copsedb.docs.Markdown.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the prose and the list of files true. */
class DocsTest {
    private static final Set<String> TOP_LEVEL =
            Set.of("pom.xml", "pagestore", "btree", "core", "examples", "docs", "README.md", "LICENSE");

    @Test
    void everyRelativeLinkResolves() throws IOException {
        List<Path> documents = Project.files(".md");
        assertFalse(documents.isEmpty());
        assertEquals(
                List.of(),
                documents.stream()
                        .flatMap(document -> brokenLinks(document, Project.read(document)))
                        .toList());
    }

    @Test
    void aBrokenLinkIsFound() {
        Path document = Project.TOP.resolve("README.md");
        String text = "[a](docs/README.md#b) [c](https://c.d) [e](docs/none.md)\n```\n[f](none)\n```\n";
        assertEquals(
                List.of(document + " -> docs/none.md"),
                brokenLinks(document, text).toList());
    }

    private static Stream<String> brokenLinks(Path document, String text) {
        return new Markdown(text)
                .relativeLinks().stream()
                        .filter(link -> !Files.exists(document.resolveSibling(link)))
                        .map(link -> document + " -> " + link);
    }

    /** CI runs these two; a newcomer types them. */
    @Test
    void readmeHasExactlyTwoCommandsOfOneLine() {
        List<Block> commands = new Markdown(Project.read(Project.TOP.resolve("README.md"))).blocks("sh");
        assertEquals(
                List.of("## Run it", "## Test it"),
                commands.stream().map(Block::heading).toList());
        assertEquals(
                List.of(1, 1),
                commands.stream().map(block -> block.lines().size()).toList());
    }

    @Test
    void theTopLevelHoldsNothingElse() throws IOException {
        assertEquals(Set.of(), strangers(Project.TOP));
    }

    @Test
    void aStrangerAtTheTopLevelIsFound(@TempDir Path top) throws IOException {
        Files.createFile(top.resolve("pom.xml"));
        Files.createDirectory(top.resolve(".git"));
        Files.createFile(top.resolve("notes.txt"));
        assertEquals(Set.of("notes.txt"), strangers(top));
    }

    private static Set<String> strangers(Path top) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> paths = Files.list(top)) {
            paths.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.equals("target"))
                    .filter(name -> !TOP_LEVEL.contains(name))
                    .forEach(names::add);
        }
        return names;
    }
}
