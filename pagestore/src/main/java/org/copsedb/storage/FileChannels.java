package org.copsedb.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a file and the channels through which it is used, opened and closed together, on a {@link StoreThread}.
 *
 * <p>The owner's channel writes, resizes and syncs, and reads when the readers' channel can not. Where the system can
 * make each write durable before it returns, there is a {@link WriteThroughFile}, which any thread may use; elsewhere a
 * durable channel for {@link StoreThread}s, which the caller has to sync.
 */
final class FileChannels implements AutoCloseable {
    private static final String SYSTEM = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

    /**
     * Whether a channel opened with DSYNC makes the drive write its cache to the medium. Linux does; macOS does so only
     * when asked to sync, and Windows leaves it to the drive.
     */
    static final boolean DSYNC_REACHES_MEDIUM = SYSTEM.startsWith("linux");

    /** Windows has no way to open a directory, and needs none: creating a file there is journaled. */
    private static final boolean DIRECTORIES_ARE_SYNCED = !SYSTEM.startsWith("windows");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable FileChannel owner;
    private @Nullable FileChannel durable;
    private @Nullable WriteThroughFile writeThrough;
    private @Nullable ReaderChannel readers;
    private long sizeAtOpening;

    private FileChannels() {}

    /**
     * Groups channels that somebody else opened, without a lock.
     *
     * @param owner the channel that only {@link StoreThread}s touch
     * @param durable the channel for durable writes, which is synced after each
     * @param readers the channel for all threads
     * @throws IOException if the length can not be read
     */
    FileChannels(FileChannel owner, FileChannel durable, ReaderChannel readers) throws IOException {
        this.owner = add(owner);
        this.durable = add(durable);
        this.readers = add(readers);
        this.sizeAtOpening = owner.size();
    }

    /**
     * Groups channels that somebody else opened, without a lock.
     *
     * @param owner the channel that only {@link StoreThread}s touch
     * @param writeThrough what makes its writes durable
     * @param readers the channel for all threads
     * @throws IOException if the length can not be read
     */
    FileChannels(FileChannel owner, WriteThroughFile writeThrough, ReaderChannel readers) throws IOException {
        this.owner = add(owner);
        this.writeThrough = add(writeThrough);
        this.readers = add(readers);
        this.sizeAtOpening = owner.size();
    }

    /**
     * Locks and opens a file.
     *
     * @param file any path to it
     * @param access how it is opened
     * @return its channels
     * @throws DatabaseLockedException if it is open already
     * @throws IOException if it can not be opened
     */
    static FileChannels open(Path file, FileAccess access) throws IOException {
        FileChannels channels = new FileChannels();
        try {
            channels.openAll(realPath(file), access);
            return channels;
        } catch (Throwable e) {
            channels.closeAfter(e);
            throw e;
        }
    }

    private void openAll(Path file, FileAccess access) throws IOException {
        boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (exists) {
            checkKind(file);
        }
        FileLocks lock = add(FileLocks.acquire(file, access));
        FileChannel channel = add(openOwner(file, access));
        if (access == FileAccess.READ_ONLY) {
            durable = channel;
        } else if (DSYNC_REACHES_MEDIUM) {
            writeThrough = add(new WriteThroughFile(file));
        } else {
            durable = add(FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
        }
        BasicFileAttributes attributes = checkKind(file);
        lock.claim(attributes);
        readers = add(new ReaderChannel(file, attributes.fileKey()));
        sizeAtOpening = channel.size();
        owner = channel;
    }

    private static FileChannel openOwner(Path file, FileAccess access) throws IOException {
        if (access == FileAccess.READ_ONLY) {
            return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
        boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (access == FileAccess.CREATE && exists) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (exists || access == FileAccess.OPEN) {
            return FileChannel.open(
                    file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        }
        FileChannel created = FilePermissions.createOwnersFile(file);
        try {
            syncDirectoryOf(file);
            return created;
        } catch (Throwable e) {
            created.close();
            throw e;
        }
    }

    /** Without this the name of a new file may be gone after a crash, and all its durable content with it. */
    private static void syncDirectoryOf(Path file) throws IOException {
        Path directory = file.getParent();
        if (DIRECTORIES_ARE_SYNCED && directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** A lock beside one path does not protect against an open by another, so a file must have one only. */
    private static BasicFileAttributes checkKind(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "is not a regular file");
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer links
                && links > 1) {
            throw new FileSystemException(
                    file.toString(), null, "has " + links + " hard links; a database file must have only one");
        }
        return attributes;
    }

    private static Path realPath(Path file) throws IOException {
        try {
            return file.toRealPath();
        } catch (NoSuchFileException e) {
            Path absolute = file.toAbsolutePath();
            Path directory = absolute.getParent();
            Path name = absolute.getFileName();
            if (directory == null || name == null) {
                throw e;
            }
            return directory.toRealPath().resolve(name);
        }
    }

    private <C extends AutoCloseable> C add(C resource) {
        opened.push(resource);
        return resource;
    }

    /** Returns the channel that only {@link StoreThread}s touch. */
    FileChannel owner() {
        return require(owner);
    }

    /**
     * Returns the channel for durable writes, to be synced after each; only where there is no {@link #writeThrough}.
     */
    FileChannel durable() {
        return require(durable);
    }

    /** Returns what makes its writes durable before they return; null where there is a {@link #durable} channel. */
    @Nullable
    WriteThroughFile writeThrough() {
        return writeThrough;
    }

    /** Returns the channel for all threads. */
    ReaderChannel readers() {
        return require(readers);
    }

    /** Returns the length of the file when it was opened. */
    long sizeAtOpening() {
        return sizeAtOpening;
    }

    private static <C> C require(@Nullable C channel) {
        if (channel == null) {
            throw new IllegalStateException("this channel was not opened");
        }
        return channel;
    }

    /** Closes the channels, then gives up the lock; goes on after a failure, and then throws the first. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                IOException failure = e instanceof IOException io ? io : new IOException(e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
