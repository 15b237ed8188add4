package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.copsedb.btree.node.BranchEditor;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafContent;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shows that the suite can fail: each bug is planted, and the suite must find it. */
class PlantedBugTest {
    private static final TreeShape SHAPE = TreeShape.of(0);
    private static final int STEPS = 1500;

    /** What can be wrong. */
    enum Bug {
        SEPARATOR_ONE_BYTE_SHORT,
        HEAD_OF_THE_OLD_PREFIX,
        BORROWING_WITHOUT_COUNTS,
        MERGE_LOSES_THE_LAST_ENTRY,
        COUNT_NOT_CARRIED_UP,
        SPLIT_LOSES_AN_ENTRY,
        SEPARATOR_KEPT_AFTER_LEVELLING,
        EMPTY_LEAF_KEPT,
        ROOT_WITH_ONE_CHILD_KEPT,
        PUBLISHED_PAGE_EDITED,
        COPIED_PAGE_NOT_FREED,
        LARGE_VALUE_NOT_FREED,
        LARGE_VALUES_NOT_MARKED_ABOVE,
        SUBTREE_NOT_FREED,
        SUBTREE_COUNTED_WRONGLY,
        LAST_OF_SEVERAL_REMOVALS_FORGOTTEN,
        CURSOR_SKIPS_AFTER_REMOVAL,
        CURSOR_KEEPS_AN_OLD_PATH,
        WIDTH_OF_THE_FIRST_KEY,
        WIDTH_OF_THE_FIRST_VALUE
    }

    /** The editor with bugs. */
    private static final class BuggyEditor extends TreeEditor {
        private final Set<Bug> bugs;

        BuggyEditor(PageWriter pages, Set<Bug> bugs) {
            super(pages, SHAPE, PageReference.NONE);
            this.bugs = bugs;
        }

        private boolean has(Bug bug) {
            return bugs.contains(bug);
        }

        @Override
        byte[] separator(byte[] left, byte[] right) {
            byte[] separator = super.separator(left, right);
            return has(Bug.SEPARATOR_ONE_BYTE_SHORT)
                    ? Arrays.copyOf(separator, Math.max(0, separator.length - 1))
                    : separator;
        }

        @Override
        LeafContent newLeafContent() {
            return new LeafContent(entry) {
                @Override
                protected boolean haveOneKeyWidth(int from, int to) {
                    return super.haveOneKeyWidth(from, has(Bug.WIDTH_OF_THE_FIRST_KEY) ? from + 1 : to);
                }

                @Override
                protected boolean haveOneValueWidth(int from, int to) {
                    return super.haveOneValueWidth(from, has(Bug.WIDTH_OF_THE_FIRST_VALUE) ? from + 1 : to);
                }

                @Override
                protected int newHead(byte[] key, int prefixLength, int keyLength) {
                    return super.newHead(
                            key,
                            has(Bug.HEAD_OF_THE_OLD_PREFIX) ? Math.max(0, prefixLength - 1) : prefixLength,
                            keyLength);
                }
            };
        }

        @Override
        void noteLevelled(byte[] parent, int leftChild, byte[] left, byte[] right) {
            if (has(Bug.BORROWING_WITHOUT_COUNTS)) {
                int reference = BranchPage.referenceOffset(parent, leftChild);
                BranchEditor.setChild(parent, leftChild, left, BranchPage.childCount(parent, reference));
                reference = BranchPage.referenceOffset(parent, leftChild + 1);
                BranchEditor.setChild(parent, leftChild + 1, right, BranchPage.childCount(parent, reference));
            } else {
                super.noteLevelled(parent, leftChild, left, right);
            }
        }

        @Override
        int mergedEntries(int entries) {
            return has(Bug.MERGE_LOSES_THE_LAST_ENTRY) ? entries - 1 : entries;
        }

        @Override
        long adjustment(long delta) {
            return has(Bug.COUNT_NOT_CARRIED_UP) ? Math.max(0, delta) : delta;
        }

        @Override
        int rightBegin(int at) {
            return has(Bug.SPLIT_LOSES_AN_ENTRY) ? at + 1 : at;
        }

        @Override
        boolean replaceSeparator(int depth, int index, byte[] separator) {
            return !has(Bug.SEPARATOR_KEPT_AFTER_LEVELLING) && super.replaceSeparator(depth, index, separator);
        }

        @Override
        boolean isPoor(byte[] node) {
            boolean empty = PageHeader.level(node) == 0 && PageHeader.entryCount(node) == 0;
            return super.isPoor(node) && !(empty && has(Bug.EMPTY_LEAF_KEPT));
        }

        @Override
        boolean isSuperfluous(byte[] root) {
            return super.isSuperfluous(root) && !has(Bug.ROOT_WITH_ONE_CHILD_KEPT);
        }

        @Override
        boolean mustCopy(byte[] page) {
            return super.mustCopy(page) && !has(Bug.PUBLISHED_PAGE_EDITED);
        }

        @Override
        void giveUp(byte[] page) {
            if (!has(Bug.COPIED_PAGE_NOT_FREED)) {
                super.giveUp(page);
            }
        }

        @Override
        void freeLarge(byte[] leaf, long location) {
            if (!has(Bug.LARGE_VALUE_NOT_FREED)) {
                super.freeLarge(leaf, location);
            }
        }

        @Override
        void markAbove(byte[] parent, byte[] node) {
            if (!has(Bug.LARGE_VALUES_NOT_MARKED_ABOVE)) {
                super.markAbove(parent, node);
            }
        }

        @Override
        void free(SubtreeRelease release) {
            if (!has(Bug.SUBTREE_NOT_FREED)) {
                super.free(release);
            }
        }

        @Override
        long entriesBelow(long count) {
            return has(Bug.SUBTREE_COUNTED_WRONGLY) ? count - 1 : count;
        }

        @Override
        void removeEntries(int[] indexes, int count) {
            super.removeEntries(indexes, has(Bug.LAST_OF_SEVERAL_REMOVALS_FORGOTTEN) ? Math.max(1, count - 1) : count);
        }

        @Override
        boolean leavesGap() {
            return !has(Bug.CURSOR_SKIPS_AFTER_REMOVAL);
        }

        @Override
        boolean isPathKept() {
            return super.isPathKept() || (has(Bug.CURSOR_KEEPS_AN_OLD_PATH) && !isEmpty());
        }
    }

    private static void runSuite(Set<Bug> bugs) {
        new TreeSuite(512, SHAPE, (MemoryPages pages) -> new BuggyEditor(pages, bugs)).all(4711, STEPS);
    }

    @ParameterizedTest
    @EnumSource
    void theSuiteFindsThePlantedBug(Bug bug) {
        Throwable found = assertThrows(Throwable.class, () -> runSuite(EnumSet.of(bug)));
        assertFalse(found instanceof VirtualMachineError, found::toString);
    }

    @Test
    void theSuitePassesWithoutABug() {
        runSuite(EnumSet.noneOf(Bug.class));
    }
}
