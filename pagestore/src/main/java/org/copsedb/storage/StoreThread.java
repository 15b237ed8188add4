package org.copsedb.storage;

/**
 * A thread that nobody can interrupt: the store's own.
 *
 * <p>A {@link java.nio.channels.FileChannel} closes itself, for all threads, when a thread that uses it is interrupted,
 * and a sync that was cut short so must not be repeated. So the channels that write and sync are used on such threads
 * only. A {@link ChannelStorageFile} carries a call from any other thread to one of its own and back, which costs some
 * 20 us; a call from a {@code StoreThread} is carried out where it is. Code that writes much should run on one.
 */
public final class StoreThread extends Thread {
    /**
     * Makes a daemon thread; the caller starts it.
     *
     * @param name its name in thread dumps
     * @param task what it does
     */
    public StoreThread(String name, Runnable task) {
        super(null, task, name, 0, false);
        setDaemon(true);
        // Not the creator's: the thread may outlive the application that happened to open the file.
        setContextClassLoader(StoreThread.class.getClassLoader());
    }

    /** Does nothing: see the description of the class. */
    @Override
    public void interrupt() {
        // Thread.interrupt is the only way to set the flag that would close a channel.
    }
}
