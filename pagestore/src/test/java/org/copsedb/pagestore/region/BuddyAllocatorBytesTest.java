package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

/** The serialized state: its sizes, and that no damaged one is read. */
class BuddyAllocatorBytesTest {
    @Test
    void hasTheSizesOfTheSeed() {
        BuddyAllocator allocator = new BuddyAllocator(1 << 20, 1 << 20);
        assertEquals(529_312, allocator.toBytes().length);
        assertEquals(262_357, allocator.makeStateForSavepoint().length);
    }

    /** Free blocks follow from the length and from the allocated ones: so no single byte can change alone. */
    @Test
    void refusesEveryChangedByte() {
        SeededRuns.repeat(40, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = randomState(random, 1 + random.nextInt(300));
            for (int at = 0; at < bytes.length; at++) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 + random.nextInt(255));
                assertThrows(CorruptFileException.class, () -> BuddyAllocator.fromBytes(changed), "byte " + at);
            }
        });
    }

    @Test
    void refusesOtherLengths() {
        byte[] bytes = randomState(new SplittableRandom(1), 100);
        for (int size = 0; size < bytes.length + 20; size++) {
            byte[] cut = Arrays.copyOf(bytes, size);
            if (size != bytes.length) {
                assertThrows(CorruptFileException.class, () -> BuddyAllocator.fromBytes(cut), "size " + size);
            }
        }
    }

    /** Several bytes at once, ends and lengths among them: refused or read, never anything else. */
    @Test
    void refusesOrReadsGarbage() {
        SeededRuns.repeat(2_000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = randomState(random, 1 + random.nextInt(200));
            for (int i = random.nextInt(6); i >= 0; i--) {
                int within = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200);
                bytes[random.nextInt(within)] = (byte) random.nextInt(256);
            }
            BuddyAllocator read;
            try {
                read = BuddyAllocator.fromBytes(bytes);
            } catch (CorruptFileException refusal) {
                return;
            }
            assertArrayEquals(NaiveAllocator.of(read).toBytes(), bytes);
        });
    }

    private static byte[] randomState(SplittableRandom random, int capacity) {
        BuddyAllocator allocator = new BuddyAllocator(random.nextInt(capacity + 1), capacity);
        int wanted = random.nextInt(capacity);
        for (int i = 0; i < wanted; i++) {
            allocator.allocate(random.nextInt(3));
            int page = random.nextInt(capacity);
            if (allocator.isAllocated(page, 0)) {
                allocator.free(page, 0);
            }
        }
        return allocator.toBytes();
    }
}
