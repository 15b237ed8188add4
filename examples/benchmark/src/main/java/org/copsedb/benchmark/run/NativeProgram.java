package org.copsedb.benchmark.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Compiles the program that measures LMDB from C. */
public final class NativeProgram {
    private static final String SOURCE = "lmdb_tree.c";

    private NativeProgram() {}

    /**
     * Tells why the program can not be run here.
     *
     * @param directory where to try
     * @return the reason; empty if it can
     */
    public static Optional<String> obstacle(Path directory) {
        try {
            Files.delete(compile(directory));
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of("gcc and the library with its header (Debian: gcc, libc6-dev, liblmdb-dev) are needed; "
                    + refused.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    static Path compile(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve(SOURCE);
        try (InputStream text = Objects.requireNonNull(NativeProgram.class.getResourceAsStream(SOURCE), SOURCE)) {
            Files.write(source, text.readAllBytes());
        }
        Path program = directory.resolve("lmdb_tree");
        Process compiler = new ProcessBuilder(
                        "gcc", "-O2", "-Wall", "-o", program.toString(), source.toString(), "-llmdb")
                .redirectErrorStream(true)
                .start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Files.delete(source);
        if (compiler.waitFor() != 0) {
            throw new IOException("gcc says: " + output.strip());
        }
        return program;
    }
}
