package org.copsedb;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.copsedb.transaction.OpenReaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that tells a listener of read transactions that stay open for long. */
final class ReaderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderWatch.class);
    private static final long SHORTEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_SLEEP = TimeUnit.MINUTES.toNanos(1);

    private final OpenReaders readers;
    private final DatabaseListeners listeners;
    private final long after;
    private final Thread thread;
    private volatile boolean stopped;

    @SuppressWarnings("this-escape") // The thread is started when all is set.
    ReaderWatch(OpenReaders readers, DatabaseListeners listeners) {
        this.readers = readers;
        this.listeners = listeners;
        this.after = listeners.longReaderAfter().toNanos();
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
                readers.reportOlderThan(after, listeners.longReader());
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
