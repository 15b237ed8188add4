package org.copsedb.btree.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.copsedb.btree.KeyFamily;
import org.copsedb.btree.TreeShape;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Shows that the model can fail: each bug is planted, and the model must find it. */
class PlantedBugTest {
    private static final int SEEDS = 20;
    private static final int STEPS = 3000;

    @TestFactory
    List<DynamicTest> theModelFindsPlantedBugs() {
        return List.of(
                bug("unstable sort", (pages, shape, tree, budget) -> new WriteBuffer(pages, shape, tree, budget) {
                    @Override
                    KeySort newSort(WriteArena cells) {
                        return new KeySort(cells) {
                            @Override
                            boolean isBefore(long later, long earlier) {
                                return super.isBefore(later, earlier) || !super.isBefore(earlier, later);
                            }
                        };
                    }
                }),
                bug("last write loses", (pages, shape, tree, budget) -> new WriteBuffer(pages, shape, tree, budget) {
                    @Override
                    RunMerge newRunMerge(List<SortedWrites> sources) {
                        return new RunMerge(sources, superseded) {
                            @Override
                            boolean isLater(int sequence, int other) {
                                return super.isLater(other, sequence);
                            }
                        };
                    }
                }),
                bug(
                        "superseded write stays",
                        (pages, shape, tree, budget) -> new WriteBuffer(pages, shape, tree, budget) {
                            @Override
                            ArenaWrites newArenaWrites(KeySort sorted) {
                                return new ArenaWrites(sorted, superseded) {
                                    @Override
                                    boolean isSuperseded() {
                                        return false;
                                    }
                                };
                            }
                        }),
                merging("removal of a leaf's last entry forgotten", MergeKeepsLastEntry::new),
                merging("separator of a built branch one byte short", MergeCutsSeparators::new),
                merging("count of a branch one short", MergeMiscounts::new),
                bug(
                        "savepoint does not seal",
                        (pages, shape, tree, budget) -> new WriteBuffer(pages, shape, tree, budget) {
                            @Override
                            int sealedEnd() {
                                return 0;
                            }
                        }),
                bug(
                        "superseded large value leaks",
                        (pages, shape, tree, budget) -> new WriteBuffer(pages, shape, tree, budget) {
                            @Override
                            void drop(byte[] array, int cell) {
                                // The planted bug: its pages are not given up.
                            }
                        }),
                bug(
                        "refused sorted entries stay",
                        (pages, shape, tree, budget) -> new WriteBuffer(pages, shape, tree, budget) {
                            @Override
                            void undoSorted() {
                                // The planted bug: the entries before the refused one are not taken back.
                            }
                        }));
    }

    private static final class MergeKeepsLastEntry extends TreeMerge {
        MergeKeepsLastEntry(PageWriter pages, TreeShape shape, SortedWrites writes, boolean ascending) {
            super(pages, shape, writes, ascending);
        }

        @Override
        int behind(int index, int count) {
            return index == count - 1 ? index : super.behind(index, count);
        }
    }

    private static final class MergeCutsSeparators extends TreeMerge {
        MergeCutsSeparators(PageWriter pages, TreeShape shape, SortedWrites writes, boolean ascending) {
            super(pages, shape, writes, ascending);
        }

        @Override
        byte[] separator(byte[] left, byte[] right) {
            byte[] separator = super.separator(left, right);
            return Arrays.copyOf(separator, Math.max(0, separator.length - 1));
        }
    }

    private static final class MergeMiscounts extends TreeMerge {
        MergeMiscounts(PageWriter pages, TreeShape shape, SortedWrites writes, boolean ascending) {
            super(pages, shape, writes, ascending);
        }

        @Override
        long countOf(byte[] node) {
            return super.countOf(node) - (PageHeader.level(node) > 0 ? 1 : 0);
        }
    }

    private interface MergeFactory {
        TreeMerge make(PageWriter pages, TreeShape shape, SortedWrites writes, boolean ascending);
    }

    private static DynamicTest merging(String name, MergeFactory merge) {
        return bug(name, (pages, shape, tree, budget) -> new WriteBuffer(pages, shape, tree, budget) {
            @Override
            TreeMerge newMerge(SortedWrites writes, boolean arrivedAscending) {
                return merge.make(pages, shape, writes, arrivedAscending);
            }
        });
    }

    private static DynamicTest bug(String name, BufferFactory factory) {
        return DynamicTest.dynamicTest(
                name, () -> assertTrue(SeededRuns.findsPlantedError(SEEDS, seed -> run(seed, factory))));
    }

    private static void run(long seed, BufferFactory factory) {
        KeyFamily[] families = KeyFamily.values();
        KeyFamily family = families[(int) (seed % families.length)];
        new BufferModel(BufferGeometry.of(512, 0, 0, 16_384), family, seed, factory).run(STEPS);
    }

    @Test
    void theModelPassesWithoutABug() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(seed, WriteBuffer::new);
        }
    }
}
