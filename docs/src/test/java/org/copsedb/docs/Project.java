package org.copsedb.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the project, as they lie in the work tree. */
final class Project {
    /** The top of the project; Surefire runs tests in the directory of their module. */
    static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    private Project() {}

    static List<SourceFile> sources() throws IOException {
        List<Path> files = files(".java");
        return files.stream().map(Project::source).toList();
    }

    static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> paths = Files.walk(TOP)) {
            return paths.filter(path -> path.getFileName().toString().endsWith(suffix))
                    .filter(Project::isOurs)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isOurs(Path path) {
        for (Path part : TOP.relativize(path)) {
            if (part.toString().equals("target") || part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static SourceFile source(Path path) {
        return SourceFile.of(TOP.relativize(path).toString().replace('\\', '/'), read(path));
    }

    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }
}
