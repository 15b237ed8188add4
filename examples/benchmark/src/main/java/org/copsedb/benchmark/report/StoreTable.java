package org.copsedb.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import org.copsedb.benchmark.workload.StoreRow;

/**
 * Sums figures of stores up: a row for each {@link StoreRow}, a column for each store, the best median of each row in
 * bold, and how many times as good as the best of the others the first store is.
 */
public final class StoreTable {
    private static final String NOTHING = "–";
    private static final String CUT = "cut";

    private final StoreFigures figures;

    private StoreTable(StoreFigures figures) {
        this.figures = figures;
    }

    /**
     * Writes a table for each number of entries.
     *
     * @param all the figures
     * @return Markdown
     */
    public static String of(List<Figure> all) {
        return StoreFigures.bySize(all).stream()
                .map(figures -> String.format(Locale.ROOT, "### %,d entries%n%n", figures.entries())
                        + new StoreTable(figures).write())
                .collect(Collectors.joining("\n"));
    }

    private String write() {
        List<String> stores = figures.stores();
        StringBuilder table = new StringBuilder("| row | unit | ")
                .append(String.join(" | ", stores))
                .append(" | ratio |\n|---|---|")
                .append("---:|".repeat(stores.size() + 1))
                .append('\n');
        List<String> lost = new ArrayList<>();
        for (StoreRow row : figures.rows()) {
            table.append("| ")
                    .append(row.title())
                    .append(" | ")
                    .append(row.unit().label())
                    .append(" |");
            stores.forEach(store -> table.append(' ').append(cell(row, store)).append(" |"));
            OptionalDouble ratio = figures.ratio(row);
            table.append(' ')
                    .append(ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : NOTHING)
                    .append(" |\n");
            if (ratio.isPresent() && ratio.getAsDouble() < 1) {
                lost.add(String.format(Locale.ROOT, "%s (%.2f)", row.title(), ratio.getAsDouble()));
            }
        }
        if (!lost.isEmpty()) {
            table.append("\nRows where ").append(stores.get(0)).append(" is not the best, and its ratio to the best: ");
            table.append(String.join("; ", lost)).append(".\n");
        }
        return table.toString();
    }

    private String cell(StoreRow row, String store) {
        double[] values = figures.values(row, store);
        if (values.length == 0) {
            return NOTHING;
        }
        double median = StoreFigures.median(values);
        if (Double.isNaN(median)) {
            return CUT;
        }
        String text = number(median);
        String emphasized = StoreFigures.isCompared(row) && median == figures.best(row) ? "**" + text + "**" : text;
        return values.length == 1
                ? emphasized
                : emphasized + " [" + number(fold(values, Math::min)) + "–" + number(fold(values, Math::max)) + "]";
    }

    private static double fold(double[] values, DoubleBinaryOperator choice) {
        double chosen = values[0];
        for (double value : values) {
            chosen = choice.applyAsDouble(chosen, value);
        }
        return chosen;
    }

    private static String number(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.2fM", value / 1e6);
        }
        if (value >= 1e4) {
            return String.format(Locale.ROOT, "%.0fk", value / 1e3);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
