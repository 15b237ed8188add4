package org.copsedb.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes that are durable when they return, for any thread: no interrupt ends them, as this is no channel. So whoever
 * commits need not wait for another thread to begin, nor be woken up by it.
 *
 * <p>Writes, syncs and the close exclude each other. Tests count the syncs.
 */
class WriteThroughFile implements AutoCloseable {
    private final RandomAccessFile file;
    private final ReentrantLock using = new ReentrantLock();

    /**
     * Opens an existing file.
     *
     * @param path its real path
     * @throws IOException if it can not be opened for writing
     */
    WriteThroughFile(Path path) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "rwd");
    }

    /**
     * Writes a range, in pieces of at most {@value Pieces#SIZE} bytes.
     *
     * @throws IOException if the system refuses; some bytes may have been written
     */
    void write(long offset, byte[] source, int from, int length) throws IOException {
        using.lock();
        try {
            file.seek(offset);
            for (int done = 0; done < length; done += Pieces.SIZE) {
                file.write(source, from + done, Math.min(length - done, Pieces.SIZE));
            }
        } finally {
            using.unlock();
        }
    }

    /** Makes all of the file durable, its length too. */
    void sync() throws IOException {
        using.lock();
        try {
            file.getFD().sync();
        } finally {
            using.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        using.lock();
        try {
            file.close();
        } finally {
            using.unlock();
        }
    }
}
