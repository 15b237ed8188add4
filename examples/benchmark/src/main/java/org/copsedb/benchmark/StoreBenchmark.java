package org.copsedb.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.copsedb.benchmark.report.CallTable;
import org.copsedb.benchmark.report.Figure;
import org.copsedb.benchmark.report.FigureFile;
import org.copsedb.benchmark.report.StoreCharts;
import org.copsedb.benchmark.report.StoreTable;
import org.copsedb.benchmark.run.StorePart;
import org.copsedb.benchmark.run.StoreRound;
import org.copsedb.benchmark.run.StoreRun;
import org.copsedb.benchmark.run.StoreRunOptions;
import org.copsedb.benchmark.store.StoreKind;
import org.copsedb.benchmark.workload.StoreRow;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * Measures CopseDB beside other embedded stores, each in fresh processes, the stores alternating over the rounds.
 * Figures are appended to a file; the table and the charts are made from all that the file holds.
 */
@Command(
        name = "StoreBenchmark",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures CopseDB beside other embedded stores, with entries of 24 + 150 bytes.")
public final class StoreBenchmark implements Callable<Integer> {
    @Option(names = "--entries", split = ",", defaultValue = "50000", description = "numbers of entries")
    private List<Long> entries = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "how often every store runs; 0 writes table and charts only")
    private int rounds;

    @Option(
            names = "--stores",
            split = ",",
            converter = StoreConverter.class,
            defaultValue = "copsedb,lmdbjava,rocksdb,mvstore,xodus,je,sqlite,mapdb",
            description = "the stores, in the order in which they take turns; ratios are of the first one")
    private List<StoreKind> stores = List.of();

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "MAIN,OPEN,YCSB,LARGE",
            description = "what to measure: ${COMPLETION-CANDIDATES}")
    private List<StorePart> parts = List.of();

    @Option(names = "--calls", description = "count system calls by commit instead; needs strace")
    private boolean calls;

    @Option(names = "--cache-megabytes", defaultValue = "1024", description = "the cache of each store, in MiB")
    private long cacheMegabytes;

    @Option(names = "--row-seconds", defaultValue = "60", description = "a row that takes longer is cut")
    private long rowSeconds;

    @Option(names = "--directory", description = "where the stores' files go; a temporary directory if absent")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--results", defaultValue = "store-benchmark.tsv", description = "the file that figures go to")
    private Path results = Path.of("");

    @Option(
            names = "--against",
            description = "figures of another commit; those of the first store stand beside these in the table")
    private Optional<Path> against = Optional.empty();

    @Option(names = "--table", defaultValue = "store-benchmark.md", description = "the file that the table goes to")
    private Path table = Path.of("");

    @Option(names = "--charts", defaultValue = ".", description = "the directory that the charts go to")
    private Path charts = Path.of("");

    @Option(
            names = "--java-option",
            defaultValue = "-Xmx4g",
            description = "an option for the virtual machine of every store")
    private List<String> javaOptions = List.of();

    private final Map<StoreRow, Long> checksums = new EnumMap<>(StoreRow.class);
    private int failures;

    private static final class StoreConverter implements ITypeConverter<StoreKind> {
        @Override
        public StoreKind convert(String value) {
            return StoreKind.of(value);
        }
    }

    private StoreBenchmark() {}

    /**
     * Runs the program.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StoreBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path parent = directory.isPresent()
                ? Files.createDirectories(directory.get())
                : Files.createTempDirectory("store-benchmark-");
        try {
            if (calls) {
                count(parent);
                return CommandLine.ExitCode.OK;
            }
            FigureFile file = new FigureFile(results);
            measure(file, parent);
            List<Figure> figures = new ArrayList<>(file.read());
            if (against.isPresent()) {
                figures.addAll(earlier(against.get()));
            }
            String text = StoreTable.of(figures);
            Files.writeString(table, text);
            StoreCharts.draw(figures, charts);
            System.out.println(text);
            return failures == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } finally {
            if (directory.isEmpty()) {
                Files.delete(parent);
            }
        }
    }

    private List<Figure> earlier(Path path) throws IOException {
        String name = stores.get(0).toString();
        List<Figure> found = new FigureFile(path)
                .read().stream()
                        .filter(figure -> figure.engine().equals(name))
                        .map(figure -> new Figure(
                                name + " before", figure.entries(), figure.round(), figure.row(), figure.value()))
                        .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(path + " has no figure of " + name);
        }
        return found;
    }

    private StoreRunOptions options(Path parent, long count) {
        return new StoreRunOptions(
                parent, count, cacheMegabytes << 20, Duration.ofSeconds(rowSeconds), List.copyOf(javaOptions));
    }

    private void count(Path parent) throws IOException, InterruptedException {
        CallTable counted = new CallTable(System.out);
        for (StoreKind kind : stores) {
            try (StoreRun run = new StoreRun(
                    kind, options(parent, entries.get(0)), (row, value, checksum) -> unexpected(kind, row))) {
                counted.rows(kind, run.trace());
            }
        }
    }

    private static void unexpected(StoreKind kind, StoreRow row) {
        throw new IllegalStateException(kind + " measured " + row + " while its calls were counted");
    }

    private void measure(FigureFile file, Path parent) throws IOException, InterruptedException {
        try (ProgressBar progress = new ProgressBarBuilder()
                .setInitialMax((long) entries.size() * rounds * stores.size() * parts.size())
                .build()) {
            for (long count : entries) {
                checksums.clear();
                for (int round = 0; round < rounds; round++) {
                    for (StoreKind kind : stores) {
                        run(kind, options(parent, count), file, progress);
                    }
                }
            }
        }
    }

    private void run(StoreKind kind, StoreRunOptions options, FigureFile file, ProgressBar progress)
            throws IOException, InterruptedException {
        StoreRound round = new StoreRound(kind, options.entries(), file, checksums);
        try (StoreRun run = new StoreRun(kind, options, round)) {
            for (StorePart part : parts) {
                progress.setExtraMessage(kind + ", " + options.entries() + ", " + part);
                if (!run.run(part)) {
                    round.cut(part);
                }
                progress.step();
            }
        } catch (IOException | IllegalStateException failed) {
            failures++;
            System.err.println(failed.getMessage());
        }
    }
}
