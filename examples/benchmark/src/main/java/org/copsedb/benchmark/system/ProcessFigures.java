package org.copsedb.benchmark.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says of this process; zero elsewhere. */
public final class ProcessFigures {
    private static final Path IO = Path.of("/proc/self/io");
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessFigures() {}

    /**
     * Returns how many bytes this process has handed to write calls so far.
     *
     * @return bytes
     */
    public static long bytesWritten() {
        return number(IO, "wchar:");
    }

    /**
     * Returns the most bytes of memory that this process has had.
     *
     * @return bytes
     */
    public static long peakMemory() {
        return number(STATUS, "VmHWM:") << 10;
    }

    private static long number(Path file, String name) {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
