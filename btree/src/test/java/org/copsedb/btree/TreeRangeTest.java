package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ConcurrentModificationException;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.Test;

/** Ranges, conditions and cursors that change: what they cost, and how they end when a caller's function fails. */
class TreeRangeTest {
    private static final int ENTRIES = 20_000;

    private final MemoryPages pages = new MemoryPages(512);
    private final TreeWriter writer = new TreeWriter(pages, TreeShape.of(0), PageReference.NONE);

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private void fill() {
        for (int i = 0; i < ENTRIES; i++) {
            writer.put(key(i), new byte[10]);
        }
    }

    private int[] pagesOfKinds() {
        int[] kinds = new int[5];
        writer.tree().forEachPage((page, stamp, kind) -> kinds[kind]++);
        return kinds;
    }

    @Test
    void aRangeGoesWithoutItsLeavesBeingRead() {
        fill();
        int[] kinds = pagesOfKinds();
        int height =
                PageHeader.level(pages.read(writer.root().page(), writer.root().stamp())) + 1;
        long before = pages.reads();
        assertEquals(ENTRIES - 200, writer.removeRange(KeyBounds.of(key(100), key(ENTRIES - 100))));
        long reads = pages.reads() - before;
        int most = kinds[PageKind.BRANCH] + 8 * height * height;
        assertTrue(
                reads <= most && most < kinds[PageKind.LEAF] / 2,
                reads + " reads, " + kinds[PageKind.LEAF] + " leaves");
        TreeChecker.require(pages, writer.root());
        assertEquals(200, writer.size());
        assertEquals(pages.allocated().size(), pagesOfKinds()[PageKind.LEAF] + pagesOfKinds()[PageKind.BRANCH]);
    }

    @Test
    void largeValuesOfARangeGoWithIt() {
        for (int i = 0; i < 300; i++) {
            writer.put(key(i), new byte[i % 3 == 0 ? 2000 : 5]);
        }
        assertEquals(300, writer.removeRange(KeyBounds.closed(key(0), key(299))));
        assertTrue(pages.allocated().isEmpty());
        assertEquals(PageReference.NONE, writer.root());
    }

    @Test
    void rangesThatHoldNothingChangeNothing() {
        fill();
        PageReference root = writer.root();
        long allocations = pages.allocations();
        assertEquals(0, writer.removeRange(KeyBounds.of(key(7), key(7))));
        assertEquals(0, writer.removeRange(KeyBounds.of(key(9), key(7))));
        assertEquals(0, writer.removeRange(KeyBounds.from(key(ENTRIES))));
        assertEquals(0, writer.removeRange(new KeyBounds(key(7), false, key(8), false)));
        assertEquals(0, writer.removeIf(KeyBounds.ALL, entry -> false));
        assertEquals(root, writer.root());
        assertEquals(allocations, pages.allocations());
    }

    @Test
    void aScanReadsEveryPageOnceAndAStepInsideALeafNone() {
        fill();
        pages.advanceStamp();
        int[] kinds = pagesOfKinds();
        long before = pages.reads();
        TreeCursor cursor = writer.tree().cursor();
        int entries = 0;
        while (cursor.next()) {
            entries++;
        }
        assertEquals(ENTRIES, entries);
        assertEquals(kinds[PageKind.LEAF] + kinds[PageKind.BRANCH], pages.reads() - before);
    }

    @Test
    void aConditionReadsAndCopiesEveryPageOnce() {
        fill();
        pages.advanceStamp();
        int[] kinds = pagesOfKinds();
        long reads = pages.reads();
        long allocations = pages.allocations();
        // Too few of each leaf to merge any.
        assertEquals(
                ENTRIES / 20,
                writer.removeIf(
                        KeyBounds.ALL, entry -> ByteBuffer.wrap(entry.key()).getInt() % 20 == 7));
        int all = kinds[PageKind.LEAF] + kinds[PageKind.BRANCH];
        assertEquals(all, pages.allocations() - allocations);
        assertTrue(pages.reads() - reads <= all + 10, (pages.reads() - reads) + " reads of " + all + " pages");
        TreeChecker.require(pages, writer.root());
    }

