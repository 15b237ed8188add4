package org.copsedb.pagestore;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.cache.PageTable;
import org.copsedb.pagestore.checkpoint.Checkpoint;
import org.copsedb.pagestore.checkpoint.CheckpointJournal;
import org.copsedb.pagestore.checkpoint.CheckpointStep;
import org.copsedb.pagestore.journal.ExtentSource;
import org.copsedb.pagestore.journal.GroupCommit;
import org.copsedb.pagestore.journal.Journal;
import org.copsedb.pagestore.journal.JournalStart;
import org.copsedb.pagestore.journal.JournalThread;
import org.copsedb.pagestore.journal.PendingCommit;
import org.copsedb.pagestore.region.PageSpace;
import org.copsedb.storage.CopseException;
import org.copsedb.storage.StoreFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a store, and the background work that keeps it and the dirty pages small: the next extent, and a
 * checkpoint when one of their soft limits is passed. At twice a limit writers wait, before they take their turn.
 *
 * <p>Two threads do this work, or none: then whoever waits does it, step by step. A checkpoint needs no writer's turn,
 * and a writer waits only while one is under way, so nobody can wait for himself.
 */
public final class StoreJournal implements CheckpointJournal {
    private static final long LONGEST_WAIT = 10_000_000;

    /** A logger that is set up when there is something to say: that can take longer than to open a file. */
    private static final class Log {
        static final Logger LOGGER = LoggerFactory.getLogger(StoreJournal.class);
    }

    private final PageStore store;
    private final PageTable table;
    private final Journal journal;
    private final StoreOptions options;

    /** Complete when {@link #start} has returned. */
    private volatile GroupCommit commits;

    /** Held for a step of the background work. */
    private final ReentrantLock stepping = new ReentrantLock();

    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition progress = waiting.newCondition();

    private volatile @Nullable Checkpoint checkpoint;
    private @Nullable JournalThread journalThread;
    private volatile @Nullable BackgroundThread backgroundThread;
    private String fileName = "";

    /** Whether a checkpoint shall make durable in place what was replayed, so that it need not be replayed again. */
    private volatile boolean replayed;

    private long replayedTo;

    private volatile boolean stopped;

    /** Bytes of dirty pages when the writer's turn was last given back. */
    private volatile long dirtyAtRest;

    /** Bytes of dirty pages that the last checkpoint left. */
    private volatile long dirtyAfterCheckpoint;

    /** No checkpoint is tried before the journal has grown so far; raised when one was refused. */
    private volatile long retryAt = Long.MIN_VALUE;

    /** No extent is prepared before the journal has grown so far; raised when the disk was full. */
    private volatile long extendAt = Long.MIN_VALUE;

    StoreJournal(PageStore store, PageTable table, Journal journal, StoreOptions options) {
        this.store = store;
        this.table = table;
        this.journal = journal;
        this.options = options;
        this.commits = makeCommits(0);
    }

    /** Takes extents from the space of a file. */
    static ExtentSource extentsOf(PageSpace space) {
        return new ExtentSource() {
            @Override
            public long allocateExtent(int order) {
                return space.allocateLowest(order);
            }

            @Override
            public void releaseExtent(long page) {
                space.release(page);
            }
        };
    }

    private GroupCommit makeCommits(long number) {
        return new GroupCommit(journal, number) {
            @Override
            protected void onFailure(Throwable cause) {
                Log.LOGGER.error("the disk failed: no writes until the file is opened again", cause);
                store.fail(cause);
                signalProgress();
            }
        };
    }

    /**
     * Lets commits come. Threads, if there shall be some, are started when there is something to do for them.
     *
     * @param complete the journal that was there and has been replayed, null if there was none
     * @param number the last commit
     * @param name the file's name
     */
    void start(@Nullable Recovery complete, long number, String name) {
        if (complete != null) {
            complete.resume(journal, options.readOnly());
        }
        commits = makeCommits(number);
        fileName = name;
        if (!options.readOnly()) {
            replayedTo = number;
            replayed = complete != null && complete.hasRecords();
            wakeBackground();
        }
    }

