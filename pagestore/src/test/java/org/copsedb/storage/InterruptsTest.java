package org.copsedb.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.copsedb.testkit.DeadlockWatch;
import org.copsedb.testkit.DelegatingFile;
import org.copsedb.testkit.TestScale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Promise P7 for files: an interrupt harms neither the file nor other threads, and is not lost. */
@ExtendWith(DeadlockWatch.class)
class InterruptsTest {
    private static final int WORKERS = 4;
    private static final int RANGE = 64 * 1024;

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void setPath() {
        path = directory.resolve("a.copse");
    }

    /** Works on its own range of the file, and knows what must be in it. */
    private static final class Worker extends Thread {
        private final StorageFile file;
        private final int start;
        private final SplittableRandom random;
        private final byte[] expected = new byte[RANGE];
        private final byte[] found = new byte[RANGE];

        private boolean isInterruptedFromOutside;
        volatile boolean ends;
        volatile @Nullable Throwable failure;

        Worker(StorageFile file, int number, SplittableRandom random) {
            this.file = file;
            this.start = number * RANGE;
            this.random = random;
        }

        @Override
        public void run() {
            try {
                while (!ends) {
                    boolean interruptsItself = random.nextInt(4) == 0;
                    if (interruptsItself) {
                        interrupt();
                    }
                    call();
                    acknowledge(interruptsItself);
                }
            } catch (Throwable e) {
                failure = e;
            }
        }

        private synchronized void acknowledge(boolean interruptedItself) {
            if (interruptedItself || isInterruptedFromOutside) {
                assertTrue(isInterrupted(), "an interrupt was lost");
            }
            isInterruptedFromOutside = false;
            Thread.interrupted();
        }

        /** Interrupts the worker, unless it has not yet noticed the last time. */
        synchronized boolean interruptFromOutside() {
            boolean isNew = !isInterruptedFromOutside;
            isInterruptedFromOutside = true;
            if (isNew) {
                interrupt();
            }
            return isNew;
        }

        void awaitEnd() {
            try {
                join(20_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertFalse(isAlive(), "a worker hangs");
        }

        private void call() {
            int kind = random.nextInt(100);
            int from = random.nextInt(RANGE);
            int length = random.nextInt(Math.min(RANGE - from, 8192) + 1);
            if (kind < 80) {
                file.read(start + from, found, from, length);
                assertTrue(
                        Arrays.equals(expected, from, from + length, found, from, from + length), "other bytes read");
            } else if (kind < 99) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, expected, from, length);
                if (kind < 95) {
                    file.write(start + from, bytes, 0, length);
                } else {
                    file.writeDurably(start + from, bytes, 0, length);
                }
            } else {
                file.sync();
            }
        }
    }

    @Test
    void threadsThatAreInterruptedAllTheTimeReadWhatTheyWrote() {
        long seed = System.nanoTime();
        var file = ChannelStorageFile.open(path, FileAccess.CREATE);
        try (file) {
            FileChannel first = file.readersChannel();
            assertEquals(null, harass(file, TestScale.times(80_000), seed), "seed " + seed);
            assertNotSame(first, file.readersChannel(), "no interrupt ever closed the readers' channel");
        }
        try (StorageFile again = ChannelStorageFile.open(path, FileAccess.READ_ONLY)) {
            assertEquals((long) WORKERS * RANGE, again.size());
        }
    }

