package org.copsedb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes ranges of any length in pieces of at most {@value #SIZE} bytes: a channel copies a heap array
 * through a direct buffer as large as the request, keeps it for the life of the thread, and fails where direct memory
 * is short.
 *
 * <p>An instance owns the staging buffer of one channel's writes; it grows with the largest piece.
 */
final class Pieces {
    /** The most bytes in one call of a channel. */
    static final int SIZE = 1 << 20;

    private static final int SMALLEST_STAGE = 1 << 14;

    private final FileChannel channel;
    private final ReentrantLock staging = new ReentrantLock();
    private @Nullable ByteBuffer stage;

    Pieces(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Reads a range.
     *
     * @return how many bytes there were before the end of the file, up to {@code length}
     * @throws ClosedChannelException if somebody closed the channel
     */
    // hot path: five parameters, as one object for the range would be allocated at each read of a page
    static int read(FileChannel channel, long offset, byte[] target, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            ByteBuffer piece = ByteBuffer.wrap(target, from + done, Math.min(length - done, SIZE));
            int count = channel.read(piece, offset + done);
            if (count <= 0) {
                if (!channel.isOpen()) {
                    throw new ClosedChannelException();
                }
                if (count < 0) {
                    return done;
                }
                throw new IOException("the system read no byte at offset " + (offset + done));
            }
            done += count;
        }
        return length;
    }

    /**
     * Writes a range, however short the pieces are that the system takes.
     *
     * @throws IOException if the system refuses, or takes no byte at all; some may have been written
     */
    void write(long offset, byte[] source, int from, int length) throws IOException {
        staging.lock();
        try {
            int done = 0;
            while (done < length) {
                int size = Math.min(length - done, SIZE);
                ByteBuffer piece = stage(size).clear();
                piece.put(source, from + done, size).flip();
                while (piece.hasRemaining()) {
                    int count = channel.write(piece, offset + done);
                    if (count <= 0) { // a full disk takes a part first; asked again, it must say so
                        throw new IOException("the system wrote no byte at offset " + (offset + done));
                    }
                    done += count;
                }
            }
        } finally {
            staging.unlock();
        }
    }

    private ByteBuffer stage(int size) {
        ByteBuffer now = stage;
        if (now == null || now.capacity() < size) {
            int capacity = Math.max(SMALLEST_STAGE, Integer.highestOneBit(2 * size - 1));
            now = ByteBuffer.allocateDirect(capacity);
            stage = now;
        }
        return now;
    }
}
