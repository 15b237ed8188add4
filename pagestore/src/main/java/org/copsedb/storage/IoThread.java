package org.copsedb.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries out calls on a {@link StoreThread} for threads that are none, one after another. The thread is started by the
 * first call and ends after {@link #stop}. The waiting caller can not be interrupted; if somebody tries, it is
 * interrupted when its call returns.
 */
final class IoThread {
    /** Work on a file that has a result. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** Work on a file. */
    interface Action {
        void run() throws IOException;
    }

    private final String name;
    private final ReentrantLock monitor = new ReentrantLock();
    private final Condition arrived = monitor.newCondition();
    private final Condition finished = monitor.newCondition();
    private final Deque<Job> waiting = new ArrayDeque<>();
    private boolean started;
    private boolean stopped;

    /**
     * Makes the thread, without starting it.
     *
     * @param name its name in thread dumps
     */
    IoThread(String name) {
        this.name = name;
    }

    /**
     * Carries out a call, here if this is a {@link StoreThread}, else on the I/O thread.
     *
     * @param call what to do
     * @return what the call returns
     * @throws ClosedChannelException if the thread was stopped
     * @throws IOException what the call throws; so are unchecked exceptions and errors
     */
    <T> T call(Call<T> call) throws IOException {
        if (Thread.currentThread() instanceof StoreThread) {
            return call.run();
        }
        var result = new AtomicReference<T>();
        handOver(new Job(() -> result.set(call.run())));
        return Objects.requireNonNull(result.get());
    }

    /**
     * Carries out an action, here if this is a {@link StoreThread}, else on the I/O thread.
     *
     * @param action what to do
     * @throws ClosedChannelException if the thread was stopped
     * @throws IOException what the action throws; so are unchecked exceptions and errors
     */
    void run(Action action) throws IOException {
        if (Thread.currentThread() instanceof StoreThread) {
            action.run();
        } else {
            handOver(new Job(action));
        }
    }

    private void handOver(Job job) throws IOException {
        monitor.lock();
        try {
            if (stopped) {
                throw new ClosedChannelException();
            }
            if (!started) {
                new StoreThread(name, this::serve).start();
                started = true;
            }
            waiting.add(job);
            arrived.signal();
            while (!job.done) {
                finished.awaitUninterruptibly();
            }
        } finally {
            monitor.unlock();
        }
        job.throwFailure();
    }

    /** Ends the thread after the calls that wait already; later ones are refused. */
    void stop() {
        monitor.lock();
        try {
            stopped = true;
            arrived.signal();
        } finally {
            monitor.unlock();
        }
    }

    private void serve() {
        for (Job job = next(); job != null; job = next()) {
            job.run();
            monitor.lock();
            try {
                job.done = true;
                finished.signalAll();
            } finally {
                monitor.unlock();
            }
        }
    }

    private @Nullable Job next() {
        monitor.lock();
        try {
            while (waiting.isEmpty() && !stopped) {
                arrived.awaitUninterruptibly();
            }
            return waiting.poll();
        } finally {
            monitor.unlock();
        }
    }

    /** An action and its outcome; {@code done} is guarded by the monitor, and the failure is read after it. */
    private static final class Job {
        private final Action action;
        private @Nullable Throwable failure;
        boolean done;

        Job(Action action) {
            this.action = action;
        }

        void run() {
            try {
                action.run();
            } catch (Throwable e) { // whatever it is, it belongs to the caller
                failure = e;
            }
        }

        void throwFailure() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }
}
