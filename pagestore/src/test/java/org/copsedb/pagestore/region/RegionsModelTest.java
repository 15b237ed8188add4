package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares all regions of a file with a naive model, plants errors, and measures how near pages are placed. */
class RegionsModelTest {
    private static final int SEEDS = 200;
    private static final int FILE_PAGES = 1 << 14;
    private static final int TRANSACTIONS = 4;
    private static final int TRANSACTION_PAGES = 100;

    @Test
    void behavesAsTheModel() {
        long operations = SeededRuns.count(
                "regions that grow and shrink", SEEDS, seed -> new RegionsModel(seed, Regions::new).run(1_000));
        assertTrue(operations > 0, "nothing was compared");
    }

    @ParameterizedTest
    @EnumSource
    void findsPlantedErrors(PlantedError error) {
        assertTrue(SeededRuns.findsPlantedError(SEEDS, seed -> new RegionsModel(seed, error::create).run(1_000)));
    }

    /** What could be wrong with regions. */
    enum PlantedError {
        TRACKER_HINT_TAKEN_AS_TRUTH {
            @Override
            Regions create(FileLayout layout) {
                return new Regions(layout) {
                    @Override
                    boolean hasRoom(int region, int order) {
                        return true;
                    }
                };
            }
        },
        FREED_BLOCKS_NOT_ANNOUNCED {
            @Override
            Regions create(FileLayout layout) {
                return new Regions(layout) {
                    @Override
                    void announce(int region) {
                        // Planted: the tracker believes that the region is as full as it was.
                    }
                };
            }
        };

        abstract Regions create(FileLayout layout);
    }

    /** A store that is full to a part and old: pages of two orders at random places were freed again and again. */
    private static void age(SplittableRandom random, Regions regions, int percent) {
        TreeSet<Long> pages = new TreeSet<>();
        BuddyAllocator allocator = regions.region(0).allocator();
        for (int i = 0; i < 4 * FILE_PAGES; i++) {
            if (allocator.countAllocatedPages() >= FILE_PAGES / 100 * percent) {
                long any = PageNumber.encode(0, random.nextInt(FILE_PAGES), random.nextInt(2));
                Long page = pages.ceiling(any);
                page = page == null ? pages.first() : page;
                pages.remove(page);
                regions.free(page);
            } else {
                int order = random.nextInt(2);
                int index = random.nextInt(FILE_PAGES >>> order);
                if (allocator.isFree(index, order)) {
                    long page = PageNumber.encode(0, index, order);
                    regions.recordAllocation(page);
                    pages.add(page);
                }
            }
        }
    }

    /** Where one base page ends and the next does not follow. */
    private static int extents(Set<Integer> basePages) {
        return (int)
                basePages.stream().filter(page -> !basePages.contains(page + 1)).count();
    }

    private static double extentsPerTransaction(long seed, int percent, boolean together) {
        SplittableRandom random = new SplittableRandom(seed);
        Regions regions = new Regions(new FileLayout(4096, FILE_PAGES));
        regions.resize(FILE_PAGES);
        age(random, regions, percent);
        int extents = 0;
        for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
            Set<Integer> taken = new HashSet<>();
            while (taken.size() < TRANSACTION_PAGES) {
                int order = random.nextInt(2);
                long page = together
                        ? regions.allocate(order)
                        : PageNumber.encode(0, regions.region(0).allocator().allocate(order), order);
                for (int i = 0; i < 1 << order; i++) {
                    taken.add((int) PageNumber.firstBasePage(page) + i);
                }
            }
            extents += extents(taken);
        }
        return (double) extents / TRANSACTIONS;
    }

    /** The figures stand in docs/design-decisions.md. */
    @ParameterizedTest
    @CsvSource({"50, 0.5", "70, 0.5", "90, 0.9"})
    void placesTheSamePagesInFewerExtents(int percent, double most) {
        double apart = 0;
        double together = 0;
        for (long seed = 1; seed <= 5; seed++) {
            apart += extentsPerTransaction(seed, percent, false) / 5;
            together += extentsPerTransaction(seed, percent, true) / 5;
        }
        System.out.printf(
                "extents of a transaction of %d base pages in a store that is %d %% full:"
                        + " %.1f each block from the smallest that fits, %.1f in runs%n",
                TRANSACTION_PAGES, percent, apart, together);
        assertTrue(together < apart * most, together + " extents are not far fewer than " + apart);
    }

    @Test
    void aRunTakesNoPageFromAnotherRun() {
        Regions regions = new Regions(new FileLayout(4096, 64));
        regions.resize(64);
        Set<Long> taken = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            assertTrue(taken.add(regions.allocate(0)));
        }
        assertEquals(Regions.NONE, regions.allocate(0));
    }
}
