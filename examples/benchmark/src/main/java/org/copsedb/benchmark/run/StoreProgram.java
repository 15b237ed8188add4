package org.copsedb.benchmark.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.copsedb.benchmark.store.Commits;
import org.copsedb.benchmark.store.KeyValueStore;
import org.copsedb.benchmark.store.Reading;
import org.copsedb.benchmark.store.StoreKind;
import org.copsedb.benchmark.store.StoreSettings;
import org.copsedb.benchmark.system.BareDisk;
import org.copsedb.benchmark.workload.CallPhase;
import org.copsedb.benchmark.workload.CloudWorkload;
import org.copsedb.benchmark.workload.LargeWorkload;
import org.copsedb.benchmark.workload.StoreData;
import org.copsedb.benchmark.workload.StoreRow;
import org.copsedb.benchmark.workload.StoreWorkload;

/** What runs in the process of one store: one task; its figures go to standard output. */
final class StoreProgram {
    private static final int BATCH = 1_000;

    private final StoreKind kind;
    private final Path directory;
    private final long cacheBytes;
    private final long count;

    private StoreProgram(String[] arguments) {
        kind = StoreKind.of(arguments[1]);
        directory = Path.of(arguments[2]);
        cacheBytes = Long.parseLong(arguments[3]);
        count = Long.parseLong(arguments[4]);
    }

    /**
     * Runs a task.
     *
     * @param arguments the task, the store's name, its directory, the bytes of its cache, the number of entries
     * @throws IOException if a file can not be written
     * @throws InterruptedException if the thread was interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new StoreProgram(arguments).run(StoreTask.valueOf(arguments[0]));
    }

    private StoreSettings settings(Commits commits) {
        return new StoreSettings(directory, cacheBytes, commits);
    }

    private KeyValueStore open(Commits commits) {
        return kind.open(settings(commits));
    }

    private static void report(StoreRow row, double value, long checksum) {
        System.out.printf(Locale.ROOT, "figure %s %.4f %d%n", row, value, checksum);
    }

    private void run(StoreTask task) throws IOException, InterruptedException {
        switch (task) {
            case MAIN -> {
                try (BareDisk disk = new BareDisk(directory.resolveSibling("bare-disk"))) {
                    new StoreWorkload(this::open, kind.hasUnsynced(), count, StoreProgram::report).run(disk);
                }
            }
            case CLOUD -> {
                try (KeyValueStore store = open(kind.hasUnsynced() ? Commits.UNSYNCED : Commits.DURABLE)) {
                    new StoreData(store).write(0, count);
                    new CloudWorkload(store, count, StoreProgram::report).run();
                }
            }
            case LARGE -> {
                try (KeyValueStore store = open(Commits.DURABLE)) {
                    new LargeWorkload(store, count, StoreProgram::report).run();
                }
            }
            case LOAD -> {
                try (KeyValueStore store = open(Commits.DURABLE)) {
                    new StoreData(store).write(0, count);
                }
            }
            case COMPACT -> compact();
            case OPEN -> openAndGet();
            case WRITE_UNTIL_KILLED -> writeUntilKilled();
            case COMMIT -> commit();
        }
    }

    private void compact() throws IOException {
        StoreKind.Compaction compaction = kind.compaction();
        if (compaction != null) {
            long start = System.nanoTime();
            compaction.run(settings(Commits.DURABLE));
            report(StoreRow.COMPACTION, (System.nanoTime() - start) / 1e6, 0);
        }
    }

    private void openAndGet() {
        long start = System.nanoTime();
        try (KeyValueStore store = open(Commits.DURABLE)) {
            try (Reading reading = store.beginRead()) {
                new StoreData(store).get(reading, 0);
            }
            System.out.println("opened " + (System.nanoTime() - start) / 1e6);
        }
    }

    private void writeUntilKilled() throws InterruptedException {
        KeyValueStore store = open(Commits.DURABLE);
        StoreData data = new StoreData(store);
        long added = Math.max(BATCH, count / 10);
        for (long i = 0; i < added; i += BATCH) {
            data.write(count + i, count + i + BATCH);
        }
        System.out.println("ready " + added);
        Thread.sleep(Long.MAX_VALUE);
        store.close();
    }

    /** Commits in phases that a tracer can tell apart. */
    private void commit() {
        try (KeyValueStore store = open(Commits.DURABLE)) {
            new StoreData(store).write(0, count);
        }
        for (CallPhase phase : CallPhase.values()) {
            if (phase.commits() == Commits.DURABLE || kind.hasUnsynced()) {
                try (KeyValueStore store = open(phase.commits())) {
                    commit(phase, new StoreData(store));
                }
            }
        }
    }

    private void commit(CallPhase phase, StoreData data) {
        long next = phase.firstEntry(count);
        data.write(next, next + phase.size());
        System.out.println("begin " + phase);
        for (int i = 0; i < phase.times(); i++) {
            next += phase.size();
            data.write(next, next + phase.size());
        }
        System.out.println("end " + phase);
    }
}
