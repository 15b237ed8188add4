package org.copsedb.testkit;

import java.time.Duration;

/** Two threads, one of which waits for a lock that the other has: for ever, or while that one works. */
final class DeadlockProgram {
    private static final long WORK_MILLIS = 1_500;

    private DeadlockProgram() {}

    /** Deadlocks if the argument says so. */
    public static void main(String[] arguments) throws InterruptedException {
        boolean deadlocks = arguments[0].equals("deadlock");
        Object lock = new Object();
        Thread waiting = new Thread(
                () -> {
                    synchronized (lock) {
                        System.out.println("got the lock");
                    }
                },
                "waits for the main thread");
        synchronized (lock) {
            waiting.start();
            DeadlockWatch.begin(Duration.ofMillis(20), 20);
            if (deadlocks) {
                waiting.join();
            }
            long end = System.currentTimeMillis() + WORK_MILLIS;
            while (System.currentTimeMillis() < end) {
                work(end % 7);
            }
        }
        waiting.join();
    }

    private static void work(long depth) {
        if (depth > 0) {
            work(depth - 1);
        } else {
            System.out.print(Long.toString(System.nanoTime(), 36).isEmpty() ? "!" : "");
        }
    }
}
