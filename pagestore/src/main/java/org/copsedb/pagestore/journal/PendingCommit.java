package org.copsedb.pagestore.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.copsedb.storage.StoreFailedException;
import org.jspecify.annotations.Nullable;

/**
 * A commit on its way: appended to the journal, and visible once it and all before it are as durable as was asked for.
 *
 * <p>Any thread may wait for it; an interrupt does not end the wait.
 */
public abstract class PendingCommit {
    private final long number;
    private final boolean waitsForDisk;
    private volatile @Nullable CompletableFuture<Long> future;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread waiter;
    private volatile @Nullable GroupCommit writer;

    /**
     * Describes a commit.
     *
     * @param number its number, one more than that of the commit before
     * @param waitsForDisk whether it becomes visible only when it is durable
     */
    protected PendingCommit(long number, boolean waitsForDisk) {
        this.number = number;
        this.waitsForDisk = waitsForDisk;
    }

    /**
     * Returns the number of the commit.
     *
     * @return the number
     */
    public final long number() {
        return number;
    }

    final boolean waitsForDisk() {
        return waitsForDisk;
    }

    /** Makes the commit visible; called once, after all before it, by one thread at a time. Must be quick. */
    protected abstract void publish();

    /** Wakes up whoever waits. */
    final void end(@Nullable Throwable cause) {
        failure = cause;
        ended = true;
        LockSupport.unpark(waiter);
        CompletableFuture<Long> asked = future;
        if (asked != null) {
            complete(asked);
        }
    }

    private void complete(CompletableFuture<Long> asked) {
        Throwable cause = failure;
        if (cause == null) {
            asked.complete(number);
        } else {
            asked.completeExceptionally(new StoreFailedException(cause));
        }
    }

    /** Notes who writes the commit if nobody waits for it; returns whether its end was asked for already. */
    final boolean writtenBy(GroupCommit group) {
        writer = group;
        return future != null;
    }

    final boolean isEnded() {
        return ended;
    }

    /** Waits for the end, of one thread only. */
    final void awaitEnd() {
        waiter = Thread.currentThread();
        boolean interrupted = false;
        while (!ended) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        waiter = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns why the commit failed; null if it did not. */
    final @Nullable Throwable failure() {
        return failure;
    }

    /**
     * Makes a future of the commit's end; once for a commit. What depends on it runs on a thread of the common pool,
     * never on the journal's.
     *
     * @return completed with the number when the commit is visible, or with a {@link StoreFailedException} if it never
     *     will be
     */
    public final CompletableFuture<Long> future() {
        CompletableFuture<Long> asked = new CompletableFuture<>();
        CompletableFuture<Long> answer = asked.thenApplyAsync(done -> done);
        future = asked;
        GroupCommit group = writer;
        if (ended) {
            complete(asked);
        } else if (group != null) {
            group.wakeWriter();
        }
        return answer;
    }
}
