package org.copsedb.benchmark.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.copsedb.benchmark.engine.DatabaseEngine;
import org.copsedb.benchmark.engine.Engine;
import org.copsedb.benchmark.engine.LmdbJavaEngine;
import org.copsedb.benchmark.engine.TreeEngine;
import org.copsedb.benchmark.system.NativeLibrary;
import org.copsedb.btree.TreeShape;
import org.jspecify.annotations.Nullable;

/**
 * An engine that can be measured.
 *
 * @param label its name on the command line and in tables
 * @param factory makes it, empty, in a directory; null if it is a program of its own
 * @param virtualMachineOptions what its documentation asks the virtual machine to be started with
 */
public record EngineKind(String label, @Nullable Function<Path, Engine> factory, List<String> virtualMachineOptions) {
    /** LMDB from C, where a compiler and the library are installed. */
    public static final EngineKind LMDB_C = new EngineKind("lmdb-c", null, List.of());

    /**
     * All engines: CopseDB's tree by its node size (leaves-branches where they differ), its database, and the peers.
     */
    private static final List<EngineKind> ALL = List.of(
            tree("tree-4k", TreeShape.of(0)),
            tree("tree-8k", TreeShape.of(1)),
            tree("tree-16k", TreeShape.of(2)),
            tree("tree-8k-16k", new TreeShape(1, 2)),
            new EngineKind("copsedb", DatabaseEngine::new, List.of()),
            new EngineKind("lmdbjava", LmdbJavaEngine::new, lmdbOptions()),
            LMDB_C);

    /**
     * Keeps its own copy of the options.
     *
     * @param label its name
     * @param factory makes it
     * @param virtualMachineOptions what it asks for
     */
    public EngineKind {
        virtualMachineOptions = List.copyOf(virtualMachineOptions);
    }

    private static EngineKind tree(String label, TreeShape shape) {
        return new EngineKind(label, directory -> new TreeEngine(directory, shape), List.of());
    }

    private static List<String> lmdbOptions() {
        List<String> options = new ArrayList<>(NativeLibrary.lmdbOptions());
        options.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        options.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        return options;
    }

    /**
     * Tells whether the engine is a program of its own, not a Java class.
     *
     * @return whether it is
     */
    public boolean isNative() {
        return factory == null;
    }

    /**
     * Makes the engine, empty.
     *
     * @param directory where its files go
     * @return the engine
     * @throws IllegalStateException if it is a program of its own
     */
    public Engine open(Path directory) {
        if (factory == null) {
            throw new IllegalStateException(label + " is not a Java engine");
        }
        return factory.apply(directory);
    }

    /**
     * Finds an engine by its name.
     *
     * @param label the name
     * @return the engine
     * @throws IllegalArgumentException if there is none
     */
    public static EngineKind of(String label) {
        return ALL.stream()
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no engine is called \"" + label + "\", only " + labels()));
    }

    /**
     * Returns the names of all engines.
     *
     * @return the names, CopseDB's first
     */
    public static List<String> labels() {
        return ALL.stream().map(EngineKind::label).toList();
    }

    @Override
    public String toString() {
        return label;
    }
}
