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

class LargeValueTest {
    /** So many bytes of no pattern, without holding them. A read may return less than it was asked for, on purpose. */
    private static final class Noise extends InputStream {
        private final SplittableRandom lengths;
        private final long seed;
        private final long length;
        private long place;

        Noise(long seed, long length) {
            this.lengths = new SplittableRandom(seed);
            this.seed = seed;
            this.length = length;
        }

        private byte at(long index) {
            long mixed = (index / 64 + seed) * 0x9E37_79B9_7F4A_7C15L;
            return (byte) ((mixed ^ (mixed >>> 29)) >>> (index % 57));
        }

        @Override
        public int read() {
            return place < length ? at(place++) & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) {
            if (place == length) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length - place, wanted), 1 + lengths.nextInt(100_000));
            for (int i = 0; i < count; i++) {
                target[offset + i] = at(place++);
            }
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

    @Test
    void wasteIsUnderABasePageAndTwelvePercent() {
        byte[] key = {1};
        for (int size = 2100; size < 2_000_000; size += 1 + size / 7) {
            writer.put(key, new byte[size]);
            long used = pages.allocatedBytes() - 8192;
            assertTrue(used < size * 1.12 + 4096, size + " bytes take " + used);
            byte[] found = writer.tree().get(key);
            assertNotNull(found);
            assertEquals(size, found.length);
            TreeChecker.require(pages, writer.root());
        }
        assertTrue(writer.remove(key));
        assertTrue(pages.allocated().isEmpty());
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

    @Test
    void aGigabyteIsWrittenAndReadAsAStream() throws IOException {
        long size = (long) ((1L << 30) * Math.min(1, TreeSuite.SCALE)) + 12_345;
        byte[] key = {3};
        writer.put(key, new Noise(7, size));
        ValueView view = new ValueView();
        assertTrue(writer.tree().find(key, view));
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
        assertTrue(writer.remove(key));
        assertTrue(pages.allocated().isEmpty());
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
