package org.copsedb.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file system of its own in an image file, whose power can be cut: what was not synced is gone. Its folder lies under
 * the module's {@code target}, and is gone when it is closed, at the latest when this process ends.
 */
final class LoopDisk implements AutoCloseable {
    /** As large as XFS wants it at least; the image is sparse. */
    private static final long IMAGE_BYTES = 400L << 20;

    private final Path folder;
    private final Path image;
    private final Path directory;
    private final Thread atExit = new Thread(this::release, "release a loop disk");

    /** The end of this process may come between the two halves of a restart. */
    private final ReentrantLock mounting = new ReentrantLock();

    private boolean released;

    private LoopDisk(Path folder) {
        this.folder = folder;
        this.image = folder.resolve("image");
        this.directory = folder.resolve("disk");
    }

    /**
     * Makes and mounts a disk. Skips the test where that is not possible.
     *
     * @param fileSystem xfs or ext4
     */
    static LoopDisk create(String fileSystem) throws IOException, InterruptedException {
        String format = "mkfs." + fileSystem;
        Requirement.require(Command.isRoot(), "power cuts need root, to mount a file system and to shut it down");
        Command.missing(format, "mount", "umount", "xfs_io")
                .ifPresent(program -> Requirement.require(
                        false, "power cuts need " + program + " (packages xfsprogs, e2fsprogs, mount)"));
        Path target = Files.createDirectories(Path.of("target", "disks").toAbsolutePath());
        LoopDisk disk = new LoopDisk(Files.createTempDirectory(target, fileSystem));
        try {
            Files.createDirectory(disk.directory);
            try (RandomAccessFile image = new RandomAccessFile(disk.image.toFile(), "rw")) {
                image.setLength(IMAGE_BYTES);
            }
            Command.run(format, "-q", fileSystem.equals("xfs") ? "-f" : "-F", disk.image.toString());
            Command.Result mounted = disk.tryMount();
            Requirement.require(mounted.exitCode() == 0, "power cuts need loop devices: " + mounted.output());
            Runtime.getRuntime().addShutdownHook(disk.atExit);
            return disk;
        } catch (Throwable e) {
            disk.release();
            throw e;
        }
    }

    /** Returns where it is mounted. */
    Path directory() {
        return directory;
    }

    private Command.Result tryMount() throws IOException, InterruptedException {
        return Command.attempt("mount", "-o", "loop", image.toString(), directory.toString());
    }

    /** A stretch of a file, in bytes. */
    record Range(long offset, long length) {}

    /**
     * Cuts the power: no write reaches the disk any more, and all that was not synced is lost.
     *
     * @param file a file on the disk
     * @param escaping what of the file reaches the disk before, synced or not
     */
    void cutPower(Path file, List<Range> escaping) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("xfs_io", "-x"));
        for (Range range : escaping) {
            command.addAll(List.of("-c", "sync_range -a -b -w " + range.offset() + " " + range.length()));
        }
        // Without -f, which would write the file system's journal first.
        command.addAll(List.of("-c", "shutdown", Files.exists(file) ? file.toString() : directory.toString()));
        Command.run(command.toArray(String[]::new));
    }

    /** Mounts the disk again after the power was cut, when no process uses it any more. */
    void restart() throws IOException, InterruptedException {
        mounting.lock();
        try {
            if (released) {
                throw new IllegalStateException(this + " is released");
            }
            Command.run("umount", directory.toString());
            Command.run("mount", "-o", "loop", image.toString(), directory.toString());
        } finally {
            mounting.unlock();
        }
    }

    @Override
    public void close() {
        release();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Gives back all that was made, whatever state it is in. The loop device goes with the mount. */
    private void release() {
        mounting.lock();
        try {
            released = true;
            if (Command.attempt("mountpoint", "-q", directory.toString()).exitCode() == 0
                    && Command.attempt("umount", directory.toString()).exitCode() != 0) {
                Command.run("umount", "-l", directory.toString());
            }
            Files.deleteIfExists(image);
            Files.deleteIfExists(directory);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new IllegalStateException("could not remove " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("could not remove " + this, e);
        } finally {
            mounting.unlock();
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
