package org.copsedb.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file in the heap: for databases that need not outlive their process, and for tests. Durability means nothing here;
 * {@link #sync} does nothing, and {@link #writeDurably} is {@link #write}.
 *
 * <p>Cost: the bytes of the file, rounded up to chunks of {@value #CHUNK_SIZE} bytes; a resize copies 4 to 8 bytes for
 * each chunk.
 */
public final class MemoryStorageFile implements StorageFile {
    /** The largest length of a file in memory, 1 TiB: far beyond any heap, but the table of chunks stays possible. */
    public static final long MAXIMUM_SIZE = 1L << 40;

    static final int CHUNK_SHIFT = 16;
    static final int CHUNK_SIZE = 1 << CHUNK_SHIFT;

    private final String description;
    private final ReentrantLock resizing = new ReentrantLock();
    private volatile Content content = new Content(0, new byte[0][]);
    private volatile boolean closed;

    /** The length and the chunks that hold it: one object, so that readers see both or neither change. */
    private static final class Content {
        final long size;
        final byte[][] chunks;

        Content(long size, byte[][] chunks) {
            this.size = size;
            this.chunks = chunks;
        }
    }

    /**
     * Makes an empty file.
     *
     * @param description how messages name it
     */
    public MemoryStorageFile(String description) {
        this.description = description;
    }

    /**
     * Makes a file with content.
     *
     * @param description how messages name it
     * @param bytes its content, copied
     */
    public MemoryStorageFile(String description, byte[] bytes) {
        this(description);
        resize(bytes.length);
        write(0, bytes, 0, bytes.length);
    }

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        checkOpen("read", offset, length);
        FileBounds.checkArray(target, from, length);
        Content now = content;
        FileBounds.checkRead(this, offset, length, now.size);
        byte[][] chunks = now.chunks;
        long position = offset;
        int done = 0;
        while (done < length) {
            int inChunk = (int) (position & (CHUNK_SIZE - 1));
            int piece = Math.min(length - done, CHUNK_SIZE - inChunk);
            System.arraycopy(chunks[(int) (position >>> CHUNK_SHIFT)], inChunk, target, from + done, piece);
            position += piece;
            done += piece;
        }
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        checkOpen("write", offset, length);
        FileBounds.checkArray(source, from, length);
        Content now = content;
        FileBounds.checkWrite(this, offset, length, now.size);
        byte[][] chunks = now.chunks;
        long position = offset;
        int done = 0;
        while (done < length) {
            int inChunk = (int) (position & (CHUNK_SIZE - 1));
            int piece = Math.min(length - done, CHUNK_SIZE - inChunk);
            System.arraycopy(source, from + done, chunks[(int) (position >>> CHUNK_SHIFT)], inChunk, piece);
            position += piece;
            done += piece;
        }
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
        write(offset, source, from, length);
    }

    @Override
    public long size() {
        checkOpen("tell the size");
        return content.size;
    }

    @Override
    public void resize(long newSize) {
        checkOpen("resize");
        FileBounds.checkResize(this, newSize);
        if (newSize > MAXIMUM_SIZE) {
            throw new StorageException(
                    "resize " + description + " to " + newSize + " bytes",
                    new IOException("a file in memory has at most " + MAXIMUM_SIZE + " bytes"));
        }
        resizing.lock();
        try {
            Content old = content;
            int count = (int) ((newSize + CHUNK_SIZE - 1) >>> CHUNK_SHIFT);
            byte[][] chunks = Arrays.copyOf(old.chunks, count);
            for (int i = old.chunks.length; i < count; i++) {
                chunks[i] = new byte[CHUNK_SIZE];
            }
            int inLast = (int) (newSize & (CHUNK_SIZE - 1));
            if (newSize < old.size && inLast != 0) {
                Arrays.fill(chunks[count - 1], inLast, CHUNK_SIZE, (byte) 0); // a later resize adds zeros
            }
            content = new Content(newSize, chunks);
        } finally {
            resizing.unlock();
        }
    }

    @Override
    public void sync() {
        checkOpen("sync");
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String description() {
        return description;
    }

    /**
     * Returns a copy of the content; also of a closed file.
     *
     * @return the bytes of the file
     * @throws IllegalStateException if the file is longer than an array can be
     */
    public byte[] toBytes() {
        Content now = content;
        if (now.size > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(now.size + " bytes of " + description + " do not fit into one array");
        }
        byte[] bytes = new byte[(int) now.size];
        for (int position = 0; position < bytes.length; position += CHUNK_SIZE) {
            int piece = Math.min(CHUNK_SIZE, bytes.length - position);
            System.arraycopy(now.chunks[position >>> CHUNK_SHIFT], 0, bytes, position, piece);
        }
        return bytes;
    }

    private void checkOpen(String verb, long offset, int length) {
        if (closed) {
            checkOpen(verb + " " + length + " bytes at offset " + offset);
        }
    }

    private void checkOpen(String attempt) {
        if (closed) {
            throw new StorageException(attempt + " of " + description, new ClosedChannelException());
        }
    }
}