    private boolean hasThreads() {
        return options.background() == Background.THREADS;
    }

    /** Tells whether it takes a record of a length. */
    boolean takes(long length) {
        return journal.exists() && length <= maximumRecord();
    }

    /**
     * Returns the longest content that a record can have; a longer transaction commits by checkpoint.
     *
     * @return bytes
     */
    public int maximumRecord() {
        return options.journal().maximumRecord();
    }

    long positionAfter(int length) {
        return journal.positionAfter(length);
    }

    long appendedEnd() {
        return journal.appendedEnd();
    }

    @Override
    public PageList extents() {
        return journal.pages();
    }

    void reserve(int length) {
        commits.reserve(length);
    }

    void submit(PendingCommit commit, JournalContent content) {
        if (journalThread == null && hasThreads()) {
            journalThread = new JournalThread(commits, "copsedb journal of " + fileName);
        }
        commits.submit(commit, content.bytes(), content.length());
        turnEnds();
    }

    /** Notes that a writer's turn ends, and wakes the background work if that is needed. */
    private void turnEnds() {
        dirtyAtRest = table.dirtyBytes();
        wakeBackground();
    }

    /** Has the thread look for work, and starts it if it is the first time that there is some. */
    private void wakeBackground() {
        if (!hasThreads() || !hasSteps()) {
            return;
        }
        BackgroundThread thread = backgroundThread;
        if (thread != null) {
            thread.wake();
            return;
        }
        waiting.lock();
        try {
            if (backgroundThread == null && !stopped) {
                backgroundThread = new BackgroundThread(this, "copsedb checkpoints of " + fileName);
            }
        } finally {
            waiting.unlock();
        }
    }

    void await(PendingCommit commit) {
        commits.await(commit);
    }

    /**
     * Waits until all commits are visible. For whoever has the writer's turn.
     *
     * @throws StoreFailedException if one of them never will be
     */
    public void awaitPublished() {
        commits.awaitPublished();
    }

    /** Notes a commit that a checkpoint made durable. */
    void skip(long number) {
        commits.skip(number);
        turnEnds();
    }

    /**
     * Makes all commits durable that were handed over.
     *
     * @throws StoreFailedException if the disk refused, now or before
     */
    public void flush() {
        commits.flush();
    }

    @Override
    public void flushTo(long commitNumber) {
        commits.flushTo(commitNumber);
    }

    @Override
    public JournalStart startAt(long position) {
        try {
            return journal.startAt(position);
        } catch (StoreFailedException refused) {
            fail(refused);
            throw GroupCommit.reasonOf(refused);
        }
    }

    @Override
    public void releaseBefore(long position) {
        journal.releaseBefore(position);
        long left = Math.min(table.dirtyBytes(), dirtyAtRest);
        replayed = false;
        dirtyAtRest = left;
        dirtyAfterCheckpoint = left;
        signalProgress();
    }

    /** Fails what is on its way: a checkpoint has met a disk that refuses. */
    void fail(Throwable cause) {
        commits.fail(cause);
    }

    private void signalProgress() {
        waiting.lock();
        try {
            progress.signalAll();
        } finally {
            waiting.unlock();
        }
    }

    private boolean isBeyond(int times) {
        return journal.bytesSinceCheckpoint() > times * options.journal().softLimit()
                || dirtyAtRest - dirtyAfterCheckpoint > times * options.dirtyBytes();
    }

    private boolean wantsCheckpoint() {
        return (replayed || isBeyond(1)) && journal.exists() && journal.appendedEnd() >= retryAt;
    }

    private boolean wantsExtent() {
        return journal.wantsExtent() && journal.appendedEnd() >= extendAt;
    }

    /**
     * Tells whether there is background work.
     *
     * @return whether {@link #step} would do something
     */
    boolean hasSteps() {
        return !store.hasFailed() && (checkpoint != null || wantsExtent() || wantsCheckpoint());
    }

