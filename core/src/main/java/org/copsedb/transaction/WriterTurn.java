package org.copsedb.transaction;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to write: one at a time, in the order of asking. The turn belongs to a transaction, not to a thread,
 * so any thread may end it; the thread that took it is known so that it does not wait for itself.
 */
public final class WriterTurn {
    private final Semaphore turn = new Semaphore(1, true);
    private volatile @Nullable Thread owner;

    /**
     * Tells whether the calling thread took the turn and has not given it back.
     *
     * @return whether waiting would never end
     */
    public boolean isOwnedByThisThread() {
        return owner == Thread.currentThread();
    }

    /** Waits for the turn, however long. An interrupt does not end the wait; the thread's flag stays set. */
    public void take() {
        turn.acquireUninterruptibly();
        owner = Thread.currentThread();
    }

    /**
     * Waits for the turn for some time. An interrupt does not end the wait; the thread's flag stays set.
     *
     * @param deadline the {@link System#nanoTime} at which the wait ends; one in the past does not wait
     * @return whether the turn was taken
     */
    public boolean tryTake(long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    boolean taken = turn.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (taken) {
                        owner = Thread.currentThread();
                    }
                    return taken;
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Tells when a wait ends that begins now.
     *
     * @param patience the longest wait
     * @return a {@link System#nanoTime}
     */
    public static long deadlineAfter(Duration patience) {
        return System.nanoTime() + saturatedNanos(patience);
    }

    private static long saturatedNanos(Duration patience) {
        return patience.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : patience.toNanos();
    }

    /** Gives the turn back. */
    public void giveBack() {
        owner = null;
        turn.release();
    }
}
