package org.copsedb.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.copsedb.benchmark.report.Figure;
import org.copsedb.benchmark.report.FigureFile;
import org.copsedb.benchmark.report.MarkdownTable;
import org.copsedb.benchmark.run.EngineKind;
import org.copsedb.benchmark.run.EngineProcess;
import org.copsedb.benchmark.run.NativeProgram;
import org.copsedb.benchmark.workload.TreeRow;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * Measures trees: CopseDB's with several node sizes beside LMDB, each in a fresh process, the engines alternating over
 * the rounds. Figures are appended to a file; the table is made from all that the file holds.
 */
@Command(
        name = "TreeBenchmark",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures B+trees of 24 + 150 bytes an entry, CopseDB's beside LMDB's.")
public final class TreeBenchmark implements Callable<Integer> {
    @Option(names = "--entries", split = ",", defaultValue = "1000000", description = "numbers of entries")
    private List<Long> entries = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "how often every engine runs; 0 writes the table only")
    private int rounds;

    @Option(
            names = "--engines",
            split = ",",
            converter = EngineConverter.class,
            defaultValue = "tree-4k,tree-8k,tree-16k,tree-8k-16k,copsedb,lmdbjava,lmdb-c",
            description = "the engines, in the order in which they take turns")
    private List<EngineKind> engines = List.of();

    @Option(names = "--directory", description = "where the engines' files go; a temporary directory if absent")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--results", defaultValue = "tree-benchmark.tsv", description = "the file that figures go to")
    private Path results = Path.of("");

    @Option(names = "--table", defaultValue = "tree-benchmark.md", description = "the file that the table goes to")
    private Path table = Path.of("");

    @Option(names = "--java-option", description = "an option for the virtual machine of every Java engine")
    private List<String> javaOptions = List.of();

    private final Map<TreeRow, Long> checksums = new EnumMap<>(TreeRow.class);

    private static final class EngineConverter implements ITypeConverter<EngineKind> {
        @Override
        public EngineKind convert(String value) {
            return EngineKind.of(value);
        }
    }

    private TreeBenchmark() {}

    /**
     * Runs the program.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TreeBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        FigureFile file = new FigureFile(results);
        if (rounds > 0) {
            Path parent = directory.isPresent()
                    ? Files.createDirectories(directory.get())
                    : Files.createTempDirectory("tree-benchmark-");
            measure(file, new EngineProcess(parent, javaOptions), runnable(parent));
            if (directory.isEmpty()) {
                Files.delete(parent);
            }
        }
        String text = MarkdownTable.of(file.read());
        Files.writeString(table, text);
        System.out.println(text);
        return CommandLine.ExitCode.OK;
    }

    private List<EngineKind> runnable(Path parent) {
        Optional<String> obstacle =
                engines.contains(EngineKind.LMDB_C) ? NativeProgram.obstacle(parent) : Optional.empty();
        obstacle.ifPresent(why -> System.err.println(EngineKind.LMDB_C + " is left out: " + why));
        return engines.stream()
                .filter(engine -> obstacle.isEmpty() || !engine.equals(EngineKind.LMDB_C))
                .toList();
    }

    private void measure(FigureFile file, EngineProcess process, List<EngineKind> runnable)
            throws IOException, InterruptedException {
        try (ProgressBar progress = new ProgressBarBuilder()
                .setInitialMax((long) entries.size() * rounds * runnable.size())
                .build()) {
            for (long count : entries) {
                checksums.clear();
                for (int round = 0; round < rounds; round++) {
                    for (EngineKind engine : runnable) {
                        progress.setExtraMessage(engine + ", " + count + " entries");
                        int number = file.nextRound(engine.label(), count);
                        process.run(engine, count, (row, value, checksum) -> {
                            compare(engine, row, checksum);
                            append(file, new Figure(engine.label(), count, number, row.name(), value));
                        });
                        progress.step();
                    }
                }
            }
        }
    }

    private void compare(EngineKind engine, TreeRow row, long checksum) {
        Long other = checksums.putIfAbsent(row, checksum);
        if (other != null && other != checksum) {
            throw new IllegalStateException(
                    engine + " read " + checksum + " in row " + row + ", an engine before it " + other);
        }
    }

    private static void append(FigureFile file, Figure figure) {
        try {
            file.append(figure);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
