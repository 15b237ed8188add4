package org.copsedb;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.copsedb.transaction.OpenReaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that tells a listener of read transactions that stay open for long. */
final class ReaderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderWatch.class);
    private static final long SHORTEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_SLEEP = TimeUnit.MINUTES.toNanos(1);

    private final OpenReaders readers;
    private final Consumer<LongReader> listener;
    private final long after;
    private final Thread thread;
    private volatile boolean stopped;

    @SuppressWarnings("this-escape") // The thread is started when all is set.
    ReaderWatch(OpenReaders readers, Duration after, Consumer<LongReader> listener) {
        this.readers = readers;
        this.listener = listener;
        this.after = after.toNanos();
        this.thread = new Thread(this::watch, "copsedb long readers");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!stopped) {
            LockSupport.parkNanos(Math.max(SHORTEST_SLEEP, Math.min(LONGEST_SLEEP, after / 4)));
            if (Thread.interrupted()) {
                LOG.debug("an interrupt of the thread that looks for long readers has no effect");
            }
            try {
                readers.closeForgotten();
                readers.reportLong(listener);
            } catch (RuntimeException | Error thrown) {
                LOG.error("the listener of long readers failed, and is called again for the next one", thrown);
            }
        }
    }

    /** Ends the thread. Does not wait for a listener that is being called. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
