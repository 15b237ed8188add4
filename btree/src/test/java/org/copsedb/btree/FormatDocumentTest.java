package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.node.ValueFormat;
import org.junit.jupiter.api.Test;

/** Compares the documents with the source: a table that drifts from the constants is worse than none. */
class FormatDocumentTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void tablesOfTheFileFormatNameTheConstantsValues() throws IOException {
        Map<String, Integer> constants = Map.ofEntries(
                Map.entry("PREFIX_LENGTH_OFFSET", NodeFormat.PREFIX_LENGTH_OFFSET),
                Map.entry("LATEST_INSERTION_OFFSET", NodeFormat.LATEST_INSERTION_OFFSET),
                Map.entry("CELL_START_OFFSET", NodeFormat.CELL_START_OFFSET),
                Map.entry("DEAD_BYTES_OFFSET", NodeFormat.DEAD_BYTES_OFFSET),
                Map.entry("KEY_WIDTH_OFFSET", NodeFormat.KEY_WIDTH_OFFSET),
                Map.entry("VALUE_WIDTH_OFFSET", NodeFormat.VALUE_WIDTH_OFFSET),
                Map.entry("PREFIX_OFFSET", NodeFormat.PREFIX_OFFSET),
                Map.entry("SLOT_CELL_OFFSET", NodeFormat.SLOT_CELL_OFFSET),
                Map.entry("SLOT_LENGTH_OFFSET", NodeFormat.SLOT_LENGTH_OFFSET),
                Map.entry("SLOT_SIZE", NodeFormat.SLOT_SIZE),
                Map.entry("VALUE_LENGTH_SIZE", NodeFormat.VALUE_LENGTH_SIZE),
                Map.entry("LENGTH_OFFSET", ValueFormat.LENGTH_OFFSET),
                Map.entry("HEIGHT_OFFSET", ValueFormat.HEIGHT_OFFSET),
                Map.entry("COUNT_OFFSET", ValueFormat.COUNT_OFFSET),
                Map.entry("LIST_OFFSET", ValueFormat.LIST_OFFSET));
        String document = Files.readString(DOCS.resolve("file-format.md"));
        int from = document.indexOf("\n## Nodes of a tree");
        int last = document.indexOf("\n## Large values");
        assertTrue(from >= 0 && last > from, "the sections on nodes and large values");
        // Other formats have constants of the same names.
        int end = document.indexOf("\n## ", last + 1);
        Matcher rows = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| `(\\w+)` \\|$")
                .matcher(document.substring(0, end < 0 ? document.length() : end));
        Map<String, Integer> documented = new HashMap<>();
        for (int place = from; rows.find(place); place = rows.end()) {
            if (constants.containsKey(rows.group(2))) {
                documented.put(rows.group(2), Integer.valueOf(rows.group(1)));
            }
        }
        assertEquals(constants, documented);
    }

    @Test
    void everyInvariantOfTreesIsCheckedAndDocumented() throws IOException {
        Set<String> documented = numbers(Files.readString(DOCS.resolve("invariants.md")), "(?m)^\\| (B\\d+) \\|");
        Path checker = Path.of("src", "main", "java", "org", "copsedb", "btree", "TreeChecker.java");
        assertEquals(documented, numbers(Files.readString(checker), "\"(B\\d+)\""));
        assertTrue(documented.size() >= 13);
    }

    private static Set<String> numbers(String text, String pattern) {
        Set<String> numbers = new HashSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            numbers.add(matcher.group(1));
        }
        return numbers;
    }
}
