package org.copsedb.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.copsedb.benchmark.durability.DurabilityParts;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what durability costs, in one run beside the bare disk. */
@Command(
        name = "DurabilityBenchmark",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures commits, checkpoints, recovery and memory beside the bare disk.")
public final class DurabilityBenchmark implements Callable<Integer> {
    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "COMMITS,CHECKPOINTS,RECOVERY,MEMORY,CALLS",
            description = "what to measure: ${COMPLETION-CANDIDATES}")
    private List<DurabilityParts> parts = List.of();

    @Option(
            names = "--recovery-megabytes",
            split = ",",
            defaultValue = "100",
            description = "sizes of the databases that are opened, in million bytes")
    private List<Long> recoveryMegabytes = List.of();

    @Option(names = "--directory", description = "where files go, on the disk to measure; a temporary one if absent")
    private Optional<Path> directory = Optional.empty();

    private DurabilityBenchmark() {}

    /**
     * Runs the program.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DurabilityBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path parent = directory.isPresent()
                ? Files.createTempDirectory(Files.createDirectories(directory.get()), "durability-")
                : Files.createTempDirectory("durability-");
        int missed = DurabilityParts.run(new ArrayList<>(parts), recoveryMegabytes, parent);
        System.out.printf("%nA ratio that misses its goal is marked with \"!\": %d.%n", missed);
        return CommandLine.ExitCode.OK;
    }
}
