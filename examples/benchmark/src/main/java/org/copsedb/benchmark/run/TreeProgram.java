package org.copsedb.benchmark.run;

import java.nio.file.Path;
import org.copsedb.benchmark.engine.Engine;
import org.copsedb.benchmark.workload.TreeWorkload;

/** What runs in the process of one Java engine: the workload of trees; its figures go to standard output. */
final class TreeProgram {
    private TreeProgram() {}

    /**
     * Runs the workload.
     *
     * @param arguments the engine's name, the number of entries, an empty directory
     */
    public static void main(String[] arguments) {
        long count = Long.parseLong(arguments[1]);
        try (Engine engine = EngineKind.of(arguments[0]).open(Path.of(arguments[2]))) {
            new TreeWorkload(
                            engine,
                            count,
                            (row, value, checksum) -> System.out.println(FigureLine.write(row, value, checksum)))
                    .run();
        }
    }
}
