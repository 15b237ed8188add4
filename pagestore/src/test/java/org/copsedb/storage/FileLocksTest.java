package org.copsedb.storage;

import static org.copsedb.storage.FileAccess.CREATE;
import static org.copsedb.storage.FileAccess.OPEN;
import static org.copsedb.storage.FileAccess.OPEN_OR_CREATE;
import static org.copsedb.storage.FileAccess.READ_ONLY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.copsedb.testkit.ChildJvm;
import org.copsedb.testkit.DeadlockWatch;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Promise P8: one process, one handle; a second open fails cleanly and does not weaken the first one's lock. */
@ExtendWith(DeadlockWatch.class)
class FileLocksTest {
    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void setPath() throws IOException {
        path = directory.toRealPath().resolve("a.copse");
    }

    @AfterEach
    void nothingStaysClaimed() {
        assertEquals(
                List.of(),
                System.getProperties().stringPropertyNames().stream()
                        .filter(name -> name.startsWith("org.copsedb.open."))
                        .toList());
    }

    @Test
    void aSecondOpenIsRefusedByWhateverPath() throws IOException {
        try (var file = ChannelStorageFile.open(path, CREATE)) {
            Path inside = Files.createDirectory(directory.resolve("inside"));
            Path link = Files.createSymbolicLink(directory.resolve("link.copse"), path);
            Path directoryLink = Files.createSymbolicLink(directory.resolve("other"), directory);
            Path relative = Path.of("").toAbsolutePath().relativize(path);
            for (Path other : List.of(
                    path,
                    link,
                    relative,
                    inside.resolve("..").resolve("a.copse"),
                    directoryLink.resolve("a.copse"),
                    directoryLink.resolve("link.copse"))) {
                for (FileAccess access : FileAccess.values()) {
                    var e = assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(other, access));
                    assertEquals(path.toString(), e.file());
                    assertEquals("this process", e.holder());
                }
            }
            assertHeldAgainstOtherProcesses();
            assertEquals(0, file.size());
        }
        assertFalse(Files.exists(directory.resolve("link.copse.lock")));
        ChannelStorageFile.open(path, OPEN).close();
    }

    @Test
    void oneHandleOnlyAlsoForReading() throws IOException {
        Files.write(path, new byte[3]);
        try (var file = ChannelStorageFile.open(path, READ_ONLY)) {
            assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(path, READ_ONLY));
            assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(path, OPEN));
            assertEquals(3, file.size());
        }
    }

    @Test
    void aFileWithSeveralHardLinksIsRefused() throws IOException {
        ChannelStorageFile.open(path, CREATE).close();
        Path second = Files.createLink(directory.resolve("second.copse"), path);
        for (Path each : List.of(path, second)) {
            var e = assertThrows(StorageException.class, () -> ChannelStorageFile.open(each, OPEN));
            assertTrue(e.toString().contains("has 2 hard links"), e.toString());
        }
        Files.delete(second);
        try (var file = ChannelStorageFile.open(path, OPEN)) {
            Files.createLink(second, path);
            assertThrows(StorageException.class, () -> ChannelStorageFile.open(second, OPEN));
            Files.delete(second);
            assertHeldAgainstOtherProcesses();
            assertEquals(0, file.size());
        }
    }

    @Test
    void whatIsNoRegularFileIsRefusedAndGetsNoLockFile() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        var e = assertThrows(StorageException.class, () -> ChannelStorageFile.open(folder, OPEN_OR_CREATE));
        assertTrue(e.toString().contains("is a directory"), e.toString());
        assertFalse(Files.exists(directory.resolve("folder.lock")));
        assertThrows(StorageException.class, () -> ChannelStorageFile.open(Path.of("/"), OPEN_OR_CREATE));

        Path pipe = directory.resolve("pipe");
        assumeTrue(File.separatorChar == '/', "no named pipes here");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0);
        for (FileAccess access : List.of(OPEN, OPEN_OR_CREATE, READ_ONLY)) {
            e = assertThrows(StorageException.class, () -> ChannelStorageFile.open(pipe, access));
            assertTrue(e.toString().contains("is not a regular file"), e.toString());
        }
        assertFalse(Files.exists(directory.resolve("pipe.lock")));
    }

    @Test
    void theLockFileIsNeverALink() throws IOException {
        Path victim = Files.write(directory.resolve("victim"), new byte[] {1, 2, 3});
        Files.createSymbolicLink(directory.resolve("a.copse.lock"), victim);
        for (FileAccess access : List.of(CREATE, OPEN_OR_CREATE)) {
            var e = assertThrows(StorageException.class, () -> ChannelStorageFile.open(path, access));
            assertTrue(e.toString().contains("a.copse.lock: is not a regular file"), e.toString());
        }
        assertEquals(3, Files.size(victim));
        assertFalse(Files.exists(path));
    }

    @Test
    void aDanglingLinkIsNotFollowedToCreateAFile() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        assertThrows(StorageException.class, () -> ChannelStorageFile.open(link, OPEN_OR_CREATE));
        assertFalse(Files.exists(directory.resolve("nowhere")));
    }

    @Test
    void aFailedOpenReleasesWhatItTook() throws IOException {
        Path inNoDirectory = directory.resolve("none").resolve("a.copse");
        assertThrows(StorageException.class, () -> ChannelStorageFile.open(inNoDirectory, CREATE));
        assertThrows(StorageException.class, () -> ChannelStorageFile.open(path, OPEN));
        nothingStaysClaimed();
        try (ChildJvm other = holder(OPEN_OR_CREATE)) {
            assertEquals("open 0", other.readLine());
        }
    }

    @Test
    void theLockFileStaysForTheNextOwner() throws IOException {
        ChannelStorageFile.open(path, CREATE).close();
        Object key = key(directory.resolve("a.copse.lock"));
        ChannelStorageFile.open(path, OPEN).close();
        assertEquals(key, key(directory.resolve("a.copse.lock")));
        assertEquals(0, Files.size(directory.resolve("a.copse.lock")));
    }

    private static Object key(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    @Test
    void anotherClassLoaderIsRefused() throws Exception {
        URL classes = Path.of(ChildJvm.root(ChannelStorageFile.class)).toUri().toURL();
        try (var loader = new URLClassLoader(new URL[] {classes}, null)) {
            Class<?> copy = loader.loadClass(ChannelStorageFile.class.getName());
            assertFalse(copy.equals(ChannelStorageFile.class));
            Class<?> access = loader.loadClass(FileAccess.class.getName());
            Method open = copy.getMethod("open", Path.class, access);
            Object openOnly = access.getField("OPEN").get(null);
            try (var file = ChannelStorageFile.open(path, CREATE)) {
                var e = assertThrows(InvocationTargetException.class, () -> open.invoke(null, path, openOnly));
                assertEquals(
                        DatabaseLockedException.class.getName(),
                        e.getTargetException().getClass().getName());
                assertHeldAgainstOtherProcesses();
                assertEquals(0, file.size());
            }
            Object byTheOther = open.invoke(null, path, openOnly);
            assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(path, OPEN));
            copy.getMethod("close").invoke(byTheOther);
        }
    }

    @Test
    void oneProcessWritesOrManyRead() throws IOException {
        Files.write(path, new byte[7]);
        try (ChildJvm writer = holder(OPEN)) {
            assertEquals("open 7", writer.readLine());
            for (FileAccess access : List.of(OPEN, OPEN_OR_CREATE, READ_ONLY)) {
                var e = assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(path, access));
                assertEquals("process " + writer.pid(), e.holder());
            }
            writer.finish();
        }
        try (ChildJvm reader = holder(READ_ONLY)) {
            assertEquals("open 7", reader.readLine());
            var e = assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(path, OPEN));
            assertEquals("another process", e.holder());
            ChannelStorageFile.open(path, READ_ONLY).close();
            try (var file = ChannelStorageFile.open(path, READ_ONLY)) {
                reader.finish();
                try (ChildJvm writer = holder(OPEN)) {
                    assertEquals("locked by another process", writer.readLine());
                }
                assertEquals(7, file.size());
            }
        }
        ChannelStorageFile.open(path, OPEN).close();
    }

    @Test
    void aKilledProcessHoldsNothing() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (ChildJvm writer = holder(OPEN_OR_CREATE)) {
                assertEquals("open 0", writer.readLine());
                assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(path, OPEN));
                writer.kill();
            }
            ChannelStorageFile.open(path, OPEN).close();
        }
    }

    /** Of a claimed lock file no second descriptor is ever opened, since closing it would drop the lock. */
    @Test
    void aHundredRefusedOpensDoNotWeakenTheLock() throws IOException {
        try (var file = ChannelStorageFile.open(path, CREATE)) {
            for (int i = 0; i < 100; i++) {
                assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(path, OPEN_OR_CREATE));
            }
            assertHeldAgainstOtherProcesses();
            assertEquals(0, file.size());
        }
    }

    /** Closing any descriptor of a file drops the process's locks on it; that of the database is another file. */
    @Test
    void anApplicationThatReadsOrCopiesTheFileDoesNotWeakenTheLock() throws IOException {
        try (var file = ChannelStorageFile.open(path, CREATE)) {
            file.resize(3);
            file.write(0, new byte[] {1, 2, 3}, 0, 3);
            assertEquals(3, Files.readAllBytes(path).length);
            Files.copy(path, directory.resolve("copy.copse"));
            Files.newByteChannel(path).close();
            assertHeldAgainstOtherProcesses();
            ChannelStorageFile.open(directory.resolve("copy.copse"), OPEN).close();
            assertHeldAgainstOtherProcesses();
        }
    }

    /** A link that is made while the file is open leads no other process past the lock. */
    @Test
    void aHardLinkToAnOpenFileIsRefusedEverywhere() throws IOException {
        try (var file = ChannelStorageFile.open(path, CREATE)) {
            Path link = Files.createLink(directory.resolve("linked.copse"), path);
            assertThrows(StorageException.class, () -> ChannelStorageFile.open(link, OPEN));
            try (ChildJvm other = command().start(link.toString(), OPEN.toString())) {
                String answer = String.valueOf(other.readLine());
                assertTrue(answer.startsWith("refused: ") && answer.contains("has 2 hard links"), answer);
            }
            file.resize(10);
            Files.delete(link);
        }
        ChannelStorageFile.open(path, OPEN).close();
    }

    @Test
    void whoMayReadTheDatabaseMayLockIt() throws IOException {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions");
        Files.write(path, new byte[7]);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        ChannelStorageFile.open(path, READ_ONLY).close();
        assertEquals(
                "rw-rw----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a.copse.lock"))));
    }

    @Test
    void aLockFileWithForeignContentIsHarmless() throws IOException {
        Files.write(path, new byte[7]);
        for (String content :
                List.of("", "x".repeat(100_000), "99999999999999999999999999", "-1", "123456789012345678")) {
            Files.writeString(directory.resolve("a.copse.lock"), content);
            try (ChildJvm reader = holder(READ_ONLY)) {
                assertEquals("open 7", reader.readLine());
                var e = assertThrows(DatabaseLockedException.class, () -> ChannelStorageFile.open(path, OPEN));
                assertEquals("another process", e.holder());
            }
            ChannelStorageFile.open(path, READ_ONLY).close();
        }
        ChannelStorageFile.open(path, OPEN).close();
    }

    private void assertHeldAgainstOtherProcesses() {
        try (ChildJvm other = holder(OPEN)) {
            assertEquals("locked by process " + ProcessHandle.current().pid(), other.readLine());
        }
    }

    private ChildJvm holder(FileAccess access) {
        return command().start(path.toString(), access.toString());
    }

    private static ChildJvm.Command command() {
        return ChildJvm.of(LockHolder.class).needing(ChannelStorageFile.class);
    }

    /** Without a lock file, and without the right to create one. */
    @Test
    void aFileInAReadOnlyDirectoryCanBeRead() throws Exception {
        Files.write(path, new byte[7]);
        ChildJvm.Command command = command();
        if (canMount()) {
            String script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
            command.within("unshare", "--mount", "sh", "-c", script, directory.toString());
        } else {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
            assumeTrue(!Files.isWritable(directory), "this user may write everywhere, but may not mount");
        }
        try (ChildJvm reader = command.start(path.toString(), READ_ONLY.toString())) {
            assertEquals("open 7", reader.readLine());
            assertFalse(Files.exists(directory.resolve("a.copse.lock")));
        }
        // What protects a reader elsewhere does so here too once there is a lock file.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        try (var writer = ChannelStorageFile.open(path, OPEN);
                ChildJvm reader = command.start(path.toString(), READ_ONLY.toString())) {
            assertEquals("locked by process " + ProcessHandle.current().pid(), reader.readLine());
            assertEquals(7, writer.size());
        }
    }

    private static boolean canMount() throws Exception {
        try {
            Process trial = new ProcessBuilder("unshare", "--mount", "true")
                    .redirectErrorStream(true)
                    .start();
            return trial.waitFor(10, TimeUnit.SECONDS) && trial.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    /**
     * Each holder leaves a mark that the next one must not find. System property {@code copsedb.races}: how often each
     * process must hold the file.
     */
    @Test
    void processesThatRaceNeverOwnTheFileTogether() throws IOException {
        Files.write(path, new byte[1]);
        int rounds = Integer.getInteger("copsedb.races", TestScale.times(150));
        Path mark = directory.resolve("mark");
        try (ChildJvm first = racer(mark, rounds);
                ChildJvm second = racer(mark, rounds)) {
            assertEquals("held " + rounds, first.readLine());
            assertEquals("held " + rounds, second.readLine());
        }
    }

    private ChildJvm racer(Path mark, int rounds) {
        return ChildJvm.of(LockRacer.class)
                .needing(ChannelStorageFile.class)
                .start(path.toString(), mark.toString(), Integer.toString(rounds));
    }
}
