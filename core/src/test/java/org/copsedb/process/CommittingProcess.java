package org.copsedb.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.Database;
import org.copsedb.btree.Tree;
import org.copsedb.pagestore.PageStore;
import org.copsedb.testkit.ChildJvm;
import org.slf4j.Logger;

/** A {@link CommittingProgram} in a process of its own, and what it has said so far. */
final class CommittingProcess implements AutoCloseable {
    private static final long SECONDS_TO_COMMIT = 60;

    private final ChildJvm process;
    private final Thread reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Acknowledgement> acknowledged = new ArrayList<>();
    private final List<String> otherLines = new ArrayList<>();
    private boolean ended;

    private CommittingProcess(ChildJvm process) {
        this.process = process;
        this.reader = new Thread(this::read, "acknowledgements of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a process that waits to be told what to do. */
    static CommittingProcess start() {
        return new CommittingProcess(ChildJvm.of(CommittingProgram.class)
                .needing(Database.class, Tree.class, PageStore.class, ChildJvm.class, Logger.class)
                .withOptions("-XX:+UseSerialGC", "-Xshare:auto")
                .start());
    }

    /** Lets it open a file, or create it, and commit. */
    void commitTo(Path file, CommitOptions options) {
        process.writeLine(options.toText());
        process.writeLine(file.toString());
    }

    private void read() {
        for (String line = process.readLine(); line != null; line = process.readLine()) {
            Acknowledgement acknowledgement = Acknowledgement.parse(line);
            lock.lock();
            try {
                if (acknowledgement == null) {
                    otherLines.add(line);
                } else {
                    acknowledged.add(acknowledgement);
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it has acknowledged so many commits. */
    void awaitCommits(int count) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(SECONDS_TO_COMMIT);
        lock.lock();
        try {
            while (acknowledged.size() < count) {
                if (ended) {
                    throw new AssertionError("the process ended before its commit " + count + ": " + otherLines);
                }
                left = changed.awaitNanos(left);
                if (left <= 0) {
                    throw new AssertionError("no commit " + count + " in " + SECONDS_TO_COMMIT + " seconds");
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends it with the signal that it can not handle. */
    void kill() {
        process.kill();
    }

    /** Waits until it has ended, and returns all that it acknowledged. */
    List<Acknowledgement> awaitAcknowledgements() throws InterruptedException {
        process.awaitEnd();
        reader.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_COMMIT));
        lock.lock();
        try {
            if (!ended) {
                throw new AssertionError("the output of a process that has ended does not end");
            }
            return List.copyOf(acknowledged);
        } finally {
            lock.unlock();
        }
    }

    /** Returns what it said besides acknowledgements: why it ended. */
    List<String> otherLines() {
        lock.lock();
        try {
            return List.copyOf(otherLines);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
