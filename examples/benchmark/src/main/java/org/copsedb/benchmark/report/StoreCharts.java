package org.copsedb.benchmark.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.copsedb.benchmark.workload.StoreRow;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler;

/** Draws figures of stores: bars in percent of the best store of each row, longer is better. */
public final class StoreCharts {
    private static final int HEIGHT = 420;
    private static final int WIDTH_OF_ROW = 130;
    private static final int MARGIN = 240;
    private static final double PERCENT = 100;
    private static final double GAP = 0.9;

    /** What is drawn together. */
    private record Chart(String name, List<StoreRow> rows) {}

    private static final List<Chart> CHARTS = List.of(
            new Chart(
                    "writes",
                    List.of(
                            StoreRow.BULK_LOAD,
                            StoreRow.WRITE_1,
                            StoreRow.WRITE_8,
                            StoreRow.BATCH,
                            StoreRow.UNSYNCED,
                            StoreRow.SORTED,
                            StoreRow.REMOVE,
                            StoreRow.RETAIN,
                            StoreRow.EXTRACT,
                            StoreRow.POP)),
            new Chart(
                    "reads",
                    List.of(
                            StoreRow.GET_1,
                            StoreRow.GET_4,
                            StoreRow.GET_8,
                            StoreRow.GET_16,
                            StoreRow.READ_TRANSACTION,
                            StoreRow.RANGE_10,
                            StoreRow.SCAN)),
            new Chart(
                    "ycsb",
                    List.of(
                            StoreRow.YCSB_A,
                            StoreRow.YCSB_B,
                            StoreRow.YCSB_C,
                            StoreRow.YCSB_D,
                            StoreRow.YCSB_E,
                            StoreRow.YCSB_F,
                            StoreRow.LARGE_GET,
                            StoreRow.LARGE_RANGE_10,
                            StoreRow.LARGE_BATCH)),
            new Chart(
                    "space",
                    List.of(
                            StoreRow.FILE,
                            StoreRow.FILE_COMPACTED,
                            StoreRow.OPEN_COLD,
                            StoreRow.OPEN_WARM,
                            StoreRow.OPEN_KILLED,
                            StoreRow.PEAK_MEMORY)));

    private StoreCharts() {}

    /**
     * Draws all figures, in a file {@code stores-SUBJECT-ENTRIES.svg} for each subject and number of entries.
     *
     * @param figures the figures
     * @param directory where the files go
     * @throws IOException if one can not be written
     */
    public static void draw(List<Figure> figures, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (StoreFigures each : StoreFigures.bySize(figures)) {
            for (Chart chart : CHARTS) {
                draw(each, chart, directory);
            }
        }
    }

    private static void draw(StoreFigures figures, Chart chart, Path directory) throws IOException {
        List<StoreRow> rows =
                chart.rows().stream().filter(figures.rows()::contains).toList();
        if (rows.isEmpty()) {
            return;
        }
        CategoryChart drawing = new CategoryChartBuilder()
                .width(MARGIN + WIDTH_OF_ROW * rows.size())
                .height(HEIGHT)
                .title("percent of the best store, " + figures.entries() + " entries")
                .build();
        drawing.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        drawing.getStyler().setXAxisLabelRotation(20);
        drawing.getStyler().setAvailableSpaceFill(GAP);
        drawing.getStyler().setChartBackgroundColor(Color.WHITE);
        drawing.getStyler().setPlotGridLinesVisible(false);
        drawing.getStyler().setYAxisMax(PERCENT);
        List<String> titles = rows.stream().map(StoreCharts::label).toList();
        for (String store : figures.stores()) {
            drawing.addSeries(
                    store,
                    titles,
                    rows.stream().map(row -> percent(figures, row, store)).collect(Collectors.toList()));
        }
        String name = "stores-" + chart.name() + "-" + figures.entries();
        VectorGraphicsEncoder.saveVectorGraphic(drawing, directory.resolve(name).toString(), VectorGraphicsFormat.SVG);
    }

    private static String label(StoreRow row) {
        return row.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static double percent(StoreFigures figures, StoreRow row, String store) {
        double value = figures.median(row, store);
        double best = figures.best(row);
        double share = row.unit().isRate() ? value / best : best / value;
        return Double.isFinite(share) ? PERCENT * share : 0;
    }
}
