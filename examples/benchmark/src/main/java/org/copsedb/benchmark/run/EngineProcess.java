package org.copsedb.benchmark.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.copsedb.benchmark.workload.RowListener;

/** Runs one engine once: a fresh process, an empty directory, and both gone afterwards. */
public final class EngineProcess {
    private final Path parent;
    private final List<String> virtualMachineOptions;

    /**
     * Makes a runner.
     *
     * @param parent where the directories of the engines go
     * @param virtualMachineOptions options for every Java engine
     */
    public EngineProcess(Path parent, List<String> virtualMachineOptions) {
        this.parent = parent;
        this.virtualMachineOptions = List.copyOf(virtualMachineOptions);
    }

    /**
     * Runs an engine.
     *
     * @param kind the engine
     * @param count the number of entries
     * @param listener takes its figures as they come
     * @throws IOException if the engine failed; the message ends with its output
     * @throws InterruptedException if the thread was interrupted; the engine was stopped
     */
    public void run(EngineKind kind, long count, RowListener listener) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent, kind.label() + "-");
        try {
            List<String> command =
                    kind.isNative() ? List.of(NativeProgram.compile(directory).toString()) : javaCommand(kind);
            List<String> whole = new ArrayList<>(command);
            whole.addAll(kind.isNative() ? List.of() : List.of(kind.label()));
            whole.addAll(List.of(
                    Long.toString(count),
                    Files.createDirectory(directory.resolve("data")).toString()));
            follow(new ProcessBuilder(whole).redirectErrorStream(true).start(), kind, listener);
        } finally {
            delete(directory);
        }
    }

    private List<String> javaCommand(EngineKind kind) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(kind.virtualMachineOptions());
        command.addAll(virtualMachineOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TreeProgram.class.getName()));
        return command;
    }

    private static void follow(Process process, EngineKind kind, RowListener listener)
            throws IOException, InterruptedException {
        StringBuilder other = new StringBuilder();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (!FigureLine.read(line, listener)) {
                    other.append(line).append(System.lineSeparator());
                }
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(kind + " ended with code " + code + ":" + System.lineSeparator() + other);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
