package org.copsedb.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a committing process says of a commit when it has returned, as a line of text.
 *
 * @param writer which of its writers
 * @param number how many commits that writer has made in this file
 * @param total how many commits all writers have made in this file: the place of this one in their order
 * @param durable whether it, and so all before it, must survive from now on
 */
record Acknowledgement(int writer, long number, long total, boolean durable) {
    private static final Pattern LINE = Pattern.compile("(durable|visible) (\\d+) (\\d+) (\\d+)");

    /** Returns the same, of a commit that need not survive yet. */
    Acknowledgement asVisible() {
        return new Acknowledgement(writer, number, total, false);
    }

    String toLine() {
        return (durable ? "durable " : "visible ") + writer + " " + number + " " + total;
    }

    /** Returns null if the line says something else. */
    static @Nullable Acknowledgement parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? new Acknowledgement(
                        Integer.parseInt(matcher.group(2)),
                        Long.parseLong(matcher.group(3)),
                        Long.parseLong(matcher.group(4)),
                        matcher.group(1).equals("durable"))
                : null;
    }
}
