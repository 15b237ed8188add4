package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ConcurrentModificationException;
import java.util.concurrent.ThreadLocalRandom;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TreeTest {
    private static final TreeShape SMALL = TreeShape.of(0);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long seed() {
        long seed = Long.getLong("copsedb.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("seed: -Dcopsedb.seed=" + seed);
        return seed;
    }

    private static int scaled(int steps) {
        return (int) Math.max(50, steps * TreeSuite.SCALE);
    }

    @ParameterizedTest
    @EnumSource
    void smallestPagesCheckedAfterEveryStep(KeyFamily family) {
        new TreeSuite(512, SMALL).randomOperations(family, seed(), scaled(2000), 1);
    }

    @ParameterizedTest
    @EnumSource
    void rangesAndCursorsCheckedAfterEveryStep(KeyFamily family) {
        new TreeSuite(512, SMALL).ranges(family, seed(), scaled(3000), 1);
    }

    @ParameterizedTest
    @EnumSource
    void smallestPages(KeyFamily family) {
        new TreeSuite(512, SMALL).randomOperations(family, seed(), scaled(30_000), 997);
    }

    @ParameterizedTest
    @CsvSource({"512,1,0", "1024,0,2", "4096,0,0", "4096,1,1", "4096,2,2", "8192,0,1", "16384,0,0", "65536,0,0"})
    void allGeometries(int basePageSize, int leafOrder, int branchOrder) {
        TreeSuite suite = new TreeSuite(basePageSize, new TreeShape(leafOrder, branchOrder));
        long seed = seed();
        for (KeyFamily family : KeyFamily.values()) {
            suite.randomOperations(family, seed, scaled(4000), 499);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oldVersionsStay(KeyFamily family) {
        new TreeSuite(512, SMALL).isolation(family, seed(), scaled(4000));
    }

    @ParameterizedTest
    @EnumSource
    void rollbackReturnsToTheVersion(KeyFamily family) {
        new TreeSuite(512, SMALL).rollback(family, seed(), scaled(60));
    }

    @Test
    void anEmptyTreeHasNothing() {
        Tree tree = new Tree(new MemoryPages(512), PageReference.NONE);
        byte[] key = bytes("a");
        assertNull(tree.get(key));
        assertFalse(tree.contains(key));
        assertNull(tree.first());
        assertNull(tree.last());
        assertNull(tree.floor(key));
        assertNull(tree.higher(key));
        assertEquals(0, tree.rank(key));
        assertEquals(0, tree.count(KeyBounds.ALL));
        assertFalse(tree.cursor().next());
        assertFalse(tree.cursor().previous());
        assertThrows(IndexOutOfBoundsException.class, () -> tree.keyAt(0));
        assertEquals(
                0, TreeChecker.check(new MemoryPages(512), PageReference.NONE).size());
    }

    @Test
    void ascendingInsertionLeavesFullPages() {
        assertTrue(fillAfter(true) > 0.95, "ascending");
        assertTrue(fillAfter(false) > 0.95, "descending");
    }

    private static double fillAfter(boolean ascending) {
        MemoryPages pages = new MemoryPages(4096);
        TreeWriter writer = new TreeWriter(pages, TreeShape.of(1), PageReference.NONE);
        int entries = 20_000;
        for (int i = 0; i < entries; i++) {
            long number = ascending ? i : entries - i;
            writer.put(ByteBuffer.allocate(8).putLong(number).array(), new byte[92]);
        }
        TreeChecker.require(pages, writer.root());
        // A slot, the length of the value, and the value; of the key nothing remains but its head.
        return entries * (8 + 2 + 92.0) / pages.allocatedBytes();
    }

    @Test
    void keysAtTheLimitAreTakenAndLongerOnesRefused() {
        for (int order = 0; order < 5; order++) {
            MemoryPages pages = new MemoryPages(4096);
            TreeWriter writer = new TreeWriter(pages, TreeShape.of(order), PageReference.NONE);
            int limit = writer.maximumKeyLength();
            int node = 4096 << order;
            assertTrue(limit > node / 4 - 100 && limit <= node / 4, limit + " of " + node);
            writer.put(new byte[limit], new byte[node]);
            assertEquals(1, writer.size());
            PageReference root = writer.root();
            OversizedKeyException refused =
                    assertThrows(OversizedKeyException.class, () -> writer.put(new byte[limit + 1], new byte[1]));
            assertEquals(limit + 1, refused.length());
            assertEquals(limit, refused.limit());
            assertThrows(OversizedKeyException.class, () -> writer.compute(new byte[limit + 1], value -> value));
            assertEquals(root, writer.root());
            assertNull(writer.tree().get(new byte[limit + 1]));
            assertFalse(writer.remove(new byte[limit + 1]));
        }
    }

    @Test
    void callersArraysAreCopied() {
        MemoryPages pages = new MemoryPages(512);
        TreeWriter writer = new TreeWriter(pages, SMALL, PageReference.NONE);
        byte[] key = bytes("key");
        byte[] value = bytes("value");
        writer.put(key, value);
        key[0] = 'x';
        value[0] = 'x';
        byte[] found = writer.tree().get(bytes("key"));
        assertArrayEquals(bytes("value"), found);
        assertNotNull(found);
        found[0] = 'y';
        assertArrayEquals(bytes("value"), writer.tree().get(bytes("key")));
    }

    @Test
    void computeFindsOutAboutChangesByItsFunction() {
        TreeWriter writer = new TreeWriter(new MemoryPages(512), SMALL, PageReference.NONE);
        writer.put(bytes("a"), bytes("1"));
        assertThrows(
                ConcurrentModificationException.class,
                () -> writer.compute(bytes("a"), value -> {
                    writer.put(bytes("b"), bytes("2"));
                    return value;
                }));
        assertEquals(2, writer.size());
    }

    @Test
    void clearReadsNoLeafOfATreeWithoutLargeValues() {
        MemoryPages pages = new MemoryPages(512);
        TreeWriter writer = new TreeWriter(pages, SMALL, PageReference.NONE);
        for (int i = 0; i < 20_000; i++) {
            writer.put(ByteBuffer.allocate(4).putInt(i).array(), new byte[10]);
        }
        int[] branches = new int[1];
        writer.tree().forEachPage((page, stamp, kind) -> branches[0] += kind == PageKind.BRANCH ? 1 : 0);
        long before = pages.reads();
        writer.clear();
        assertEquals(branches[0], pages.reads() - before);
        assertTrue(pages.allocated().isEmpty());
        assertEquals(0, writer.size());
    }

    @Test
    void aCursorSeeksBothWays() {
        TreeWriter writer = new TreeWriter(new MemoryPages(512), SMALL, PageReference.NONE);
        for (int i = 0; i < 1000; i++) {
            writer.put(bytes(String.format("%04d", i * 2)), bytes("v" + i));
        }
        TreeCursor cursor = writer.tree().cursor(KeyBounds.closed(bytes("0100"), bytes("1501")));
        assertTrue(cursor.seek(bytes("0000")));
        assertArrayEquals(bytes("0100"), cursor.key());
        assertFalse(cursor.previous());
        assertTrue(cursor.next());
        assertArrayEquals(bytes("0100"), cursor.key());
        assertTrue(cursor.seekFloor(bytes("9999")));
        assertArrayEquals(bytes("1500"), cursor.key());
        assertFalse(cursor.seek(bytes("1501")));
        assertTrue(cursor.previous());
        assertArrayEquals(bytes("1500"), cursor.key());
        assertTrue(cursor.seek(bytes("0777")));
        assertArrayEquals(bytes("0778"), cursor.key());
        byte[] key = new byte[6];
        assertEquals(4, cursor.copyKey(key, 1));
        assertArrayEquals(new byte[] {0, '0', '7', '7', '8', 0}, key);
        assertThrows(IndexOutOfBoundsException.class, () -> cursor.copyKey(key, 3));
        assertEquals("0778", new String(cursor.keyBuffer(), 0, cursor.keyLength(), StandardCharsets.ISO_8859_1));
        assertArrayEquals(bytes("v389"), cursor.valueArray());
        assertFalse(cursor.seekFloor(bytes("0099")));
        assertThrows(IllegalStateException.class, cursor::key);
    }
}
