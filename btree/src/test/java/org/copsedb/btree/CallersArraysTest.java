package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.Test;

/** Whoever changes an array that was passed, during the call or after it, changes nothing but the array. */
class CallersArraysTest {
    private final MemoryPages pages = new MemoryPages(512);
    private final TreeWriter writer = new TreeWriter(pages, TreeShape.of(0), PageReference.NONE);

    CallersArraysTest() {
        for (int i = 0; i < 500; i++) {
            writer.put(key(i * 2), new byte[] {(byte) i});
        }
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    @Test
    void aFunctionMayChangeTheKeyItIsCalledFor() {
        byte[] key = key(101);
        writer.compute(key, value -> {
            Arrays.fill(key, (byte) -1);
            return new byte[] {5};
        });
        assertArrayEquals(new byte[] {5}, writer.tree().get(key(101)));
        assertNull(writer.tree().get(key));
        TreeChecker.require(pages, writer.root());
    }

    @Test
    void aStreamMayChangeTheKeyItIsReadFor() throws IOException {
        byte[] key = key(103);
        writer.put(key, new InputStream() {
            private int left = 5000;

            @Override
            public int read() {
                key[0] = (byte) -1;
                return left-- > 0 ? 7 : -1;
            }

            @Override
            public int read(byte[] target, int from, int length) {
                int count = 0;
                for (int b = read(); b >= 0; b = read()) {
                    target[from + count++] = (byte) b;
                    if (count == length) {
                        break;
                    }
                }
                return count == 0 ? -1 : count;
            }
        });
        byte[] value = writer.tree().get(key(103));
        assertNotNull(value);
        assertEquals(5000, value.length);
        assertNull(writer.tree().get(key));
        TreeChecker.require(pages, writer.root());
    }

    @Test
    void aFillerMayChangeTheKeyItWritesFor() {
        byte[] key = key(105);
        writer.put(key, 9, target -> {
            key[0] = (byte) -1;
            target.put(new byte[] {1, 2, 3});
        });
        assertArrayEquals(new byte[] {1, 2, 3, 0, 0, 0, 0, 0, 0}, writer.tree().get(key(105)));
        assertNull(writer.tree().get(key));
    }

    @Test
    void valuesSmallAndLargeAreCopied() throws IOException {
        for (int size : new int[] {0, 1, 50, 500, 100_000}) {
            byte[] value = new byte[size];
            new SplittableRandom(size).nextBytes(value);
            byte[] original = value.clone();
            writer.put(key(1), value);
            writer.put(key(3), new ByteArrayInputStream(value));
            Arrays.fill(value, (byte) 0x55);
            assertArrayEquals(original, writer.tree().get(key(1)));
            assertArrayEquals(original, writer.tree().get(key(3)));
            byte[] found = writer.tree().get(key(1));
            assertNotNull(found);
            Arrays.fill(found, (byte) 0x33);
            assertArrayEquals(original, writer.tree().get(key(1)));
        }
    }

    @Test
    void boundsAreCopied() {
        byte[] low = key(10);
        byte[] high = key(14);
        KeyBounds bounds = KeyBounds.closed(low, high);
        Arrays.fill(low, (byte) 0);
        Arrays.fill(high, (byte) 0);
        assertEquals(3, writer.tree().count(bounds));
        TreeCursor cursor = writer.tree().cursor(bounds);
        assertTrue(cursor.first());
        assertArrayEquals(key(10), cursor.key());
    }

    @Test
    void aThreadThatKeepsChangingTheKeyNeverHarmsTheTree() throws InterruptedException {
        byte[] shared = key(0);
        AtomicBoolean stop = new AtomicBoolean();
        Thread vandal = new Thread(() -> {
            SplittableRandom random = new SplittableRandom(1);
            while (!stop.get()) {
                shared[random.nextInt(4)] = (byte) random.nextInt(256);
            }
        });
        vandal.start();
        try {
            SplittableRandom random = new SplittableRandom(2);
            for (int i = 0; i < 20_000; i++) {
                switch (random.nextInt(5)) {
                    case 0 -> writer.remove(shared);
                    case 1 -> writer.tree().get(shared);
                    case 2 -> writer.tree().floor(shared);
                    case 3 -> writer.getAndPut(shared, shared);
                    default -> writer.put(shared, shared);
                }
                if (i % 1000 == 0) {
                    pages.advanceStamp();
                }
            }
        } finally {
            stop.set(true);
            vandal.join();
        }
        TreeChecker.require(pages, writer.root());
    }

    @Test
    void reservedRoomIsFilledPieceByPiece() {
        int size = 700_001;
        byte[] value = new byte[size];
        new SplittableRandom(9).nextBytes(value);
        int[] place = {0};
        int[] calls = {0};
        writer.put(key(5), size, target -> {
            calls[0]++;
            assertTrue(target.remaining() <= 256 * 1024);
            int part = target.remaining();
            target.put(value, place[0], part);
            place[0] += part;
            assertFalse(target.hasRemaining());
        });
        assertTrue(calls[0] > 2);
        assertArrayEquals(value, writer.tree().get(key(5)));
        writer.put(key(5), 0, target -> {
            throw new IllegalStateException("nothing to fill");
        });
        assertArrayEquals(new byte[0], writer.tree().get(key(5)));
        TreeChecker.require(pages, writer.root());
    }

    @Test
    void aFillerThatFailsLeavesNothingBehind() {
        PageReference root = writer.root();
        int allocated = pages.allocated().size();
        for (long size : new long[] {5, 700_000}) {
            int[] calls = {0};
            assertThrows(
                    ArithmeticException.class,
                    () -> writer.put(key(6), size, target -> {
                        if (size == 5 || calls[0]++ == 2) {
                            throw new ArithmeticException("planned");
                        }
                    }));
            assertThrows(
                    ConcurrentModificationException.class,
                    () -> writer.put(key(6), size, target -> {
                        byte[] value = writer.getAndRemove(key(8));
                        writer.put(key(8), value == null ? new byte[1] : value);
                    }));
        }
        assertThrows(IllegalArgumentException.class, () -> writer.put(key(6), -1, target -> {}));
        assertThrows(IllegalArgumentException.class, () -> writer.put(key(6), 1L << 48, target -> {}));
        assertThrows(OversizedKeyException.class, () -> writer.put(new byte[300], 5, target -> {}));
        assertEquals(root.count(), writer.size());
        assertEquals(allocated, pages.allocated().size());
        TreeChecker.require(pages, writer.root());
    }
}
