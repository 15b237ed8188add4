package org.copsedb.benchmark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.copsedb.benchmark.store.StoreKind;
import org.copsedb.benchmark.system.CallLog;
import org.copsedb.benchmark.system.JavaProcess;
import org.copsedb.benchmark.system.PageCache;
import org.copsedb.benchmark.workload.LargeWorkload;
import org.copsedb.benchmark.workload.StoreListener;
import org.copsedb.benchmark.workload.StoreRow;

/** Runs one store once: its tasks in fresh processes, in a directory of its own that is gone afterwards. */
public final class StoreRun implements AutoCloseable {
    private static final Pattern FIGURE = Pattern.compile("figure (\\w+) (-?[0-9.]+) (-?\\d+)");
    private static final long ENTRY_BYTES = 174;
    private static final int WARM_OPENS = 3;

    private final StoreKind kind;
    private final StoreRunOptions options;
    private final StoreListener listener;
    private final Path directory;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "row limit");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Makes its directory.
     *
     * @param kind the store
     * @param options what to run
     * @param listener takes the figures as they come
     * @throws IOException if the directory can not be made
     */
    public StoreRun(StoreKind kind, StoreRunOptions options, StoreListener listener) throws IOException {
        this.kind = kind;
        this.options = options;
        this.listener = listener;
        this.directory = Files.createTempDirectory(options.parent(), kind.label() + "-");
    }

    /**
     * Runs a part.
     *
     * @param part the part
     * @return whether no row passed its limit of time; if one did, the rest of the part was left out
     * @throws IOException if a process failed; the message has its output
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean run(StorePart part) throws IOException, InterruptedException {
        return switch (part) {
            case MAIN -> runMain();
            case OPEN -> runOpen();
            case YCSB -> run(StoreTask.CLOUD, fresh("cloud"), options.cacheBytes());
            case LARGE ->
                run(
                        StoreTask.LARGE,
                        fresh("large"),
                        Math.max(1 << 20, options.entries() * ENTRY_BYTES / LargeWorkload.TIMES_CACHE));
        };
    }

    private boolean runMain() throws IOException, InterruptedException {
        Path data = fresh("main");
        if (!run(StoreTask.MAIN, data, options.cacheBytes())) {
            return false;
        }
        listener.measured(StoreRow.FILE, mebibytes(data), 0);
        if (kind.compaction() == null) {
            return true;
        }
        boolean isWhole = run(StoreTask.COMPACT, data, options.cacheBytes());
        if (isWhole) {
            listener.measured(StoreRow.FILE_COMPACTED, mebibytes(data), 0);
        }
        return isWhole;
    }

    private boolean runOpen() throws IOException, InterruptedException {
        Path data = fresh("open");
        if (!run(StoreTask.LOAD, data, options.cacheBytes())) {
            return false;
        }
        if (forget(data)) {
            listener.measured(StoreRow.OPEN_COLD, open(data), 0);
        }
        double[] warm = new double[WARM_OPENS];
        for (int i = 0; i < WARM_OPENS; i++) {
            warm[i] = open(data);
        }
        Arrays.sort(warm);
        listener.measured(StoreRow.OPEN_WARM, warm[WARM_OPENS / 2], 0);
        try (JavaProcess writer = start(List.of(), StoreTask.WRITE_UNTIL_KILLED, data, options.cacheBytes())) {
            writer.await("ready");
            writer.kill();
        }
        listener.measured(StoreRow.OPEN_KILLED, open(data), 0);
        return true;
    }

    private static boolean forget(Path data) throws IOException, InterruptedException {
        boolean isForgotten = true;
        for (Path path : files(data)) {
            isForgotten &= PageCache.forget(path);
        }
        return isForgotten;
    }

    private double open(Path data) throws IOException, InterruptedException {
        try (JavaProcess process = start(List.of(), StoreTask.OPEN, data, options.cacheBytes())) {
            double milliseconds = Double.parseDouble(process.await("opened"));
            process.follow(line -> {});
            return milliseconds;
        }
    }

    /**
     * Counts the calls of commits; needs {@code strace}.
     *
     * @return the counts by phase
     * @throws IOException if the process failed
     * @throws InterruptedException if the thread was interrupted
     */
    public CallLog trace() throws IOException, InterruptedException {
        Path log = directory.resolve("calls.log");
        List<String> tracer = List.of("strace", "-f", "-s", "40", "-o", log.toString());
        StringBuilder output = new StringBuilder();
        try (JavaProcess process = start(tracer, StoreTask.COMMIT, fresh("calls"), options.cacheBytes())) {
            if (process.follow(line -> output.append(line).append('\n')) != 0) {
                throw new IOException(kind + " failed under strace: " + output);
            }
        }
        return CallLog.read(log);
    }

    private boolean run(StoreTask task, Path data, long cacheBytes) throws IOException, InterruptedException {
        StringBuilder other = new StringBuilder();
        try (JavaProcess process = start(List.of(), task, data, cacheBytes)) {
            RowLimit limit = new RowLimit(process);
            int code = process.follow(line -> {
                Matcher matcher = FIGURE.matcher(line);
                if (matcher.matches()) {
                    limit.restart();
                    listener.measured(
                            StoreRow.valueOf(matcher.group(1)),
                            Double.parseDouble(matcher.group(2)),
                            Long.parseLong(matcher.group(3)));
                } else {
                    other.append(line).append(System.lineSeparator());
                }
            });
            limit.stop();
            if (code != 0 && !limit.wasPassed()) {
                throw new IOException(kind + " ended with code " + code + ":" + System.lineSeparator() + other);
            }
            return !limit.wasPassed();
        }
    }

    /** Ends a process that says nothing for too long. */
    private final class RowLimit {
        private final JavaProcess process;
        private ScheduledFuture<?> alarm;
        private volatile boolean wasPassed;

        RowLimit(JavaProcess process) {
            this.process = process;
            this.alarm = schedule();
        }

        private ScheduledFuture<?> schedule() {
            Duration limit = options.rowLimit();
            return clock.schedule(
                    () -> {
                        wasPassed = true;
                        process.close();
                    },
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        void restart() {
            alarm.cancel(false);
            alarm = schedule();
        }

        void stop() {
            alarm.cancel(false);
        }

        boolean wasPassed() {
            return wasPassed;
        }
    }

    private JavaProcess start(List<String> prefix, StoreTask task, Path data, long cacheBytes) throws IOException {
        List<String> virtualMachine = new ArrayList<>(kind.virtualMachineOptions());
        virtualMachine.addAll(options.virtualMachineOptions());
        return JavaProcess.start(
                prefix,
                virtualMachine,
                StoreProgram.class,
                List.of(
                        task.name(),
                        kind.label(),
                        data.toString(),
                        Long.toString(cacheBytes),
                        Long.toString(options.entries())));
    }

    private Path fresh(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    private static List<Path> files(Path data) throws IOException {
        try (Stream<Path> paths = Files.walk(data)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    private static double mebibytes(Path data) throws IOException {
        long bytes = 0;
        for (Path path : files(data)) {
            bytes += Files.size(path);
        }
        return bytes / (double) (1 << 20);
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