    /**
     * Takes one step of the background work: prepares an extent, or takes a step of a checkpoint.
     *
     * @return whether there was something to do
     */
    public boolean step() {
        stepping.lock();
        try {
            if (!hasSteps()) {
                return false;
            }
            if (wantsExtent()) {
                prepareExtent();
            } else {
                stepCheckpoint();
            }
            return true;
        } finally {
            stepping.unlock();
            signalProgress();
        }
    }

    private void prepareExtent() {
        try {
            journal.prepareExtent();
        } catch (StoreFailedException refused) {
            fail(refused);
        } catch (CopseException full) {
            extendAt = journal.appendedEnd() + 1; // whoever needs the extent tries again, and is told
        } catch (RuntimeException | Error broken) {
            fail(broken);
        }
    }

    private void stepCheckpoint() {
        Checkpoint current = checkpoint;
        try {
            if (current == null) {
                if (replayed) {
                    Log.LOGGER.debug("replayed the journal up to commit {}", replayedTo);
                }
                current = store.beginCheckpoint();
                checkpoint = current;
            }
            current.step();
            if (current.next() == CheckpointStep.DONE) {
                checkpoint = null;
            }
        } catch (CopseException refused) {
            checkpoint = null;
            retryAt = journal.appendedEnd() + options.journal().softLimit() / 4;
        } catch (RuntimeException | Error broken) {
            checkpoint = null;
            fail(broken);
        }
    }

    /** Where no thread does it: takes a checkpoint that has begun to its end, so that another one can begin. */
    void finishCheckpoint() {
        if (backgroundThread == null) {
            stepping.lock();
            try {
                while (checkpoint != null) {
                    stepCheckpoint();
                }
            } finally {
                stepping.unlock();
            }
        }
    }

    /**
     * Ends what the background work has begun, and keeps it from anything until the same thread calls {@link #endRest}.
     */
    void rest() {
        stepping.lock();
        try {
            while (checkpoint != null) {
                stepCheckpoint();
            }
        } catch (Throwable broken) {
            stepping.unlock();
            throw broken;
        }
    }

    void endRest() {
        stepping.unlock();
    }

    /**
     * Waits while the journal or the dirty pages are beyond their hard limits and a checkpoint can change that. The
     * caller does not have the writer's turn.
     *
     * @param deadline the {@link System#nanoTime} at which the wait ends anyway
     * @return whether there is room
     */
    public boolean awaitRoom(long deadline) {
        commits.awaitRoom();
        if (!hasThreads()) {
            boolean isTaken = true;
            while (isTaken && isBeyond(1)) {
                isTaken = step();
            }
            return true;
        }
        if (!isBeyond(2)) {
            return true;
        }
        wakeBackground();
        return awaitProgress(deadline);
    }

    /** Waits for room as long as it takes; see {@link #awaitRoom(long)}. */
    public void awaitRoom() {
        awaitRoom(System.nanoTime() + Long.MAX_VALUE / 2);
    }

    private boolean awaitProgress(long deadline) {
        boolean interrupted = false;
        waiting.lock();
        try {
            while (isBeyond(2) && hasSteps()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    progress.awaitNanos(Math.min(left, LONGEST_WAIT)); // a signal may come before the wait begins
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            waiting.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes no more checkpoints by itself; one that has begun is taken to its end. */
    void stopCheckpoints() {
        waiting.lock();
        try {
            stopped = true;
        } finally {
            waiting.unlock();
        }
        BackgroundThread background = backgroundThread;
        if (background != null) {
            background.close();
            backgroundThread = null;
        }
        finishCheckpoint();
    }

    /** Ends the threads, after the records that wait were written. */
    void stop() {
        stopCheckpoints();
        JournalThread thread = journalThread;
        if (thread != null) {
            thread.close();
            journalThread = null;
        }
    }
}
