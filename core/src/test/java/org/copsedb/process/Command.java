package org.copsedb.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the operating system that a test needs. */
final class Command {
    private static final long SECONDS_TO_END = 60;

    private Command() {}

    /**
     * What a program left.
     *
     * @param exitCode 0 if it did what it was asked for
     * @param output what it printed, errors too
     */
    record Result(int exitCode, String output) {}

    /** Runs a program that must succeed, and returns what it printed. */
    static String run(String... command) throws IOException, InterruptedException {
        Result result = attempt(command);
        assertTrue(result.exitCode() == 0, () -> String.join(" ", command) + ": " + result);
        return result.output();
    }

    /** Runs a program that may fail. */
    static Result attempt(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("copsedb-command", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS), () -> String.join(" ", command) + " hangs");
            return new Result(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8).strip());
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /** Returns the first of some programs that is not installed. */
    static Optional<String> missing(String... programs) {
        return Stream.of(programs)
                .filter(program -> directories().noneMatch(directory -> Files.isExecutable(directory.resolve(program))))
                .findFirst();
    }

    private static Stream<Path> directories() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"), new String[] {"/usr/sbin", "/sbin"})
                .flatMap(Stream::of)
                .map(Path::of);
    }

    /** Tells whether this process has the rights of the system's administrator. */
    static boolean isRoot() {
        try {
            return missing("id").isEmpty() && attempt("id", "-u").output().equals("0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
