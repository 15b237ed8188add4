package org.copsedb.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The byte tables of {@code docs/file-format.md}, so that tests can hold them against the source. */
public final class FormatDocument {
    private static final Path FILE = Path.of("..", "docs", "file-format.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| `(\\w+)` \\|$");

    private FormatDocument() {}

    /**
     * Reads the rows of a section's table that name a constant.
     *
     * @param heading the section's heading line
     * @return the offset that stands beside each constant's name
     * @throws IOException if the document can not be read
     */
    public static Map<String, Integer> constants(String heading) throws IOException {
        String document = Files.readString(FILE);
        int from = document.indexOf("\n" + heading + "\n");
        if (from < 0) {
            throw new AssertionError(FILE + " has no section " + heading);
        }
        int to = document.indexOf("\n#", from + heading.length());
        Matcher rows = ROW.matcher(document.substring(from, to < 0 ? document.length() : to));
        Map<String, Integer> constants = new TreeMap<>();
        while (rows.find()) {
            constants.put(rows.group(2), Integer.valueOf(rows.group(1)));
        }
        return constants;
    }
}
