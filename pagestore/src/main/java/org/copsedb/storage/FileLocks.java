package org.copsedb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a database file: of one process to change it, or of several to read it, with one handle in each.
 *
 * <p>What is locked is a file of its own, {@code <name>.lock} beside the real path of the database. It is created once
 * and never deleted, as deleting it would let two owners in; nobody else may open it, as closing any descriptor of it
 * drops the process's lock. Within the process {@link OpenFiles} is asked first. A process that is killed loses its
 * lock at once.
 *
 * <p>A file that is only read, in a directory that nobody who may read it can write to, needs no lock file: where none
 * can be created, there is none. If somebody with more rights then changes the file, the reader finds pages that do not
 * fit and reports them.
 *
 * <p>All methods are called on a {@link StoreThread}, since an interrupt would close the channel of the lock.
 */
final class FileLocks implements AutoCloseable {
    /** What is added to the name of a database file. */
    static final String SUFFIX = ".lock";

    /** The locked byte: far from the process number at the start, which others may read where locks are mandatory. */
    private static final long LOCKED_BYTE = 1L << 62;

    private static final int LONGEST_HOLDER = 32;

    /** Channels that must stay open, since closing them would drop the lock of another owner in this process. */
    private static final List<FileChannel> LEFT_OPEN = new CopyOnWriteArrayList<>();

    private final Path database;
    private final boolean shared;
    private final OpenFiles claim = new OpenFiles();
    private @Nullable FileChannel channel;
    private @Nullable FileLock lock;

    private FileLocks(Path database, boolean shared) {
        this.database = database;
        this.shared = shared;
    }

    /**
     * Takes the right to use a file.
     *
     * @param database its real path; the file itself need not exist yet
     * @param access whether it will be changed
     * @return the right, until it is closed
     * @throws DatabaseLockedException if somebody else has it
     * @throws IOException if the lock file can not be used
     */
    static FileLocks acquire(Path database, FileAccess access) throws IOException {
        FileLocks locks = new FileLocks(database, access == FileAccess.READ_ONLY);
        try {
            locks.claim("path", database.toString());
            locks.lock();
            return locks;
        } catch (Throwable e) {
            locks.closeAfter(e);
            throw e;
        }
    }

    /**
     * Claims the file itself, as it may have more than one path.
     *
     * @param attributes those of the database file
     * @throws DatabaseLockedException if it is open by another path
     */
    void claim(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        if (key != null) {
            claim("file", key.toString());
        }
    }

    private void claim(String kind, String name) {
        if (!claim.claim(kind, name)) {
            throw new DatabaseLockedException(database.toString(), "this process");
        }
    }

    private void lock() throws IOException {
        Path lockFile = database.resolveSibling(database.getFileName() + SUFFIX);
        channel = open(lockFile);
        if (channel == null) {
            return;
        }
        try {
            lock = channel.tryLock(LOCKED_BYTE, 1, shared);
        } catch (OverlappingFileLockException e) {
            LEFT_OPEN.add(channel);
            channel = null;
            throw new DatabaseLockedException(database.toString(), "this process");
        }
        if (lock == null) {
            throw new DatabaseLockedException(database.toString(), holder(channel));
        }
        if (!shared) {
            leaveProcessId(channel);
        }
    }

    /**
     * Opens the lock file, after claiming it: no descriptor is ever opened of a lock file that this process holds.
     *
     * @return null if the database is only read, and there is no lock file and can be none
     */
    private @Nullable FileChannel open(Path lockFile) throws IOException {
        BasicFileAttributes attributes = attributes(lockFile);
        FileChannel created = null;
        if (attributes == null) {
            created = create(lockFile);
            attributes = attributes(lockFile);
            if (attributes == null) {
                return created;
            }
        }
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(lockFile.toString(), null, "is not a regular file");
        }
        Object key = attributes.fileKey();
        if (key != null && !claim.claim("lock", key.toString())) {
            if (created != null) {
                LEFT_OPEN.add(created);
            }
            throw new DatabaseLockedException(database.toString(), "this process");
        }
        if (created != null) {
            return created;
        }
        Set<OpenOption> options = shared
                ? Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(lockFile, options);
    }

    private @Nullable FileChannel create(Path lockFile) throws IOException {
        try {
            return FilePermissions.createLockFile(lockFile, database);
        } catch (FileAlreadyExistsException e) {
            return null; // somebody else was quicker; it is there now, and is opened like any other
        } catch (FileSystemException e) {
            Path directory = lockFile.getParent();
            if (shared && directory != null && !Files.isWritable(directory)) {
                return null;
            }
            throw e;
        }
    }

    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Says who has the lock, as far as the lock file tells; its content is trusted no further than for a message. */
    private static String holder(FileChannel lockFile) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST_HOLDER);
        lockFile.read(content, 0);
        String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
        boolean isAlive = text.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(text)).isPresent();
        return isAlive ? "process " + text : "another process";
    }

    private static void leaveProcessId(FileChannel lockFile) {
        byte[] text = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            lockFile.truncate(0);
            lockFile.write(ByteBuffer.wrap(text), 0);
        } catch (IOException e) {
            return; // only messages of other processes say less; a full disk must not keep the file shut
        }
    }

    @Override
    public void close() throws IOException {
        try (FileChannel closing = channel) {
            if (closing != null && lock != null && lock.isValid() && !shared) {
                closing.truncate(0); // before the lock is gone: the next owner leaves its own number
            }
        } finally {
            channel = null;
            lock = null;
            claim.release();
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
