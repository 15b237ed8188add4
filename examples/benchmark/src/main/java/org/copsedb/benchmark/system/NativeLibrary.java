package org.copsedb.benchmark.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the system's LMDB, so that Java and C measure one and the same library. */
public final class NativeLibrary {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private NativeLibrary() {}

    /**
     * Returns the option that makes lmdbjava use the system's library.
     *
     * @return the option; none where there is no such library
     */
    public static List<String> lmdbOptions() {
        if (!Files.isDirectory(LIBRARIES)) {
            return List.of();
        }
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(LIBRARIES, Files::isDirectory)) {
            for (Path architecture : architectures) {
                Path library = architecture.resolve("liblmdb.so.0");
                if (Files.exists(library)) {
                    return List.of("-Dlmdbjava.native.lib=" + library);
                }
            }
            return List.of();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
