package org.copsedb.benchmark.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the operating system remembers of a file. */
public final class PageCache {
    private PageCache() {}

    /**
     * Makes the system forget a file's content, so that it has to be read from the disk: by {@code dd} of the GNU
     * coreutils, since Java has no call for it.
     *
     * @param path the file
     * @return whether that was possible
     * @throws InterruptedException if the thread was interrupted
     */
    public static boolean forget(Path path) throws InterruptedException {
        return run(List.of("sync", path.toString()))
                && run(List.of("dd", "if=" + path, "iflag=nocache", "count=0", "status=none"));
    }

    private static boolean run(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
