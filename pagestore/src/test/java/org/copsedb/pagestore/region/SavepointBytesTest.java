package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

class SavepointBytesTest {
    /** 5 of 8 base pages, 4/0 and 0/1 live. */
    private static final String EXAMPLE = "0305000000" + "210000002d0000003900000045000000"
            + "080000001000000000000000" + "040000000100000000000000" + "020000000000000000000000"
            + "010000000000000000000000";

    private static byte[] example() {
        return HexFormat.of().parseHex(EXAMPLE);
    }

    private static LivePages examplePages() {
        LiveSet set = new LiveSet(8);
        set.add(4, 0);
        set.add(0, 1);
        return set.capture();
    }

    @Test
    void writesAndReadsTheExample() {
        assertEquals(EXAMPLE, HexFormat.of().formatHex(new SavepointBytes(5, examplePages()).toBytes()));
        SavepointBytes read = SavepointBytes.fromBytes(example());
        assertEquals(5, read.length());
        assertEquals(2, read.pages().count());
        assertTrue(read.pages().contains(4, 0));
        assertTrue(read.pages().contains(0, 1));
    }

    @Test
    void writesTheLargestRegion() {
        LivePages empty = new LiveSet(LiveSet.MAXIMUM_CAPACITY).capture();
        byte[] bytes = new SavepointBytes(LiveSet.MAXIMUM_CAPACITY, empty).toBytes();
        assertEquals(262_357, bytes.length);
        assertEquals(0, SavepointBytes.fromBytes(bytes).pages().count());
    }

    @Test
    void refusesPagesBeyondTheLength() {
        assertThrows(IllegalArgumentException.class, () -> new SavepointBytes(4, examplePages()));
        assertThrows(IllegalArgumentException.class, () -> new SavepointBytes(9, examplePages()));
        assertThrows(IllegalArgumentException.class, () -> new SavepointBytes(-1, examplePages()));
        assertThrows(IllegalArgumentException.class, () -> new SavepointBytes(0, LivePages.none()));
    }

    @Test
    void refusesEveryCut() {
        byte[] bytes = example();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> SavepointBytes.fromBytes(cut), "cut to " + length);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(IllegalArgumentException.class, () -> SavepointBytes.fromBytes(longer));
    }

    @Test
    void refusesOverlappingPagesAndPadding() {
        byte[] overlap = example();
        overlap[25] |= 2; // 1/0 within 0/1
        assertThrows(IllegalArgumentException.class, () -> SavepointBytes.fromBytes(overlap));
        byte[] padding = example();
        padding[68] |= 1;
        assertThrows(IllegalArgumentException.class, () -> SavepointBytes.fromBytes(padding));
    }

    /** Whatever is accepted is written again as it was read; whatever is not is refused by the one exception. */
    @Test
    void acceptsOnlyWhatItWouldWrite() {
        SeededRuns.repeat(2_000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = example();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            SavepointBytes read;
            try {
                read = SavepointBytes.fromBytes(bytes);
            } catch (IllegalArgumentException refused) {
                assertNotNull(refused.getMessage());
                return;
            }
            assertArrayEquals(bytes, read.toBytes());
        });
    }
}
