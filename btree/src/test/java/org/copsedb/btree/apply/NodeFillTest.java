package org.copsedb.btree.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.copsedb.btree.TreeChecker;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How full nodes are after each way to fill a tree with entries of 24 + 150 bytes. */
class NodeFillTest {
    private static final int ENTRIES = 30_000;
    private static final byte[] VALUE = new byte[150];

    private final SplittableRandom random = new SplittableRandom(5);
    private final MemoryPages pages = new MemoryPages(4096);

    private byte[] key() {
        byte[] key = new byte[24];
        random.nextBytes(key);
        return key;
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(24).putInt(number).array();
    }

    private double bytesPerEntry(TreeWriter tree) {
        assertEquals(List.of(), TreeChecker.check(pages, tree.root()));
        return (double) pages.allocatedBytes() / tree.size();
    }

    private TreeWriter built(TreeShape shape, boolean ascending) {
        TreeWriter tree = new TreeWriter(pages, shape, PageReference.NONE);
        WriteBuffer buffer = new WriteBuffer(pages, shape, tree, new WriteBudget(64 << 20));
        for (int i = 0; i < ENTRIES; i++) {
            buffer.put(ascending ? key(i) : key(), VALUE);
        }
        buffer.apply();
        assertEquals(ENTRIES, tree.size());
        return tree;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sortedApplicationTakesAtMost200BytesAnEntry(int order) {
        double bytes = bytesPerEntry(built(TreeShape.of(order), false));
        assertTrue(bytes > 174 && bytes <= 200, bytes + " bytes an entry");
    }

    @Test
    void entriesThatArriveInOrderLeaveNoRoom() {
        double ascending = bytesPerEntry(built(TreeShape.of(1), true));
        assertTrue(ascending > 174 && ascending < 183, ascending + " bytes an entry");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void randomInsertionTakesAtMost285BytesAnEntry(int order) {
        TreeWriter tree = new TreeWriter(pages, TreeShape.of(order), PageReference.NONE);
        for (int i = 0; i < ENTRIES; i++) {
            tree.put(key(), VALUE);
        }
        double bytes = bytesPerEntry(tree);
        assertTrue(bytes > 200 && bytes <= 285, bytes + " bytes an entry");
    }

    /** Without the room that is left, nearly every leaf that is met by an insertion would be split. */
    @Test
    void theFirstInsertionsIntoABuiltTreeSplitFewLeaves() {
        TreeWriter tree = built(TreeShape.of(1), false);
        int before = pages.allocated().size();
        int insertions = before / 2;
        for (int i = 0; i < insertions; i++) {
            tree.put(key(), VALUE);
        }
        int splits = pages.allocated().size() - before;
        assertTrue(splits < insertions / 10, splits + " splits after " + insertions + " insertions");
    }
}
