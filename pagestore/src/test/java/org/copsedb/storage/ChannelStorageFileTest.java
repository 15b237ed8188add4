package org.copsedb.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.copsedb.testkit.DeadlockWatch;
import org.copsedb.testkit.StorageFileContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(DeadlockWatch.class)
class ChannelStorageFileTest extends StorageFileContract {
    @TempDir
    private Path directory;

    @Override
    protected StorageFile create() {
        return ChannelStorageFile.open(directory.resolve("contract.copse"), FileAccess.CREATE);
    }

    @Test
    void contentOutlivesClosing() {
        Path path = directory.resolve("a.copse");
        try (StorageFile file = ChannelStorageFile.open(path, FileAccess.OPEN_OR_CREATE)) {
            file.resize(3);
            file.write(0, new byte[] {1, 2, 3}, 0, 3);
        }
        for (FileAccess access : List.of(FileAccess.OPEN, FileAccess.OPEN_OR_CREATE, FileAccess.READ_ONLY)) {
            try (StorageFile file = ChannelStorageFile.open(path, access)) {
                byte[] bytes = new byte[3];
                file.read(0, bytes, 0, 3);
                assertArrayEquals(new byte[] {1, 2, 3}, bytes);
            }
        }
    }

    @Test
    void accessSaysWhatMustBeThere() throws IOException {
        Path path = directory.resolve("a.copse");
        for (FileAccess access : List.of(FileAccess.OPEN, FileAccess.READ_ONLY)) {
            var e = assertThrows(StorageException.class, () -> ChannelStorageFile.open(path, access));
            assertInstanceOf(NoSuchFileException.class, e.getCause());
            assertTrue(e.toString().contains("cannot open " + path), e.toString());
        }
        assertFalse(Files.exists(path));
        Files.createFile(path);
        var e = assertThrows(StorageException.class, () -> ChannelStorageFile.open(path, FileAccess.CREATE));
        assertInstanceOf(FileAlreadyExistsException.class, e.getCause());
        ChannelStorageFile.open(path, FileAccess.OPEN).close();
    }

    @Test
    void aReadOnlyFileTakesNoChanges() throws IOException {
        Path path = Files.write(directory.resolve("a.copse"), new byte[10]);
        try (StorageFile file = ChannelStorageFile.open(path, FileAccess.READ_ONLY)) {
            assertEquals(10, file.size());
            assertThrows(IllegalStateException.class, () -> file.write(0, new byte[1], 0, 1));
            assertThrows(IllegalStateException.class, () -> file.writeDurably(0, new byte[1], 0, 1));
            assertThrows(IllegalStateException.class, () -> file.resize(5));
            assertThrows(IllegalStateException.class, file::sync);
        }
        assertEquals(10, Files.size(path));
    }

    @Test
    void newFilesBelongToTheirOwnerOnly() throws IOException {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions");
        Path path = directory.resolve("a.copse");
        ChannelStorageFile.open(path, FileAccess.CREATE).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a.copse.lock"))));
    }

