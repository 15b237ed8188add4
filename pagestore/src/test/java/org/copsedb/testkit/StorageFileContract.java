package org.copsedb.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.StorageFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link StorageFile} does; a test class for each kind of file inherits it. */
public abstract class StorageFileContract {
    private StorageFile file;

    /**
     * Makes the file to test.
     *
     * @return an empty file
     * @throws Exception if it can not be made
     */
    protected abstract StorageFile create() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        file = create();
    }

    @AfterEach
    final void close() {
        file.close();
        assertFalse(Thread.interrupted(), "a test left its thread interrupted");
    }

    @Test
    void aNewFileIsEmpty() {
        assertEquals(0, file.size());
        file.read(0, new byte[0], 0, 0);
    }

    @Test
    void itHasAName() {
        assertFalse(file.description().isBlank());
    }

    @Test
    void addedBytesAreZeros() {
        file.resize(10_000);
        assertEquals(10_000, file.size());
        assertArrayEquals(new byte[10_000], read(0, 10_000));
    }

    @Test
    void bytesAreReadAsWritten() {
        file.resize(1000);
        byte[] source = pattern(1, 500);
        file.write(100, source, 50, 300);
        byte[] expected = new byte[1000];
        System.arraycopy(source, 50, expected, 100, 300);
        assertArrayEquals(expected, read(0, 1000));
    }

    @Test
    void durableBytesAreReadAsWritten() {
        file.resize(1000);
        byte[] source = pattern(2, 500);
        file.writeDurably(200, source, 10, 490);
        byte[] expected = new byte[1000];
        System.arraycopy(source, 10, expected, 200, 490);
        assertArrayEquals(expected, read(0, 1000));
    }

    @Test
    void readTouchesOnlyItsRangeOfTheTarget() {
        file.resize(100);
        file.write(0, pattern(3, 100), 0, 100);
        byte[] target = new byte[50];
        Arrays.fill(target, (byte) 7);
        file.read(20, target, 10, 30);
        byte[] expected = new byte[50];
        Arrays.fill(expected, (byte) 7);
        System.arraycopy(pattern(3, 100), 20, expected, 10, 30);
        assertArrayEquals(expected, target);
    }

    @Test
    void writeDoesNotKeepTheSource() {
        file.resize(100);
        byte[] source = pattern(4, 100);
        file.write(0, source, 0, 100);
        Arrays.fill(source, (byte) 0);
        assertArrayEquals(pattern(4, 100), read(0, 100));
    }

    /** More than what one piece of any implementation holds. */
    @Test
    void largeRangesAreWhole() {
        int length = (5 << 20) + 12_345;
        byte[] source = pattern(5, length);
        file.resize(length + 77L);
        file.write(77, source, 0, length);
        assertTrue(Arrays.equals(source, read(77, length)));
        byte[] other = pattern(6, length);
        file.writeDurably(0, other, 0, length);
        assertTrue(Arrays.equals(other, read(0, length)));
    }

    @Test
    void nothingOfNothing() {
        file.resize(10);
        file.write(10, new byte[4], 4, 0);
        file.writeDurably(0, new byte[0], 0, 0);
        file.read(10, new byte[4], 4, 0);
        file.sync();
        assertArrayEquals(new byte[10], read(0, 10));
    }

    @Test
    void readPastTheEndNamesOffsetLengthAndSize() {
        file.resize(100);
        for (long offset : new long[] {91, 100, 101, 5_000_000_000L, Long.MAX_VALUE}) {
            var e = assertThrows(CorruptFileException.class, () -> file.read(offset, new byte[10], 0, 10));
            assertTrue(e.toString().contains("offset " + offset), e.toString());
            assertTrue(e.toString().contains("10 bytes"), e.toString());
            assertTrue(e.toString().contains("100"), e.toString());
            assertTrue(e.toString().contains(file.description()), e.toString());
        }
    }

    @Test
    void writePastTheEndIsRefusedAndChangesNothing() {
        file.resize(100);
        file.write(0, pattern(7, 100), 0, 100);
        for (long offset : new long[] {91, 100, 101, 5_000_000_000L, Long.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> file.write(offset, new byte[10], 0, 10));
            assertThrows(IndexOutOfBoundsException.class, () -> file.writeDurably(offset, new byte[10], 0, 10));
        }
        assertEquals(100, file.size());
        assertArrayEquals(pattern(7, 100), read(0, 100));
    }

    @Test
    void rangesOutsideTheArrayAreRefused() {
        file.resize(100);
        byte[] array = new byte[10];
        int[][] ranges = {{-1, 5}, {0, 11}, {6, 5}, {11, 0}, {0, -1}, {Integer.MAX_VALUE, 1}};
        for (int[] range : ranges) {
            assertThrows(IndexOutOfBoundsException.class, () -> file.read(0, array, range[0], range[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> file.write(0, array, range[0], range[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> file.writeDurably(0, array, range[0], range[1]));
        }
    }

    @Test
    void negativeOffsetsAndLengthsAreRefused() {
        file.resize(100);
        byte[] array = new byte[10];
        assertThrows(IndexOutOfBoundsException.class, () -> file.read(-1, array, 0, 10));
        assertThrows(IndexOutOfBoundsException.class, () -> file.write(-1, array, 0, 10));
        assertThrows(IndexOutOfBoundsException.class, () -> file.writeDurably(Long.MIN_VALUE, array, 0, 10));
        assertThrows(IllegalArgumentException.class, () -> file.resize(-1));
        assertEquals(100, file.size());
    }

    @Test
    void cutBytesDoNotComeBack() {
        file.resize(200_000);
        file.write(0, pattern(8, 200_000), 0, 200_000);
        file.resize(70_001);
        assertEquals(70_001, file.size());
        assertThrows(CorruptFileException.class, () -> file.read(70_000, new byte[2], 0, 2));
        file.resize(200_000);
        byte[] expected = Arrays.copyOf(Arrays.copyOf(pattern(8, 200_000), 70_001), 200_000);
        assertTrue(Arrays.equals(expected, read(0, 200_000)));
    }

    @Test
    void aResizeToTheSameLengthChangesNothing() {
        file.resize(100);
        file.write(0, pattern(9, 100), 0, 100);
        file.resize(100);
        assertArrayEquals(pattern(9, 100), read(0, 100));
    }

    @Test
    void syncChangesNothingThatIsRead() {
        file.resize(5000);
        file.write(0, pattern(10, 5000), 0, 5000);
        file.sync();
        file.sync();
        assertArrayEquals(pattern(10, 5000), read(0, 5000));
    }

    @Test
    void aClosedFileRefusesEverything() {
        file.resize(100);
        file.close();
        file.close();
        byte[] array = new byte[10];
        assertThrows(StorageException.class, () -> file.read(0, array, 0, 10));
        assertThrows(StorageException.class, () -> file.write(0, array, 0, 10));
        assertThrows(StorageException.class, () -> file.writeDurably(0, array, 0, 10));
        assertThrows(StorageException.class, file::size);
        assertThrows(StorageException.class, () -> file.resize(10));
        assertThrows(StorageException.class, file::sync);
        assertFalse(file.description().isBlank());
    }

    @Test
    void anInterruptedThreadIsServedAndStaysInterrupted() {
        byte[] source = pattern(11, 5000);
        byte[] target = new byte[5000];
        Thread.currentThread().interrupt();
        try {
            file.resize(5000);
            assertTrue(Thread.currentThread().isInterrupted(), "resize");
            file.write(0, source, 0, 2000);
            assertTrue(Thread.currentThread().isInterrupted(), "write");
            file.writeDurably(2000, source, 2000, 3000);
            assertTrue(Thread.currentThread().isInterrupted(), "writeDurably");
            file.sync();
            assertTrue(Thread.currentThread().isInterrupted(), "sync");
            file.read(0, target, 0, 5000);
            assertTrue(Thread.currentThread().isInterrupted(), "read");
            assertEquals(5000, file.size());
            file.close();
            assertTrue(Thread.currentThread().isInterrupted(), "close");
        } finally {
            Thread.interrupted();
        }
        assertArrayEquals(source, target);
    }

    /** Random calls against a plain array. */
    @Test
    void itAgreesWithAnArray() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        byte[] model = new byte[0];
        for (int step = 0; step < TestScale.times(300); step++) {
            String place = "seed " + seed + ", step " + step;
            int kind = random.nextInt(10);
            int offset = random.nextInt(model.length + 1);
            int length = random.nextInt(Math.min(model.length - offset, 100_000) + 1);
            byte[] bytes = pattern(step, length);
            if (kind == 0) {
                int size = random.nextInt(300_000);
                file.resize(size);
                model = Arrays.copyOf(model, size);
            } else if (kind < 5) {
                file.write(offset, bytes, 0, length);
                System.arraycopy(bytes, 0, model, offset, length);
            } else if (kind == 5) {
                file.writeDurably(offset, bytes, 0, length);
                System.arraycopy(bytes, 0, model, offset, length);
            } else if (kind == 6) {
                file.sync();
            } else {
                byte[] expected = Arrays.copyOfRange(model, offset, offset + length);
                assertTrue(Arrays.equals(expected, read(offset, length)), place);
            }
            assertEquals(model.length, file.size(), place);
        }
        assertTrue(Arrays.equals(model, read(0, model.length)), "seed " + seed);
    }

    private byte[] read(long offset, int length) {
        byte[] target = new byte[length];
        file.read(offset, target, 0, length);
        return target;
    }

    private static byte[] pattern(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
