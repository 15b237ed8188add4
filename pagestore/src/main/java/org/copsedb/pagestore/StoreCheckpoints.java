package org.copsedb.pagestore;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.cache.PageWriteQueue;
import org.copsedb.pagestore.checkpoint.Checkpoint;
import org.copsedb.pagestore.checkpoint.CheckpointOwner;
import org.copsedb.pagestore.checkpoint.CheckpointSource;
import org.copsedb.pagestore.checkpoint.CheckpointTarget;

/** The checkpoints of a store, one at a time, and what follows from their ends. Safe for use by many threads. */
final class StoreCheckpoints {
    /** Pages that only readers hold stay in memory up to one part in so many of the budget. */
    private static final int READERS_SHARE = 8;

    private final PageStore store;
    private final Versions versions;
    private final CheckpointTarget target;

    /** Held by the checkpoint that is being written. */
    private final Semaphore turn = new Semaphore(1);

    /** Held while pages are given back. */
    private final ReentrantLock releasing = new ReentrantLock();

    /** Whether a checkpoint writes pages that only readers hold, so that none may be given back. */
    private volatile boolean heldBack;

    /** How many bytes of pages a transaction may keep in memory. */
    private final long dirtyBudget;

    StoreCheckpoints(PageStore store, Versions versions, CheckpointTarget target, long dirtyBudget) {
        this.dirtyBudget = dirtyBudget;
        this.store = store;
        this.versions = versions;
        this.target = target;
    }

    /** Tells whether one has begun and not ended: after the background work has ended, one that is taken by hand. */
    boolean isUnderWay() {
        return turn.availablePermits() == 0;
    }

    /** Begins a checkpoint of the head, when the one before it has ended. */
    Checkpoint begin() {
        turn.acquireUninterruptibly();
        try {
            store.requireSound();
            CheckpointSource source = versions.capture();
            return store.makeCheckpoint(target, source, store.journal(), new HeadOwner(source));
        } catch (Throwable refused) {
            turn.release();
            throw refused;
        }
    }

    /** Gives back the pages that nobody sees any more, unless that has to wait for the end of a checkpoint. */
    void reclaim() {
        if (heldBack) {
            return;
        }
        releasing.lock();
        try {
            if (!heldBack) {
                versions.lifetimes().reclaim(store::release);
            }
        } finally {
            releasing.unlock();
        }
    }

    /** Lets pages be given back again. */
    private void endTurn() {
        heldBack = false;
        turn.release();
    }

    long dirtyBudget() {
        return dirtyBudget;
    }

    /**
     * Writes pages of a transaction that is under way, durably, and lets memory give them up. Nothing durable refers to
     * them before the commit.
     *
     * @param writer the transaction's writer
     * @param pages dirty pages, in file order, with stamps up to the writer's
     * @param patient whether to wait for the end of a checkpoint that is being written
     * @return whether it was done
     */
    boolean writeEarly(StoreWriter writer, PageList pages, boolean patient) {
        if (patient) {
            store.journal().finishCheckpoint();
            turn.acquireUninterruptibly();
        } else if (!turn.tryAcquire()) {
            return false;
        }
        try {
            store.requireSound();
            target.durable().reserveStamps(writer.stamp());
            writer.write(new PageWriteQueue(target.file(), target.layout(), target.table()), pages);
            target.file().sync();
        } catch (Throwable refused) {
            store.journal().fail(refused);
            throw refused;
        } finally {
            turn.release();
        }
        pages.forEach(page -> target.table().clean(target.layout().basePage(page)));
        return true;
    }

    /** Makes a sealed commit durable and visible by a checkpoint. All commits before it are published. */
    void commit(StoreCommit commit) {
        turn.acquireUninterruptibly();
        Checkpoint checkpoint;
        try {
            store.requireSound();
            CheckpointSource source = versions.stage(commit);
            checkpoint = store.makeCheckpoint(target, source, store.journal(), new StagedOwner(commit, source));
        } catch (Throwable refused) {
            turn.release();
            throw refused;
        }
        checkpoint.run();
    }

    /** Ends a checkpoint of the head. */
    private class HeadOwner implements CheckpointOwner {
        final CheckpointSource source;
        private final CheckpointEvent event = new CheckpointEvent();

        HeadOwner(CheckpointSource source) {
            this.source = source;
            event.begin();
        }

        void record(boolean hasSucceeded) {
            event.ended(source.version().number(), hasSucceeded, store);
        }

        @Override
        public boolean holdBack(long bytes) {
            if (bytes <= dirtyBudget / READERS_SHARE) {
                return false;
            }
            releasing.lock();
            try {
                heldBack = true;
            } finally {
                releasing.unlock();
            }
            return true;
        }

        @Override
        public void completed(PageList left) {
            versions.complete(source, left);
            record(true);
            endTurn();
            store.reclaim();
        }

        @Override
        public void abandoned(Throwable cause) {
            versions.abandon(source);
            record(false);
            endTurn();
        }

        @Override
        public void failed(Throwable cause) {
            store.journal().fail(cause);
            abandoned(cause);
        }
    }

    /** Ends a checkpoint that is the commit of its version. */
    private final class StagedOwner extends HeadOwner {
        private final StoreCommit commit;

        StagedOwner(StoreCommit commit, CheckpointSource source) {
            super(source);
            this.commit = commit;
        }

        @Override
        public void completed(PageList left) {
            versions.publishStaged(store, commit);
            super.completed(left);
        }

        @Override
        public void abandoned(Throwable cause) {
            versions.unstage(commit, source);
            record(false);
            endTurn();
        }
    }
}
