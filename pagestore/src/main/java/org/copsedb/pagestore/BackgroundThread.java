package org.copsedb.pagestore;

import java.util.concurrent.locks.LockSupport;
import org.copsedb.storage.StoreThread;

/** A thread that takes the steps of a store's background work whenever there are some. */
final class BackgroundThread implements AutoCloseable {
    private final StoreJournal work;
    private final StoreThread thread;
    private volatile boolean stopped;
    private volatile boolean sleeping;

    /**
     * Starts the thread.
     *
     * @param work takes a step, and tells whether there may be another
     * @param name its name in thread dumps
     */
    BackgroundThread(StoreJournal work, String name) {
        this.work = work;
        this.thread = new StoreThread(name, this::run);
        thread.start();
    }

    private void run() {
        while (!stopped) {
            sleeping = false;
            if (!work.step()) {
                sleeping = true;
                if (!stopped && !work.hasSteps()) {
                    LockSupport.park(this);
                }
            }
        }
    }

    /** Has it look for work. Costs no system call if it is at work already. */
    void wake() {
        if (sleeping) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread after the step that it takes now. An interrupt does not end the wait. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException interrupt) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