    @Test
    void aFileThatWasCutBehindOurBackIsReportedAsDamaged() throws IOException {
        Path path = Files.write(directory.resolve("a.copse"), new byte[100]);
        try (StorageFile file = ChannelStorageFile.open(path, FileAccess.OPEN)) {
            try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
                other.truncate(30);
            }
            var e = assertThrows(CorruptFileException.class, () -> file.read(20, new byte[20], 0, 20));
            assertEquals("the end of the file at 30", e.found());
        }
    }

    @Test
    void itGrowsFarWithoutWritingWhatIsBetween() throws IOException {
        long large = 5L << 30;
        try (StorageFile file = ChannelStorageFile.open(directory.resolve("a.copse"), FileAccess.CREATE)) {
            file.resize(large);
            file.write(large - 3, new byte[] {1, 2, 3}, 0, 3);
            byte[] bytes = new byte[6];
            file.read(large - 6, bytes, 0, 6);
            assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 3}, bytes);
            file.resize(10);
        }
        assertEquals(10, Files.size(directory.resolve("a.copse")));
    }

    @Test
    void callsFromAStoreThreadStayThere() throws InterruptedException {
        try (StorageFile file = ChannelStorageFile.open(directory.resolve("a.copse"), FileAccess.CREATE)) {
            List<Throwable> failures = new ArrayList<>();
            Thread thread = new StoreThread("test", () -> {
                file.resize(10_000);
                file.write(0, new byte[] {1}, 0, 1);
                file.writeDurably(1, new byte[] {2}, 0, 1);
                file.sync();
            });
            thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
            thread.start();
            thread.interrupt();
            thread.join();
            assertEquals(List.of(), failures);
            byte[] bytes = new byte[3];
            file.read(0, bytes, 0, 3);
            assertArrayEquals(new byte[] {1, 2, 0}, bytes);
        }
    }

    @Test
    void theThreadsEndWithTheFile() throws InterruptedException {
        Path path = directory.resolve("ends.copse");
        try (StorageFile file = ChannelStorageFile.open(path, FileAccess.CREATE)) {
            file.resize(10);
            file.writeDurably(0, new byte[1], 0, 1);
            assertEquals(FileChannels.DSYNC_REACHES_MEDIUM ? 1 : 2, threadsOf(path));
        }
        for (int i = 0; i < 500 && threadsOf(path) > 0; i++) {
            Thread.sleep(10);
        }
        assertEquals(0, threadsOf(path));
    }

    private static long threadsOf(Path path) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith(path.toString()))
                .count();
    }

    @Test
    void aSyncIncludesTheLengthAfterItChangedAndOnlyThen() throws IOException {
        var opened = new FaultyFile(directory.resolve("a"));
        try (StorageFile file = opened.file) {
            file.sync();
            file.sync();
            file.resize(100);
            file.write(0, new byte[10], 0, 10);
            file.sync();
            file.write(0, new byte[10], 0, 10);
            file.sync();
            file.resize(50);
            file.sync();
            assertEquals(List.of(true, false, true, false, true), opened.owner.forces);
        }
    }

    @Test
    void aDurableWriteThroughAChannelSyncsAndIncludesTheLengthAfterItChangedAndOnlyThen() throws IOException {
        var opened = new FaultyFile(directory.resolve("a"));
        try (StorageFile file = opened.file) {
            file.resize(100);
            file.writeDurably(0, new byte[10], 0, 10);
            file.writeDurably(10, new byte[10], 0, 10);
            assertEquals(List.of(true, false), opened.durable.forces);
            file.sync();
            assertEquals(List.of(false), opened.owner.forces);
        }
    }

    @Test
    void aWriteThatIsDurableByItselfSyncsAfterTheLengthChangedAndOnlyThen() throws IOException {
        Path path = directory.resolve("a");
        var owner = new FaultyChannel(FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        var syncs = new AtomicInteger();
        var through = new WriteThroughFile(path) {
            @Override
            void sync() throws IOException {
                syncs.incrementAndGet();
                super.sync();
            }
        };
        var channels = new FileChannels(owner, through, new ReaderChannel(path, null));
        try (StorageFile file = new ChannelStorageFile("a", false, channels, new IoThread("test"))) {
            for (int resizes = 1; resizes <= 2; resizes++) {
                file.resize(100L * resizes);
                file.writeDurably(0, new byte[10], 0, 10);
                file.writeDurably(10, new byte[10], 0, 10);
                assertEquals(resizes, syncs.get());
                file.sync();
            }
            assertEquals(List.of(false, false), owner.forces);
        }
    }

    @Test
    void afterAFailedSyncNothingIsChangedOrSyncedAgain() throws IOException {
        var opened = new FaultyFile(directory.resolve("a"));
        try (StorageFile file = opened.file) {
            file.resize(100);
            opened.owner.nextForce = new IOException("the drive is gone");
            var e = assertThrows(StorageException.class, file::sync);
            assertTrue(e.toString().contains("the drive is gone"), e.toString());
            assertRefusesChanges(file);
            assertEquals(1, opened.owner.forces.size());
            assertEquals(0, opened.durable.forces.size());
            file.read(0, new byte[100], 0, 100);
        }
    }

    @Test
    void afterAFailedDurableWriteNothingIsChangedOrSyncedAgain() throws IOException {
        var opened = new FaultyFile(directory.resolve("a"));
        try (StorageFile file = opened.file) {
            file.resize(100);
            opened.durable.mostBytes = 0;
            assertThrows(StorageException.class, () -> file.writeDurably(0, new byte[10], 0, 10));
            opened.durable.mostBytes = Integer.MAX_VALUE;
            assertRefusesChanges(file);
            file.read(0, new byte[100], 0, 100);
        }
    }

    private static void assertRefusesChanges(StorageFile file) {
        assertThrows(StoreFailedException.class, file::sync);
        assertThrows(StoreFailedException.class, () -> file.write(0, new byte[1], 0, 1));
        assertThrows(StoreFailedException.class, () -> file.writeDurably(0, new byte[1], 0, 1));
        assertThrows(StoreFailedException.class, () -> file.resize(200));
        assertEquals(100, file.size());
    }

    @Test
    void aFailedGrowthLeavesTheLengthAndTheFileUsable() throws IOException {
        var opened = new FaultyFile(directory.resolve("a"));
        try (StorageFile file = opened.file) {
            file.resize(100);
            opened.owner.mostBytes = 0;
            var e = assertThrows(StorageException.class, () -> file.resize(200));
            assertTrue(e.toString().contains("from 100 to 200 bytes"), e.toString());
            assertEquals(100, file.size());
            opened.owner.mostBytes = Integer.MAX_VALUE;
            file.resize(150);
            file.sync();
            assertEquals(150, file.size());
        }
    }

    @Test
    void aFailedCloseIsToldAndClosesAllTheSame() throws IOException {
        Path path = directory.resolve("a");
        var opened = new FaultyFile(path);
        var channels = new FileChannels(
                new FaultyChannel(FileChannel.open(path, StandardOpenOption.WRITE)) {
                    @Override
                    protected void implCloseChannel() throws IOException {
                        super.implCloseChannel();
                        throw new IOException("close failed");
                    }
                },
                opened.durable,
                new ReaderChannel(path, null));
        StorageFile file = new ChannelStorageFile("a", false, channels, new IoThread("a"));
        var e = assertThrows(StorageException.class, file::close);
        assertTrue(e.toString().contains("close failed"), e.toString());
        assertFalse(opened.durable.isOpen());
        file.close();
        opened.file.close();
    }

    @Test
    void aFileThatTheDiskHasNoRoomForStaysAsItWasAndGoesOn() throws IOException {
        Path path = directory.resolve("full");
        var opened = new FaultyFile(path);
        try (StorageFile file = opened.file) {
            file.resize(1_000);
            opened.owner.fullFrom = 3_000_000;
            var e = assertThrows(StorageException.class, () -> file.resize(4_000_000));
            assertTrue(e.toString().contains("from 1000 to 4000000 bytes"), e.toString());
            assertTrue(e.toString().contains("No space left on device"), e.toString());
            assertEquals(1_000, file.size());
            assertEquals(1_000, Files.size(path), "the room is given back");
            file.resize(3_000_000);
            file.write(2_999_999, new byte[] {1}, 0, 1);
            file.sync();
        }
    }

    /** A file whose channels can be made to fail. */
    private static final class FaultyFile {
        final FaultyChannel owner;
        final FaultyChannel durable;
        final StorageFile file;

        FaultyFile(Path path) throws IOException {
            owner = new FaultyChannel(FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
            durable = new FaultyChannel(FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.DSYNC));
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            var channels = new FileChannels(owner, durable, new ReaderChannel(path, key));
            file = new ChannelStorageFile(path.toString(), false, channels, new IoThread("test"));
        }
    }
}