    @Test
    void conditionsThatFailLeaveWhatWasTakenRemoved() {
        fill();
        assertThrows(
                ArithmeticException.class,
                () -> writer.removeIf(KeyBounds.ALL, entry -> {
                    if (entry.compareKey(key(5000)) == 0) {
                        throw new ArithmeticException("planned");
                    }
                    return ByteBuffer.wrap(entry.key()).getInt() % 2 == 0;
                }));
        assertEquals(ENTRIES - 2500, writer.size());
        assertNull(writer.tree().get(key(4998)));
        assertNotNull(writer.tree().get(key(4999)));
        assertNotNull(writer.tree().get(key(5000)));
        TreeChecker.require(pages, writer.root());
    }

    @Test
    void conditionsThatChangeTheTreeAreFoundOut() {
        fill();
        assertThrows(
                ConcurrentModificationException.class,
                () -> writer.removeIf(KeyBounds.ALL, entry -> {
                    writer.put(key(-1), new byte[3]);
                    return true;
                }));
        TreeChecker.require(pages, writer.root());
        assertTrue(writer.size() > ENTRIES - 100);
    }

    @Test
    void aCursorNoticesChangesByOthers() {
        fill();
        MutableTreeCursor cursor = writer.cursor(KeyBounds.ALL);
        assertTrue(cursor.seek(key(10)));
        cursor.set(new byte[] {1});
        assertArrayEquals(new byte[] {1}, writer.tree().get(key(10)));
        writer.put(key(11), new byte[] {2});
        assertFalse(cursor.isOnEntry());
        assertThrows(ConcurrentModificationException.class, cursor::next);
        assertThrows(ConcurrentModificationException.class, cursor::remove);
        assertThrows(ConcurrentModificationException.class, cursor::key);
        assertTrue(cursor.seek(key(11)));
        assertArrayEquals(new byte[] {2}, cursor.valueArray());
    }

    @Test
    void insertionBesideIsRefusedWhereTheKeyDoesNotBelong() {
        writer.put(key(10), new byte[0]);
        writer.put(key(20), new byte[0]);
        MutableTreeCursor cursor = writer.cursor(KeyBounds.closed(key(5), key(25)));
        assertThrows(IllegalStateException.class, () -> cursor.insertAfter(key(15), new byte[0]));
        assertTrue(cursor.first());
        byte[] nothing = {};
        assertThrows(IllegalArgumentException.class, () -> cursor.insertAfter(key(10), nothing));
        assertThrows(IllegalArgumentException.class, () -> cursor.insertAfter(key(21), nothing));
        assertThrows(IllegalArgumentException.class, () -> cursor.insertAfter(key(9), nothing));
        assertThrows(IllegalArgumentException.class, () -> cursor.insertBefore(key(4), nothing));
        assertThrows(IllegalArgumentException.class, () -> cursor.insertBefore(key(11), nothing));
        assertThrows(OversizedKeyException.class, () -> cursor.insertAfter(new byte[400], nothing));
        assertEquals(2, writer.size());
        cursor.insertAfter(key(15), nothing);
        cursor.insertBefore(key(7), nothing);
        assertArrayEquals(key(10), cursor.key());
        assertTrue(cursor.next());
        assertArrayEquals(key(15), cursor.key());
        assertEquals(4, writer.size());
    }

    @Test
    void aViewOfAPublishedVersionStaysAsItIs() {
        fill();
        pages.advanceStamp();
        ValueView view = new ValueView();
        assertTrue(writer.tree().find(key(77), view));
        byte[] before = view.toArray();
        for (int i = 0; i < ENTRIES; i++) {
            writer.put(key(i), new byte[] {(byte) i, 1, 2});
        }
        writer.clear();
        assertArrayEquals(before, view.toArray());
    }
}
