package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargeValueTest {
    /** So many bytes of no pattern, without holding them. A read may return less than it was asked for, on purpose. */
    private static final class Noise extends InputStream {
        private final SplittableRandom lengths;
        private final long length;
        private long place;

        Noise(long seed, long length) {
            this.lengths = new SplittableRandom(seed);
            this.length = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            if (place == length) {
                return -1;
            }
            NoisePages.fill(one, 0, place++, 1);
            return one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) {
            if (place == length) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length - place, wanted), 1 + lengths.nextInt(100_000));
            NoisePages.fill(target, offset, place, count);
            place += count;
            return count;
        }
    }

    private static final class FailingStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("planned");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("planned");
        }
    }

    private final MemoryPages pages = new MemoryPages(4096);
    private final TreeWriter writer = new TreeWriter(pages, TreeShape.of(1), PageReference.NONE);

    @ParameterizedTest
    @CsvSource({"512,4", "4096,1", "16384,0", "65536,0"})
    void wasteIsUnderABasePageAndTwelvePercent(int basePageSize, int order) {
        MemoryPages store = new MemoryPages(basePageSize);
        TreeWriter values = new TreeWriter(store, TreeShape.of(order), PageReference.NONE);
        int node = basePageSize << order;
        byte[] key = {1};
        for (int size = node / 4; size < 2_000_000; size += 1 + size / 7) {
            values.put(key, new byte[size]);
            long used = store.allocatedBytes() - node;
            assertTrue(used < size * 1.12 + basePageSize, size + " bytes take " + used);
            byte[] found = values.tree().get(key);
            assertNotNull(found);
            assertEquals(size, found.length);
            TreeChecker.require(store, values.root());
        }
        assertTrue(values.remove(key));
        assertTrue(store.allocated().isEmpty());
    }

    @Test
    void streamsOfEverySizeComeBack() throws IOException {
        byte[] key = {2};
        for (long size : new long[] {0, 1, 2000, 4072, 4073, 262_120, 262_121, 5_000_000}) {
            writer.put(key, new Noise(size, size));
            CheckedInputStream expected = new CheckedInputStream(new Noise(size, size), new CRC32C());
            assertEquals(size, expected.transferTo(OutputStream.nullOutputStream()));
            ValueView view = new ValueView();
            assertTrue(writer.tree().find(key, view));
            assertEquals(size, view.length());
            try (CheckedInputStream found = new CheckedInputStream(view.open(), new CRC32C())) {
                assertEquals(size, found.transferTo(OutputStream.nullOutputStream()));
                assertEquals(
                        expected.getChecksum().getValue(), found.getChecksum().getValue());
            }
        }
    }

    /**
     * Pages that are not kept but made again when they are read: so the test holds no more of the value than a tree.
     */
    @Test
    void aGigabyteIsWrittenAndReadAsAStreamWithoutBeingHeld() throws IOException {
        long size = (1L << 30) + 12_345;
        NoisePages forgetful = new NoisePages(4096, size);
        TreeWriter large = new TreeWriter(forgetful, TreeShape.of(1), PageReference.NONE);
        byte[] key = {3};
        large.put(key, new Noise(7, size));
        ValueView view = new ValueView();
        assertTrue(large.tree().find(key, view));
        assertEquals(size, view.length());
        try (InputStream found = view.open();
                InputStream expected = new Noise(7, size)) {
            byte[] left = new byte[1 << 20];
            byte[] right = new byte[1 << 20];
            int length;
            do {
                length = expected.readNBytes(left, 0, left.length);
                assertEquals(length, found.readNBytes(right, 0, right.length));
                assertArrayEquals(left, right);
            } while (length > 0);
        }
        assertTrue(forgetful.forgotten() > size / (256 * 1024), forgetful.forgotten() + " pages were not held");
        assertTrue(large.remove(key));
        assertEquals(0, forgetful.allocated());
    }

    @Test
    void aFailingStreamLeavesNothingBehind() {
        writer.put(new byte[] {4}, new byte[10]);
        InputStream failing = new SequenceInputStream(new Noise(1, 1_000_000), new FailingStream());
        PageReference root = writer.root();
        int allocated = pages.allocated().size();
        assertThrows(IOException.class, () -> writer.put(new byte[] {4}, failing));
        assertEquals(root, writer.root());
        assertEquals(allocated, pages.allocated().size());
    }

    @Test
    void skippingMovesByPieces() throws IOException {
        byte[] value = new byte[1_000_000];
        new SplittableRandom(5).nextBytes(value);
        writer.put(new byte[] {5}, new ByteArrayInputStream(value));
        ValueView view = new ValueView();
        assertTrue(writer.tree().find(new byte[] {5}, view));
        try (InputStream stream = view.open()) {
            assertEquals(700_001, stream.skip(700_001));
            assertEquals(value[700_001] & 0xFF, stream.read());
            assertEquals(299_998, stream.skip(1_000_000));
            assertEquals(-1, stream.read());
        }
    }
}
