package org.copsedb.benchmark.report;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.Median;
import org.copsedb.benchmark.workload.StoreRow;

/** The figures of stores at one number of entries. A figure that is no number is of a row that took too long. */
final class StoreFigures {
    private final long entries;
    private final List<Figure> figures;

    private StoreFigures(long entries, List<Figure> figures) {
        this.entries = entries;
        this.figures = figures;
    }

    static List<StoreFigures> bySize(List<Figure> figures) {
        return figures.stream()
                .mapToLong(Figure::entries)
                .distinct()
                .sorted()
                .mapToObj(entries -> new StoreFigures(
                        entries,
                        figures.stream()
                                .filter(figure -> figure.entries() == entries)
                                .toList()))
                .toList();
    }

    long entries() {
        return entries;
    }

    /** Returns the stores in the order of the file: the first one is the one that is compared with the others. */
    List<String> stores() {
        return figures.stream().map(Figure::engine).distinct().toList();
    }

    List<StoreRow> rows() {
        return Arrays.stream(StoreRow.values())
                .filter(row -> figures.stream().anyMatch(figure -> figure.row().equals(row.name())))
                .toList();
    }

    double[] values(StoreRow row, String store) {
        return figures.stream()
                .filter(figure ->
                        figure.row().equals(row.name()) && figure.engine().equals(store))
                .mapToDouble(Figure::value)
                .toArray();
    }

    static double median(double[] values) {
        return Median.withDefaults().evaluate(values);
    }

    /** Returns the median of a row; no number if there is none. */
    double median(StoreRow row, String store) {
        return median(values(row, store));
    }

    /** The bare disk is nobody's; bytes are an explanation, and do not show what goes through a memory map. */
    static boolean isCompared(StoreRow row) {
        return row != StoreRow.RAW_SYNC && row.unit() != StoreRow.Unit.BYTES;
    }

    double best(StoreRow row) {
        return best(row, stores());
    }

    private double best(StoreRow row, List<String> among) {
        DoubleStream medians =
                among.stream().mapToDouble(store -> median(row, store)).filter(median -> !Double.isNaN(median));
        OptionalDouble best = row.unit().isRate() ? medians.max() : medians.min();
        return best.orElse(Double.NaN);
    }

    /** Returns how many times as good as the best of the others the first store is. */
    OptionalDouble ratio(StoreRow row) {
        List<String> stores = stores();
        double own = median(row, stores.get(0));
        double others = best(row, stores.subList(1, stores.size()));
        double ratio = row.unit().isRate() ? own / others : others / own;
        return Double.isFinite(ratio) && isCompared(row) ? OptionalDouble.of(ratio) : OptionalDouble.empty();
    }
}
