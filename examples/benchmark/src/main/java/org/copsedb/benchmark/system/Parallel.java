package org.copsedb.benchmark.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Runs a task on several threads at once. */
public final class Parallel {
    private Parallel() {}

    /**
     * Runs the task on each of the threads.
     *
     * @param threads how many
     * @param task takes the thread's number, from 0 on
     * @return the nanoseconds until the last one ended
     * @throws InterruptedException if this thread was interrupted
     */
    public static long run(int threads, IntConsumer task) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(executor.submit(() -> task.accept(number)));
            }
            for (Future<?> each : running) {
                each.get();
            }
            return System.nanoTime() - start;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a thread failed", failed.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
