package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.copsedb.btree.node.BranchEditor;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafContent;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Shows that the suite can fail: each bug is planted, and the suite must find it. */
class PlantedBugTest {
    private static final TreeShape SHAPE = TreeShape.of(0);
    private static final int STEPS = 1500;

    @TestFactory
    List<DynamicTest> theSuiteFindsPlantedBugs() {
        return List.of(
                bug("separator one byte short", pages -> new TreeEditor(pages, SHAPE, PageReference.NONE) {
                    @Override
                    byte[] separator(byte[] left, byte[] right) {
                        byte[] separator = super.separator(left, right);
                        return Arrays.copyOf(separator, Math.max(0, separator.length - 1));
                    }
                }),
                bug("head of the old prefix", pages -> new TreeEditor(pages, SHAPE, PageReference.NONE) {
                    @Override
                    LeafContent newLeafContent() {
                        return new LeafContent(entry) {
                            @Override
                            protected int newHead(byte[] key, int prefixLength, int keyLength) {
                                return super.newHead(key, Math.max(0, prefixLength - 1), keyLength);
                            }
                        };
                    }
                }),
                bug("borrowing without counts", pages -> new TreeEditor(pages, SHAPE, PageReference.NONE) {
                    @Override
                    void noteLevelled(byte[] parent, int leftChild, byte[] left, byte[] right) {
                        int reference = BranchPage.referenceOffset(parent, leftChild);
                        BranchEditor.setChild(parent, leftChild, left, BranchPage.childCount(parent, reference));
                        reference = BranchPage.referenceOffset(parent, leftChild + 1);
                        BranchEditor.setChild(parent, leftChild + 1, right, BranchPage.childCount(parent, reference));
                    }
                }),
                bug("merge loses the last entry", pages -> new TreeEditor(pages, SHAPE, PageReference.NONE) {
                    @Override
                    int mergedEntries(int entries) {
                        return entries - 1;
                    }
                }),
                bug("count not carried up", pages -> new TreeEditor(pages, SHAPE, PageReference.NONE) {
                    @Override
                    long adjustment(long delta) {
                        return Math.max(0, delta);
                    }
                }));
    }

    private static DynamicTest bug(String name, Function<MemoryPages, TreeEditor> editor) {
        return DynamicTest.dynamicTest(
                name, () -> assertThrows(Throwable.class, () -> new TreeSuite(512, SHAPE, editor).all(4711, STEPS)));
    }

    @Test
    void theSuitePassesWithoutABug() {
        new TreeSuite(512, SHAPE).all(4711, STEPS);
    }
}
