package org.copsedb.concurrency;

import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Does pieces of work one after the other, each a future that may be cancelled at any moment. */
final class Worker implements Runnable {
    /** A piece of work; returns how many entries it compared. */
    interface Work {
        long run(SplittableRandom random);
    }

    private final String name;
    private final Work work;
    private final SplittableRandom random;
    private volatile @Nullable FutureTask<?> current;
    private volatile boolean stops;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread thread;
    private final AtomicLong pieces = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();

    Worker(String name, Work work, SplittableRandom random) {
        this.name = name;
        this.work = work;
        this.random = random;
    }

    /** Starts it on a new thread. */
    void start(ThreadKind kind) {
        thread = kind.start(this);
    }

    @Override
    public void run() {
        while (!stops && failure == null) {
            FutureTask<Void> task = new FutureTask<>(this::doPiece, null);
            current = task;
            task.run();
            boolean isInterrupted = Thread.interrupted();
            if (isInterrupted && !task.isCancelled()) {
                failure = new AssertionError("an interrupt that nobody sent");
            }
            LockSupport.parkNanos(1); // others come on, also where threads are virtual
        }
    }

    /** What it throws is kept apart from the future, which forgets it when it is cancelled. */
    private void doPiece() {
        try {
            compared.addAndGet(work.run(random));
            pieces.incrementAndGet();
        } catch (Throwable broken) {
            failure = broken;
        }
    }

    /** Cancels the piece of work under way, with an interrupt. */
    void cancelPiece() {
        FutureTask<?> task = current;
        if (task != null) {
            task.cancel(true);
        }
    }

    long compared() {
        return compared.get();
    }

    boolean hasFailed() {
        return failure != null;
    }

    void stop() {
        stops = true;
    }

    /** Waits for the end of the piece under way. */
    void finish() throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.join(TimeUnit.SECONDS.toMillis(60));
            if (running.isAlive()) {
                throw new AssertionError(name + " hangs");
            }
        }
        Throwable broken = failure;
        if (broken != null) {
            throw new AssertionError(name + " failed: " + broken, broken);
        }
        if (pieces.get() == 0) {
            throw new AssertionError(name + " did nothing");
        }
    }
}
