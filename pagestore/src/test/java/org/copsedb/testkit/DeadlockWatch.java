package org.copsedb.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends the process when a test hangs, with the stack of every thread: no platform thread has moved for a minute, and no
 * process is waited for. A test that is only slow moves.
 */
public final class DeadlockWatch implements BeforeEachCallback, AfterEachCallback {
    /** What the process ends with. */
    public static final int EXIT_CODE = 86;

    private static final int SAMPLES = 60;
    private static final AtomicInteger RUNNING = new AtomicInteger();

    private static boolean started;

    /** Makes a watch; all of them share a thread. */
    public DeadlockWatch() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        RUNNING.incrementAndGet();
        startOnce();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        RUNNING.decrementAndGet();
    }

    /** Begins a test that is none of JUnit's, and watches it. */
    static void begin(Duration between, int samples) {
        RUNNING.incrementAndGet();
        start(between, samples);
    }

    private static synchronized void startOnce() {
        if (!started) {
            started = true;
            start(Duration.ofSeconds(1), SAMPLES);
        }
    }

    private static void start(Duration between, int samples) {
        Thread watch = new Thread(() -> watch(between.toNanos(), samples), "deadlock watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch(long nanos, int samples) {
        Map<Thread, Integer> before = Map.of();
        int alike = 0;
        while (alike < samples) {
            LockSupport.parkNanos(nanos);
            Map<Thread, Integer> now = places();
            alike = now.equals(before) && isBusy() ? alike + 1 : 0;
            before = now;
        }
        System.err.println("No thread has moved in " + Duration.ofNanos(nanos * samples) + ":");
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            System.err.println(thread + " " + thread.getState());
            Arrays.stream(stack).forEach(element -> System.err.println("    at " + element));
        });
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    private static boolean isBusy() {
        return RUNNING.get() > 0 && ProcessHandle.current().children().findAny().isEmpty();
    }

    /** Where each thread is, but for this one. */
    private static Map<Thread, Integer> places() {
        Map<Thread, Integer> places = new HashMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread != Thread.currentThread()) {
                places.put(thread, Arrays.hashCode(stack));
            }
        });
        return places;
    }
}