    @Test
    void aFileThatUsesItsChannelOnAnyThreadIsFoundOut() throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (StorageFile file = new CarelessFile(FileChannel.open(path, options))) {
            assertInstanceOf(StorageException.class, harass(file, 5_000, 1));
        }
    }

    @Test
    void aFileThatForgetsInterruptsIsFoundOut() {
        try (StorageFile file = new DelegatingFile(new MemoryStorageFile("forgetful")) {
            @Override
            public void read(long offset, byte[] target, int from, int length) {
                Thread.interrupted();
                super.read(offset, target, from, length);
            }
        }) {
            assertInstanceOf(AssertionError.class, harass(file, 5_000, 1));
        }
    }

    /**
     * Lets threads read and write a file, and interrupts them.
     *
     * @return the first failure
     */
    private static @Nullable Throwable harass(StorageFile file, int interrupts, long seed) {
        var random = new SplittableRandom(seed);
        file.resize((long) WORKERS * RANGE);
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new Worker(file, i, random.split()));
        }
        workers.forEach(Thread::start);
        int sent = 0;
        while (sent < interrupts && workers.stream().allMatch(worker -> worker.failure == null)) {
            if (workers.get(random.nextInt(WORKERS)).interruptFromOutside()) {
                sent++;
            }
            LockSupport.parkNanos(random.nextInt(50_000));
        }
        workers.forEach(worker -> worker.ends = true);
        for (Worker worker : workers) {
            worker.awaitEnd();
        }
        // All failures come first: after one, the file may not be readable for the others.
        for (Worker worker : workers) {
            if (worker.failure != null) {
                return worker.failure;
            }
        }
        for (Worker worker : workers) {
            byte[] found = new byte[RANGE];
            file.read(worker.start, found, 0, RANGE);
            assertTrue(Arrays.equals(worker.expected, found));
        }
        return null;
    }

    /** What not to do. */
    private static final class CarelessFile extends DelegatingFile {
        private final FileChannel channel;

        CarelessFile(FileChannel channel) {
            super(new MemoryStorageFile("careless"));
            this.channel = channel;
        }

        @Override
        public void read(long offset, byte[] target, int from, int length) {
            try {
                Pieces.read(channel, offset, target, from, length);
            } catch (IOException e) {
                throw new StorageException("read", e);
            }
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            try {
                new Pieces(channel).write(offset, source, from, length);
            } catch (IOException e) {
                throw new StorageException("write", e);
            }
        }

        @Override
        public void resize(long newSize) {
            super.resize(newSize);
            write(newSize - 1, new byte[1], 0, 1);
        }

        @Override
        public void close() {
            super.close();
            try {
                channel.close();
            } catch (IOException e) {
                throw new StorageException("close", e);
            }
        }
    }

    @Test
    void aClosedReadersChannelIsOpenedAgain() throws IOException {
        Files.write(path, new byte[] {1, 2, 3});
        try (var file = ChannelStorageFile.open(path, FileAccess.READ_ONLY)) {
            for (int i = 0; i < 20; i++) {
                file.readersChannel().close();
                assertReads(new byte[] {1, 2, 3}, file);
                assertTrue(file.readersChannel().isOpen());
            }
        }
    }

    /** Where the path leads to another file, or to none, reads still find the one that was opened. */
    @Test
    void anotherFileAtThePathIsNotTakenForOurs() throws IOException {
        Files.write(path, new byte[] {1, 2, 3});
        try (var file = ChannelStorageFile.open(path, FileAccess.OPEN)) {
            Files.move(path, directory.resolve("moved"));
            Files.write(path, new byte[] {4, 5, 6});
            file.readersChannel().close();
            assertReads(new byte[] {1, 2, 3}, file);
            Files.delete(path);
            assertReads(new byte[] {1, 2, 3}, file);
            Files.createSymbolicLink(path, directory.resolve("moved"));
            assertReads(new byte[] {1, 2, 3}, file);
            Files.delete(path);
            Files.move(directory.resolve("moved"), path);
            assertReads(new byte[] {1, 2, 3}, file);
            assertTrue(file.readersChannel().isOpen());
        }
    }

    /** Interrupts may close each channel as soon as it is open; the read is done all the same, on the own thread. */
    @Test
    void aReadIsDoneWhereNoChannelStaysOpen() throws IOException {
        Files.write(path, new byte[] {1, 2, 3});
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        var readers = new ReaderChannel(path, key) {
            int opened;

            @Override
            FileChannel openSameFile() throws IOException {
                opened++;
                FileChannel channel = super.openSameFile();
                channel.close();
                return channel;
            }
        };
        var channels = new FileChannels(
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE),
                FileChannel.open(path, StandardOpenOption.WRITE),
                readers);
        try (StorageFile file = new ChannelStorageFile("a", false, channels, new IoThread("test"))) {
            readers.channel.close();
            assertReads(new byte[] {1, 2, 3}, file);
            assertTrue(readers.opened > 1 && readers.opened < 100, readers.opened + " times opened");
        }
    }

    private static void assertReads(byte[] expected, StorageFile file) {
        byte[] found = new byte[expected.length];
        file.read(0, found, 0, found.length);
        assertArrayEquals(expected, found);
    }
}
