package org.copsedb.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Creates files with no more rights than they need, where the file system knows POSIX permissions. */
final class FilePermissions {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private FilePermissions() {}

    /**
     * Creates a file that only its owner may read and write.
     *
     * @param file the path, where nothing may be, not even a link
     * @return a channel that reads and writes
     */
    static FileChannel createOwnersFile(Path file) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!hasPermissions(file)) {
            return FileChannel.open(file, options);
        }
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        return FileChannel.open(file, options, ownerOnly);
    }

    /**
     * Creates a lock file: whoever may read the database may lock it, also against the one who happened to create the
     * lock file.
     *
     * @param lockFile the path, where nothing may be
     * @param database the database file, which need not exist
     * @return a channel that reads and writes
     */
    static FileChannel createLockFile(Path lockFile, Path database) throws IOException {
        FileChannel channel = createOwnersFile(lockFile);
        try {
            if (hasPermissions(database) && Files.exists(database, LinkOption.NOFOLLOW_LINKS)) {
                Set<PosixFilePermission> wanted = readersMayWrite(Files.getPosixFilePermissions(database));
                if (!wanted.equals(OWNER_ONLY)) {
                    Files.setPosixFilePermissions(lockFile, wanted);
                }
            }
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static Set<PosixFilePermission> readersMayWrite(Set<PosixFilePermission> permissions) {
        Set<PosixFilePermission> wanted = EnumSet.copyOf(OWNER_ONLY);
        if (permissions.contains(PosixFilePermission.GROUP_READ)) {
            wanted.add(PosixFilePermission.GROUP_READ);
            wanted.add(PosixFilePermission.GROUP_WRITE);
        }
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            wanted.add(PosixFilePermission.OTHERS_READ);
            wanted.add(PosixFilePermission.OTHERS_WRITE);
        }
        return wanted;
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
