package org.copsedb.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of the operating system, locked against all other processes and handles from opening to closing.
 *
 * <p><b>Interrupts.</b> Reads go through a channel that all threads share; an interrupt closes it, and whoever notices
 * opens it again and repeats its read. {@link #writeDurably} happens where it is called, through a file that interrupts
 * do not reach (Linux), else on a thread of its own. Everything else happens on {@link StoreThread}s, through channels
 * that no other thread touches: a call from another thread is carried to this file's thread and back, which costs 20 us
 * and more. So no write, resize or sync is ever cut short or repeated. The threads end with {@link #close}.
 *
 * <p><b>Sizes.</b> Long ranges are read and written in pieces of at most 1 MiB. A file that is written owns up to two
 * direct buffers, as large as the largest piece so far.
 *
 * <p><b>Lock.</b> Opening takes the lock file {@code <name>.lock} beside the real path, which is created once and never
 * deleted; nobody else may open it. Several processes may have a file open for reading only, or one process for
 * writing; in each process there is one handle. Directories, special files and files with several hard links are
 * refused.
 *
 * <p><b>Durability.</b> {@link #writeDurably} uses a file opened with {@code O_DSYNC} where that reaches the medium
 * (Linux), else it writes and syncs. The first sync after opening and the first one after each {@link #resize} also
 * make the file's metadata durable. A file grows by zeros that are written, so that it owns its room on the disk and no
 * later write finds the disk full; a step of more than 64 MiB leaves a hole instead. The directory is synced when the
 * file is created. Media that lie about a flush, and network file systems, are beyond what can be promised.
 */
public final class ChannelStorageFile implements StorageFile {
    /** Stores grow in smaller steps; whoever wants more at once would wait too long. */
    private static final long LARGEST_FILLED_STEP = 64 << 20;

    private final String description;
    private final boolean readOnly;
    private final FileChannels channels;
    private final Pieces writer;

    /** Where {@link #writeDurably} has to write and sync; null where there is a file that makes writes durable. */
    private final @Nullable Pieces durableWriter;

    private final IoThread ownThread;
    private final IoThread durableThread;
    private final ReentrantLock resizing = new ReentrantLock();
    private final ReentrantLock syncing = new ReentrantLock();
    private final ReentrantLock writingDurably = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long size;

    /** How often the length may have changed; ahead of {@code durableLengths}, a sync must include it. */
    private final AtomicLong lengths = new AtomicLong(1);

    private final AtomicLong durableLengths = new AtomicLong();

    /** The first failure of a sync: from then on a sync that succeeds would say nothing. */
    private volatile @Nullable Throwable syncFailure;

    private ChannelStorageFile(Path path, FileAccess access, FileChannels channels, IoThread ownThread) {
        this(path.toString(), access == FileAccess.READ_ONLY, channels, ownThread);
    }

    /**
     * Makes a file of channels that are open.
     *
     * @param description how messages name it
     * @param readOnly whether all changes are refused
     * @param channels what it reads and writes; closed with it
     * @param ownThread carries out everything but durable writes; stopped with it
     */
    ChannelStorageFile(String description, boolean readOnly, FileChannels channels, IoThread ownThread) {
        this.description = description;
        this.readOnly = readOnly;
        this.channels = channels;
        this.ownThread = ownThread;
        this.durableThread = new IoThread("copsedb durable writes " + description);
        this.writer = new Pieces(channels.owner());
        this.durableWriter = channels.writeThrough() == null ? new Pieces(channels.durable()) : null;
        this.size = channels.sizeAtOpening();
    }

    /**
     * Locks and opens a file, and creates it if {@code access} says so.
     *
     * @param path any path to the file; links are followed, but for the lock file
     * @param access how it is opened
     * @return the file; its description is {@code path}
     * @throws DatabaseLockedException if it is open already, in this process or another one
     * @throws StorageException if it can not be opened, created or locked; nothing stays open
     */
    public static ChannelStorageFile open(Path path, FileAccess access) {
        IoThread thread = new IoThread("copsedb file " + path);
        boolean isOpen = false;
        try {
            var file = new ChannelStorageFile(path, access, thread.call(() -> FileChannels.open(path, access)), thread);
            isOpen = true;
            return file;
        } catch (IOException e) {
            throw new StorageException((access == FileAccess.CREATE ? "create " : "open ") + path, e);
        } finally {
            if (!isOpen) {
                thread.stop();
            }
        }
    }

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        long sizeNow = size;
        FileBounds.checkArray(target, from, length);
        int count;
        try {
            checkOpen();
            FileBounds.checkRead(this, offset, length, sizeNow);
            count = channels.readers().read(offset, target, from, length);
            if (count < 0) {
                count = ownThread.call(() -> Pieces.read(channels.owner(), offset, target, from, length));
            }
        } catch (IOException e) {
            throw new StorageException(attempt("read", offset, length), e);
        }
        if (count < length) {
            throw FileBounds.pastEnd(this, offset, length, offset + count); // somebody cut it behind our back
        }
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        FileBounds.checkArray(source, from, length);
        try {
            checkChangeable();
            FileBounds.checkWrite(this, offset, length, size);
            ownThread.run(() -> {
                checkNotFailed();
                writer.write(offset, source, from, length);
            });
        } catch (IOException e) {
            throw new StorageException(attempt("write", offset, length), e);
        }
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
        FileBounds.checkArray(source, from, length);
        try {
            checkChangeable();
            FileBounds.checkWrite(this, offset, length, size);
            WriteThroughFile through = channels.writeThrough();
            if (through == null) {
                durableThread.run(() -> makeDurable(writingDurably, () -> writeAndSync(offset, source, from, length)));
            } else {
                makeDurable(writingDurably, () -> writeThrough(through, offset, source, from, length));
            }
        } catch (IOException e) {
            throw new StorageException(attempt("durably write", offset, length), e);
        }
    }

    private void writeAndSync(long offset, byte[] source, int from, int length) throws IOException {
        SyncEvent event = new SyncEvent();
        event.begin();
        Objects.requireNonNull(durableWriter).write(offset, source, from, length);
        force(channels.durable());
        event.wrote(description, length);
    }

    // hot path: DurabilityBenchmark
    private void writeThrough(WriteThroughFile through, long offset, byte[] source, int from, int length)
            throws IOException {
        checkOpen();
        SyncEvent event = new SyncEvent();
        event.begin();
        through.write(offset, source, from, length);
        long covered = lengths.get();
        if (covered != durableLengths.get()) {
            through.sync();
            durableLengths.accumulateAndGet(covered, Math::max);
        }
        event.wrote(description, length);
    }

    @Override
    public void sync() {
        try {
            checkChangeable();
            ownThread.run(() -> makeDurable(syncing, this::forceAll));
        } catch (IOException e) {
            throw new StorageException("sync " + description, e);
        }
    }

    private void forceAll() throws IOException {
        SyncEvent event = new SyncEvent();
        event.begin();
        force(channels.owner());
        event.synced(description);
    }

    private void force(FileChannel channel) throws IOException {
        long covered = lengths.get();
        channel.force(covered != durableLengths.get());
        durableLengths.accumulateAndGet(covered, Math::max);
    }

    /**
     * Does work after which bytes are said to be durable, and remembers its failure. The system tells a channel of lost
     * bytes only once, so whoever syncs the same channel at the same time must see that failure.
     */
    private void makeDurable(ReentrantLock oneAtATime, IoThread.Action work) throws IOException {
        oneAtATime.lock();
        try {
            checkNotFailed();
            work.run();
        } catch (IOException | RuntimeException | Error e) {
            if (syncFailure == null) {
                syncFailure = e;
            }
            throw e;
        } finally {
            oneAtATime.unlock();
        }
    }

    @Override
    public long size() {
        if (closed.get()) {
            throw new StorageException("tell the size of " + description, new ClosedChannelException());
        }
        return size;
    }

    @Override
    public void resize(long newSize) {
        FileBounds.checkResize(this, newSize);
        try {
            checkChangeable();
            ownThread.run(() -> changeLength(newSize));
        } catch (IOException e) {
            throw new StorageException("resize " + description + " from " + size + " to " + newSize + " bytes", e);
        }
    }

    private void changeLength(long newSize) throws IOException {
        resizing.lock();
        try {
            checkNotFailed();
            if (newSize > size) {
                lengths.incrementAndGet();
                fill(size, newSize);
            } else if (newSize < size) {
                lengths.incrementAndGet();
                channels.owner().truncate(newSize);
            }
            size = newSize;
        } finally {
            resizing.unlock();
        }
    }

    /**
     * Writes zeros where the file grows, so that the disk gives room for whatever is written there later: a disk that
     * is full says so here, where nothing is half done. Of a large step only the last byte is written.
     */
    private void fill(long from, long to) throws IOException {
        long first = to - from <= LARGEST_FILLED_STEP ? from : to - 1;
        byte[] zeros = new byte[(int) Math.min(to - first, Pieces.SIZE)];
        try {
            for (long offset = first; offset < to; offset += zeros.length) {
                writer.write(offset, zeros, 0, (int) Math.min(to - offset, zeros.length));
            }
        } catch (IOException full) {
            try {
                channels.owner().truncate(from);
            } catch (IOException e) {
                full.addSuppressed(e);
            }
            throw full;
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            durableThread.stop();
            ownThread.run(channels::close);
        } catch (IOException e) {
            throw new StorageException("close " + description, e);
        } finally {
            ownThread.stop();
        }
    }

    @Override
    public String description() {
        return description;
    }

    /** Returns the channel that reads go through now; tests close it as an interrupt would. */
    FileChannel readersChannel() {
        return channels.readers().channel;
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
    }

    private void checkChangeable() throws ClosedChannelException {
        checkOpen();
        if (readOnly) {
            throw new IllegalStateException(description + " is open for reading only");
        }
        checkNotFailed();
    }

    private void checkNotFailed() {
        Throwable failure = syncFailure;
        if (failure != null) {
            throw new StoreFailedException(failure);
        }
    }

    private String attempt(String verb, long offset, int length) {
        return verb + " " + length + " bytes at offset " + offset + " of " + description;
    }
}
