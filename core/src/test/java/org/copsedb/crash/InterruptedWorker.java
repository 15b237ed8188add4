package org.copsedb.crash;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A thread that works without end and is interrupted at any moment. After each piece of work its interrupt must still
 * be there.
 */
final class InterruptedWorker extends Thread {
    /** A piece of work. */
    interface Work {
        void run(SplittableRandom random);
    }

    private final Work work;
    private final SplittableRandom random;
    private boolean isInterruptedFromOutside;
    private volatile boolean ends;
    private volatile @Nullable Throwable failure;
    private final AtomicLong done = new AtomicLong();

    InterruptedWorker(String name, Work work, SplittableRandom random) {
        super(name);
        this.work = work;
        this.random = random;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (!ends) {
                work.run(random);
                acknowledge();
                done.incrementAndGet();
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private synchronized void acknowledge() {
        if (isInterruptedFromOutside && !isInterrupted()) {
            throw new AssertionError("an interrupt was lost");
        }
        isInterruptedFromOutside = false;
        Thread.interrupted();
    }

    /**
     * Interrupts the thread, unless it has not yet finished the work in which it was interrupted last.
     *
     * @return whether it was interrupted
     */
    synchronized boolean interruptFromOutside() {
        if (isInterruptedFromOutside) {
            return false;
        }
        isInterruptedFromOutside = true;
        interrupt();
        return true;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Returns how many pieces of work are done. */
    long done() {
        return done.get();
    }

    /** Lets the thread finish its work and waits for it. */
    void finish() throws InterruptedException {
        ends = true;
        join(60_000);
        if (isAlive()) {
            throw new AssertionError(getName() + " hangs");
        }
    }
}
