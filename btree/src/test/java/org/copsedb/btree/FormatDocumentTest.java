package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.node.ValueFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.testkit.FormatDocument;
import org.junit.jupiter.api.Test;

/** Compares the documents with the source: a table that drifts from the constants is worse than none. */
class FormatDocumentTest {
    private static final Path DOCS = Path.of("..", "docs");

    private static void same(String heading, Map<String, Integer> constants) throws IOException {
        assertEquals(new TreeMap<>(constants), FormatDocument.constants(heading), heading);
    }

    @Test
    void everyKindOfPageIsDocumented() throws IOException, IllegalAccessException {
        Map<String, Integer> kinds = new TreeMap<>();
        for (Field field : PageKind.class.getFields()) {
            kinds.put(field.getName(), field.getInt(null));
        }
        same("### Kinds of page", kinds);
    }

    @Test
    void tablesOfNodesNameTheConstantsValues() throws IOException {
        same(
                "## Nodes of a tree",
                Map.of(
                        "PREFIX_LENGTH_OFFSET", NodeFormat.PREFIX_LENGTH_OFFSET,
                        "LATEST_INSERTION_OFFSET", NodeFormat.LATEST_INSERTION_OFFSET,
                        "CELL_START_OFFSET", NodeFormat.CELL_START_OFFSET,
                        "DEAD_BYTES_OFFSET", NodeFormat.DEAD_BYTES_OFFSET,
                        "KEY_WIDTH_OFFSET", NodeFormat.KEY_WIDTH_OFFSET,
                        "VALUE_WIDTH_OFFSET", NodeFormat.VALUE_WIDTH_OFFSET,
                        "PREFIX_OFFSET", NodeFormat.PREFIX_OFFSET));
        same(
                "### Slot",
                Map.of(
                        "SLOT_CELL_OFFSET", NodeFormat.SLOT_CELL_OFFSET,
                        "SLOT_LENGTH_OFFSET", NodeFormat.SLOT_LENGTH_OFFSET,
                        "FIXED_SLOT_SIZE", NodeFormat.FIXED_SLOT_SIZE,
                        "SLOT_SIZE", NodeFormat.SLOT_SIZE));
        same("### Cell", Map.of("VALUE_LENGTH_SIZE", NodeFormat.VALUE_LENGTH_SIZE));
    }

    @Test
    void tablesOfLargeValuesNameTheConstantsValues() throws IOException {
        same(
                "## Large values",
                Map.of(
                        "LENGTH_OFFSET", ValueFormat.LENGTH_OFFSET,
                        "HEIGHT_OFFSET", ValueFormat.HEIGHT_OFFSET,
                        "COUNT_OFFSET", ValueFormat.COUNT_OFFSET,
                        "LIST_OFFSET", ValueFormat.LIST_OFFSET,
                        "ENTRY_STAMP_OFFSET", ValueFormat.ENTRY_STAMP_OFFSET,
                        "ENTRY_SIZE", ValueFormat.ENTRY_SIZE));
        same("### Piece of a value", Map.of("SIZE", PageHeader.SIZE));
        same("### Index of a value", Map.of("SIZE", PageHeader.SIZE));
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
