package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the allocator with a naive model, and plants errors to see that the comparison finds them. */
class BuddyAllocatorModelTest {
    private static final int SEEDS = 300;
    private static final int LARGEST = 1 << 20;

    @Test
    void behavesAsTheModel() {
        long operations = SeededRuns.count("allocator", SEEDS, seed -> run(seed, BuddyAllocator::new));
        assertTrue(operations > 0, "nothing was compared");
    }

    @Test
    void behavesAsTheModelInTheLargestRegion() {
        long operations = SeededRuns.count(
                "allocator of 2^20 pages",
                1,
                seed -> new AllocatorModel(new SplittableRandom(seed), LARGEST, BuddyAllocator::new).run(100));
        assertTrue(operations > 0, "nothing was compared");
    }

    private static long run(long seed, AllocatorModel.Factory factory) {
        SplittableRandom random = new SplittableRandom(seed);
        int capacity = randomCapacity(random);
        int steps = Math.max(100, Math.min(2_000, 2_000_000 / capacity));
        return new AllocatorModel(random, capacity, factory).run(steps);
    }

    /** Mostly small, where everything meets soon; about half are powers of two, some have several chunks per order. */
    private static int randomCapacity(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 35) {
            return 1 << random.nextInt(11);
        } else if (kind < 65) {
            return 1 + random.nextInt(130);
        } else if (kind < 85) {
            return 1 + random.nextInt(1_000);
        } else if (kind < 92) {
            return 1 << (11 + random.nextInt(5));
        }
        return 4_000 + random.nextInt(20_000);
    }

    @ParameterizedTest
    @EnumSource
    void findsPlantedErrors(PlantedError error) {
        assertTrue(SeededRuns.findsPlantedError(SEEDS, seed -> run(seed, error::create)));
    }

    /** What could be wrong with an allocator. */
    enum PlantedError {
        MERGE_FORGOTTEN_AT_THE_HIGHEST_ORDER {
            @Override
            BuddyAllocator create(int length, int capacity) {
                return new BuddyAllocator(length, new Blocks(capacity) {
                    @Override
                    boolean mergesAt(int order) {
                        return super.mergesAt(order + 1);
                    }
                });
            }
        },
        RIGHT_HALF_GIVEN_OUT {
            @Override
            BuddyAllocator create(int length, int capacity) {
                return new BuddyAllocator(length, new Blocks(capacity) {
                    @Override
                    int partGivenOut(int index, int order, int smallerOrder) {
                        return super.partGivenOut(index + 1, order, smallerOrder) - 1;
                    }
                });
            }
        },
        GROWN_PAGES_NOT_MERGED {
            @Override
            BuddyAllocator create(int length, int capacity) {
                return new BuddyAllocator(length, new UnmergedGrowth(capacity));
            }
        },
        SHRUNK_BY_WHOLE_BLOCKS {
            @Override
            BuddyAllocator create(int length, int capacity) {
                return new BuddyAllocator(length, new Blocks(capacity) {
                    @Override
                    void removeTail(int end, int newEnd) {
                        super.removeTail(end, tailStart(newEnd));
                    }
                });
            }
        },
        LOWEST_OF_THE_SMALLEST_ORDER_ONLY {
            @Override
            BuddyAllocator create(int length, int capacity) {
                return new BuddyAllocator(length, new Blocks(capacity) {
                    @Override
                    int orderOfLowest(int order) {
                        return smallestOrder(order);
                    }
                });
            }
        },
        DIFFERENCE_BY_INDEX_WITHOUT_ORDER {
            @Override
            BuddyAllocator create(int length, int capacity) {
                return new DifferenceByIndex(length, capacity);
            }
        };

        abstract BuddyAllocator create(int length, int capacity);
    }
}
