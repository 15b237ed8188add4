package org.copsedb.benchmark.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.copsedb.benchmark.workload.RowListener;
import org.copsedb.benchmark.workload.TreeRow;

/** One line of an engine's output: {@code figure ROW VALUE CHECKSUM}. {@code lmdb_tree.c} writes the same. */
final class FigureLine {
    private static final Pattern LINE = Pattern.compile("figure (\\w+) ([0-9.E+-]+) (-?\\d+)");

    private FigureLine() {}

    static String write(TreeRow row, double value, long checksum) {
        return "figure " + row + " " + value + " " + checksum;
    }

    /** Hands the figure of a line on. Returns whether it was such a line. */
    static boolean read(String line, RowListener listener) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        listener.measured(
                TreeRow.valueOf(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Long.parseLong(matcher.group(3)));
        return true;
    }
}
