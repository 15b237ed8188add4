package org.copsedb.benchmark.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.copsedb.benchmark.system.NativeLibrary;
import org.jspecify.annotations.Nullable;

/**
 * A store that can be measured.
 *
 * @param label its name on the command line and in tables
 * @param factory opens it
 * @param compaction makes its files small while it is closed; null if it has no such thing
 * @param hasUnsynced whether it can commit without a sync
 * @param virtualMachineOptions what it asks the virtual machine to be started with
 */
public record StoreKind(
        String label,
        Function<StoreSettings, KeyValueStore> factory,
        @Nullable Compaction compaction,
        boolean hasUnsynced,
        List<String> virtualMachineOptions) {
    /** Makes files small. */
    public interface Compaction {
        /**
         * Opens the store, compacts it and closes it.
         *
         * @param settings how to open it
         * @throws IOException if a file can not be written
         */
        void run(StoreSettings settings) throws IOException;
    }

    /** Without it Xodus writes a stack trace and goes on with a channel that can be interrupted. */
    private static final String EXPORT = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";

    private static final String OPEN = "--add-opens=java.base/";
    private static final List<StoreKind> ALL = List.of(
            new StoreKind("copsedb", CopseStore::new, null, true, List.of()),
            new StoreKind("lmdbjava", LmdbStore::new, LmdbStore::compact, true, lmdbOptions()),
            new StoreKind("rocksdb", RocksStore::new, RocksStore::compact, true, List.of()),
            new StoreKind("mvstore", MvStore::new, MvStore::compact, true, List.of()),
            new StoreKind("xodus", XodusStore::new, null, true, List.of(EXPORT)),
            new StoreKind("je", JeStore::new, JeStore::compact, true, List.of()),
            new StoreKind("sqlite", SqliteStore::new, SqliteStore::compact, true, List.of()),
            new StoreKind(
                    "mapdb",
                    MapDbStore::new,
                    null,
                    false,
                    List.of(OPEN + "java.nio=ALL-UNNAMED", OPEN + "sun.nio.ch=ALL-UNNAMED")));

    private static List<String> lmdbOptions() {
        List<String> options = new ArrayList<>(NativeLibrary.lmdbOptions());
        options.addAll(List.of(OPEN + "java.nio=ALL-UNNAMED", OPEN + "sun.nio.ch=ALL-UNNAMED"));
        return options;
    }

    /**
     * Keeps its own copy of the options.
     *
     * @param label its name
     * @param factory opens it
     * @param compaction makes its files small
     * @param hasUnsynced whether it can commit without a sync
     * @param virtualMachineOptions what it asks for
     */
    public StoreKind {
        virtualMachineOptions = List.copyOf(virtualMachineOptions);
    }

    /**
     * Opens the store, or creates it.
     *
     * @param settings how
     * @return the store
     */
    public KeyValueStore open(StoreSettings settings) {
        return factory.apply(settings);
    }

    /**
     * Finds a store by its name.
     *
     * @param label the name
     * @return the store
     * @throws IllegalArgumentException if there is none
     */
    public static StoreKind of(String label) {
        return ALL.stream()
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no store is called \"" + label + "\", only "
                        + ALL.stream().map(StoreKind::label).toList()));
    }

    @Override
    public String toString() {
        return label;
    }
}
