package org.copsedb.pagestore.journal;

import org.copsedb.storage.StoreThread;

/** The thread that writes what nobody waits for, and what came while somebody else was writing. */
public final class JournalThread implements AutoCloseable {
    private final GroupCommit commits;
    private final StoreThread thread;

    /**
     * Starts the thread.
     *
     * @param commits what it writes
     * @param name its name in thread dumps
     */
    public JournalThread(GroupCommit commits, String name) {
        this.commits = commits;
        this.thread = new StoreThread(name, commits::serve);
        commits.beginService();
        thread.start();
    }

    /** Writes what is left and ends the thread. An interrupt does not end the wait. */
    @Override
    public void close() {
        commits.stop();
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
