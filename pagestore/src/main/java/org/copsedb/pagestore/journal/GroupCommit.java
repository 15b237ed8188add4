package org.copsedb.pagestore.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.storage.StoreFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Makes commits durable and then visible, in order, many with one durable write.
 *
 * <p>While a write is on its way, commits append their records behind it; the next write takes all of them. A commit
 * that waits for the disk becomes visible when it and all before it are durable; one that does not, when those before
 * it are visible, and its record is written with the next durable commit, when {@value #EVENTUAL_BYTES} bytes have come
 * together, or after {@value #EVENTUAL_MILLISECONDS} ms. If a write fails, all commits that are not visible fail, and
 * no other is taken.
 *
 * <p>{@link #step} does one write. Whoever waits for a commit calls it, if nobody else is writing: so a lone committer
 * waits for the disk and for no other thread. What came meanwhile is left to a {@link JournalThread}, and so is what
 * nobody waits for. Without such a thread, whoever waits does it all, so that a test can do everything on one thread.
 */
public class GroupCommit {
    /** So many bytes of records that wait for nobody are written at once. */
    static final int EVENTUAL_BYTES = 1 << 20;

    /** Records that wait for nobody are written after so many milliseconds. */
    static final int EVENTUAL_MILLISECONDS = 100;

    /** Writers wait before they begin while so many bytes of records are not written. */
    static final int MOST_PENDING_BYTES = 8 * EVENTUAL_BYTES;

    private final Journal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition written = lock.newCondition();
    private final ReentrantLock writing = new ReentrantLock();
    private final Deque<PendingCommit> unpublished = new ArrayDeque<>();
    private long appendedNumber;
    private long durableNumber;
    private long wantedNumber;
    private long oldestNanos;
    private boolean timed;
    private boolean stopped;
    private volatile boolean served;
    private volatile @Nullable Throwable failure;

    /**
     * Begins with a journal.
     *
     * @param journal the journal
     * @param number the last commit: all up to it are durable
     */
    public GroupCommit(Journal journal, long number) {
        this.journal = journal;
        this.appendedNumber = number;
        this.durableNumber = number;
        this.wantedNumber = number;
    }

    /**
     * Makes room for a record. The caller has the writer's turn.
     *
     * @param length the length of its content
     * @throws org.copsedb.storage.StorageException if the disk is full; only this commit fails
     * @throws StoreFailedException if the disk refused otherwise, now or before
     */
    public final void reserve(int length) {
        requireSound();
        try {
            journal.reserve(length);
        } catch (StoreFailedException refused) {
            fail(refused);
            throw reasonOf(refused);
        }
    }

    /**
     * Tells what the disk refused.
     *
     * @param refused the exception of the journal
     * @return its reason where that can be thrown, else the exception
     */
    public static RuntimeException reasonOf(StoreFailedException refused) {
        return refused.getCause() instanceof RuntimeException reason ? reason : refused;
    }

    /**
     * Appends the record of a commit. The caller has the writer's turn and may give it away afterwards.
     *
     * @param commit the commit
     * @param content the content of its record
     * @param length how many bytes of it count; {@link #reserve} has made room
     * @throws StoreFailedException if an earlier commit failed; this one has failed too
     */
    public final void submit(PendingCommit commit, byte[] content, int length) {
        List<PendingCommit> ended = new ArrayList<>(1);
        lock.lock();
        try {
            requireSound();
            if (commit.number() != appendedNumber + 1) {
                throw new IllegalStateException("commit " + commit.number() + " does not follow " + appendedNumber);
            }
            if (journal.pendingBytes() == 0) {
                oldestNanos = System.nanoTime();
            }
            journal.append(content, length, commit.number());
            appendedNumber = commit.number();
            unpublished.add(commit);
            if (commit.waitsForDisk()) {
                wantedNumber = appendedNumber;
                if (commit.writtenBy(this)) {
                    wakeWriter();
                }
            } else {
                publishReady(ended);
                wakeWriter();
            }
        } catch (RuntimeException | Error broken) {
            fail(broken);
            throw broken;
        } finally {
            lock.unlock();
            ended.forEach(published -> published.end(null));
        }
        if (!served && journal.pendingBytes() >= EVENTUAL_BYTES) {
            step();
        }
    }

    /**
     * Notes a commit that a checkpoint made durable. All before it are published, and the caller has the writer's turn.
     *
     * @param number the commit
     */
    public final void skip(long number) {
        lock.lock();
        try {
            if (!unpublished.isEmpty()) {
                throw new IllegalStateException(
                        "commit " + unpublished.element().number() + " is not published yet");
            }
            appendedNumber = number;
            durableNumber = number;
            wantedNumber = number;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has the thread write what waits, if that is urgent. */
    final void wakeWriter() {
        lock.lock();
        try {
            // A writer that is at work looks again before it sleeps; a timed sleep ends by itself.
            if (served && (hasUrgentWork() || (journal.pendingBytes() > 0 && !timed))) {
                wanted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasUrgentWork() {
        return durableNumber < wantedNumber || journal.pendingBytes() >= EVENTUAL_BYTES;
    }

    /**
     * Waits for the end of a commit. An interrupt does not end the wait.
     *
     * @param commit a commit that was submitted
     * @throws StoreFailedException if it failed, with the reason
     */
    public final void await(PendingCommit commit) {
        while (!commit.isEnded()) {
            if (!served) {
                step();
            } else if (!lead()) {
                commit.awaitEnd();
            }
        }
        Throwable cause = commit.failure();
        if (cause != null) {
            throw new StoreFailedException(cause);
        }
    }

    /** Writes what waits, unless somebody else is writing; returns whether something was written here. */
    private boolean lead() {
        if (!writing.tryLock()) {
            return false; // whoever writes sees afterwards what came meanwhile
        }
        boolean wrote;
        try {
            wrote = step();
        } finally {
            writing.unlock();
        }
        wakeWriter();
        return wrote;
    }

    /** Waits until all commits that were submitted are visible. The caller has the writer's turn, so no other comes. */
    public final void awaitPublished() {
        PendingCommit last;
        lock.lock();
        try {
            last = unpublished.peekLast();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            flushTo(last.number());
        }
    }

    /**
     * Makes commits durable that do not wait for it.
     *
     * @param number all up to this one
     * @throws StoreFailedException if the disk refused, now or before
     */
    public final void flushTo(long number) {
        lock.lock();
        try {
            while (durableNumber < Math.min(number, appendedNumber)) {
                requireSound();
                wantedNumber = Math.max(wantedNumber, Math.min(number, appendedNumber));
                if (served) {
                    wanted.signal();
                    written.awaitUninterruptibly();
                } else {
                    lock.unlock();
                    try {
                        step();
                    } finally {
                        lock.lock();
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes all commits durable that were submitted. */
    public final void flush() {
        flushTo(Long.MAX_VALUE);
    }

    /** Waits while too many records are not written. The caller does not have the writer's turn. */
    public final void awaitRoom() {
        if (journal.pendingBytes() > MOST_PENDING_BYTES) {
            flush();
        }
    }

    /**
     * Writes all records that wait, with one durable write, and ends the commits that became visible.
     *
     * @return whether there was something to write
     */
    public final boolean step() {
        List<PendingCommit> ended = new ArrayList<>();
        writing.lock();
        try {
            Journal.Batch batch;
            long last;
            long before;
            lock.lock();
            try {
                if (failure != null || journal.pendingBytes() == 0) {
                    return false;
                }
                batch = journal.take();
                last = appendedNumber;
                before = durableNumber;
            } finally {
                lock.unlock();
            }
            journal.write(batch, before);
            wrote(batch, last, ended);
            return true;
        } catch (RuntimeException | Error refused) {
            fail(refused);
            return true;
        } finally {
            writing.unlock();
            ended.forEach(commit -> commit.end(null));
        }
    }

    private void wrote(Journal.Batch batch, long last, List<PendingCommit> ended) {
        lock.lock();
        try {
            durableNumber = last;
            journal.recycle(batch);
            if (journal.pendingBytes() > 0) {
                oldestNanos = System.nanoTime();
            }
            publishReady(ended);
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Publishes what may be; the caller ends those commits when it holds no lock any more. */
    private void publishReady(List<PendingCommit> ended) {
        PendingCommit next = unpublished.peek();
        while (next != null && mayPublish(next, durableNumber)) {
            next.publish();
            ended.add(unpublished.remove());
            next = unpublished.peek();
        }
    }

    /**
     * Tells whether a commit may become visible, when all before it are. Tests plant an error here.
     *
     * @param commit the commit
     * @param durable the last commit that is durable
     * @return whether it needs no more writing
     */
    protected boolean mayPublish(PendingCommit commit, long durable) {
        return !commit.waitsForDisk() || commit.number() <= durable;
    }

    /**
     * Takes no more commits, and fails those that are not visible.
     *
     * @param refused the reason; the first one counts
     */
    public final void fail(Throwable refused) {
        Throwable first = refused instanceof StoreFailedException ? refused.getCause() : null;
        Throwable cause = first == null ? refused : first;
        List<PendingCommit> lost;
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
                onFailure(cause);
            }
            lost = new ArrayList<>(unpublished);
            unpublished.clear();
            wanted.signalAll();
            written.signalAll();
        } finally {
            lock.unlock();
        }
        lost.forEach(commit -> commit.end(cause));
    }

    /**
     * Is told of the first failure.
     *
     * @param cause what the disk refused
     */
    protected void onFailure(Throwable cause) {
        // For whoever keeps the store; tests need nothing.
    }

    private void requireSound() {
        Throwable cause = failure;
        if (cause != null) {
            throw new StoreFailedException(cause);
        }
    }

    /** From now on a thread calls {@link #serve}; nobody else needs to write. */
    final void beginService() {
        served = true;
    }

    /** Writes whenever there is something to write, until {@link #stop}; then what is left. */
    final void serve() {
        try {
            while (awaitWork()) {
                step();
            }
        } finally {
            served = false;
        }
    }

    /** Sleeps until there is something to write. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (failure == null && !hasUrgentWork()) {
                if (journal.pendingBytes() == 0) {
                    if (stopped) {
                        return false;
                    }
                    wanted.awaitUninterruptibly();
                    continue;
                }
                long left = oldestNanos + EVENTUAL_MILLISECONDS * 1_000_000L - System.nanoTime();
                if (left <= 0 || stopped) {
                    return true;
                }
                timed = true;
                try {
                    wanted.awaitNanos(left);
                } catch (InterruptedException impossible) {
                    throw new AssertionError("a thread of the store can not be interrupted", impossible);
                } finally {
                    timed = false;
                }
            }
            return failure == null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the service: whoever waits from now on writes. */
    final void stop() {
        lock.lock();
        try {
            stopped = true;
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
