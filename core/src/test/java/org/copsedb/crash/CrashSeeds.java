package org.copsedb.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.copsedb.testkit.SeededRuns;

/** Runs a family with one seed after another, on all processors. */
final class CrashSeeds {
    private static final long FIRST = Long.getLong("copsedb.firstSeed", 1);

    private final CrashFamily family;
    private final CrashSetting setting;
    private final CrashCounts counts = new CrashCounts();
    private final AtomicLong next = new AtomicLong(FIRST);

    CrashSeeds(CrashFamily family, CrashSetting setting) {
        this.family = family;
        this.setting = setting;
    }

    /**
     * Runs seeds until so many images were checked.
     *
     * @return what was done
     * @throws AssertionError the first failure
     */
    CrashCounts runUntil(long images) {
        return runWhile(() -> counts.images.sum() < images);
    }

    /**
     * Runs seeds for so long.
     *
     * @return what was done
     * @throws AssertionError the first failure
     */
    CrashCounts runFor(long nanos) {
        long start = System.nanoTime();
        return runWhile(() -> System.nanoTime() - start < nanos);
    }

    private CrashCounts runWhile(BooleanSupplier more) {
        long start = System.nanoTime();
        Long only = Long.getLong("copsedb.seed");
        if (only != null) {
            family.run(setting, only, counts);
        } else {
            runOnAllProcessors(more);
        }
        String line = String.format(
                Locale.ROOT,
                "power cuts, %s\t%s\tseeds %d to %d\t%.1f seconds\tJava %s%n",
                family,
                counts,
                only == null ? FIRST : only,
                only == null ? next.get() - 1 : only,
                (System.nanoTime() - start) / 1e9,
                Runtime.version());
        System.out.print(line.replace('\t', ' '));
        SeededRuns.record(line);
        return counts;
    }

    private void runOnAllProcessors(BooleanSupplier more) {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(() -> {
                    while (more.getAsBoolean()) {
                        family.run(setting, next.getAndIncrement(), counts);
                    }
                }));
            }
            for (Future<?> worker : workers) {
                await(worker);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static void await(Future<?> worker) {
        try {
            worker.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new AssertionError(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
