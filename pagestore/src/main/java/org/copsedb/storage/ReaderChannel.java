package org.copsedb.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The channel that all threads read through. An interrupt of one of them closes it for all; whoever finds it closed
 * opens it again and repeats the read.
 */
class ReaderChannel implements AutoCloseable {
    /** After so many reopenings in one read, the caller takes another way: interrupts may come faster than reads. */
    private static final int MOST_REOPENINGS = 8;

    private final Path path;
    private final @Nullable Object fileKey;
    private final ReentrantLock opening = new ReentrantLock();
    /** Open but for the time between an interrupt and the next read; tests close it as an interrupt would. */
    volatile FileChannel channel;

    private volatile boolean closed;

    /**
     * Opens the channel.
     *
     * @param path the file
     * @param fileKey what tells the file from others at the same path, where the system has such a thing
     */
    ReaderChannel(Path path, @Nullable Object fileKey) throws IOException {
        this.path = path;
        this.fileKey = fileKey;
        this.channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Reads a range. The thread's interrupt is put off until the read is done.
     *
     * @return how many bytes there were before the end of the file, up to {@code length}; -1 if the channel is closed
     *     and could not be opened again
     * @throws IOException if the disk refuses
     */
    int read(long offset, byte[] target, int from, int length) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (int i = 0; i <= MOST_REOPENINGS; i++) {
                FileChannel now = channel;
                try {
                    return Pieces.read(now, offset, target, from, length);
                } catch (IOException e) {
                    if (now.isOpen()) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                    if (!reopen(now)) {
                        return -1;
                    }
                }
            }
            return -1;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Replaces a channel that was found closed.
     *
     * @return whether there is an open one now
     */
    private boolean reopen(FileChannel found) {
        opening.lock();
        try {
            if (closed) {
                return false;
            }
            if (channel == found) {
                channel = openSameFile();
            }
            return true;
        } catch (IOException e) {
            // No descriptor left, or the file was renamed or deleted: the writer's channel still reaches it.
            return false;
        } finally {
            opening.unlock();
        }
    }

    /**
     * Opens the file, if it is still the one at its path.
     *
     * @return an open channel; tests return one that is closed already
     */
    FileChannel openSameFile() throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            if (!Objects.equals(key, fileKey)) {
                throw new IOException("another file lies at " + path);
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        opening.lock();
        try {
            closed = true;
            channel.close();
        } finally {
            opening.unlock();
        }
    }
}
