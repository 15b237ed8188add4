package org.copsedb.benchmark.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Max;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Min;
import org.copsedb.benchmark.workload.TreeRow;

/** Sums figures up: a row for each {@link TreeRow}, a column for each engine, the best median of each row in bold. */
public final class MarkdownTable {
    private static final String NOTHING = "–";

    private final List<Figure> figures;
    private final List<String> engines;

    private MarkdownTable(List<Figure> figures) {
        this.figures = figures;
        this.engines = figures.stream().map(Figure::engine).distinct().toList();
    }

    /**
     * Writes a table for each number of entries.
     *
     * @param figures the figures
     * @return Markdown
     */
    public static String of(List<Figure> figures) {
        return figures.stream()
                .mapToLong(Figure::entries)
                .distinct()
                .sorted()
                .mapToObj(entries -> section(figures, entries))
                .collect(Collectors.joining("\n"));
    }

    private static String section(List<Figure> figures, long entries) {
        List<Figure> here =
                figures.stream().filter(figure -> figure.entries() == entries).toList();
        return String.format(Locale.ROOT, "### %,d entries%n%n", entries) + new MarkdownTable(here).write();
    }

    private String write() {
        StringBuilder table = new StringBuilder("| row | unit |");
        engines.forEach(engine -> table.append(' ').append(engine).append(" |"));
        table.append("\n|---|---|").append("---:|".repeat(engines.size())).append('\n');
        for (TreeRow row : TreeRow.values()) {
            if (figures.stream().anyMatch(figure -> figure.row().equals(row.name()))) {
                table.append("| ")
                        .append(row.title())
                        .append(" | ")
                        .append(row.unit())
                        .append(" |");
                engines.forEach(
                        engine -> table.append(' ').append(cell(row, engine)).append(" |"));
                table.append('\n');
            }
        }
        return table.toString();
    }

    private String cell(TreeRow row, String engine) {
        double[] values = values(row, engine);
        if (values.length == 0) {
            return NOTHING;
        }
        double median = median(values);
        String text = number(median);
        OptionalDouble best = engines.stream()
                .map(other -> values(row, other))
                .filter(others -> others.length > 0)
                .mapToDouble(MarkdownTable::median)
                .min();
        String emphasized = best.isPresent() && median == best.getAsDouble() ? "**" + text + "**" : text;
        return values.length == 1
                ? emphasized
                : emphasized + " [" + number(Min.of(values).getAsDouble()) + "–"
                        + number(Max.of(values).getAsDouble()) + "]";
    }

    private double[] values(TreeRow row, String engine) {
        return figures.stream()
                .filter(figure ->
                        figure.row().equals(row.name()) && figure.engine().equals(engine))
                .mapToDouble(Figure::value)
                .toArray();
    }

    private static double median(double[] values) {
        return Median.withDefaults().evaluate(values);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
