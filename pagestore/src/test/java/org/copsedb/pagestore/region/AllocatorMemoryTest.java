package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How much memory a region of 2^20 pages takes, measured by the heap that many of them hold. */
class AllocatorMemoryTest {
    private static final int PAGES = 1 << 20;
    private static final int COPIES = 16;

    /** Fills a region. */
    @FunctionalInterface
    private interface Filler {
        void fill(SplittableRandom random, Region region);
    }

    private static double bytesPerPage(String name, Filler filler) {
        filler.fill(new SplittableRandom(0), new Region(0, PAGES, PAGES)); // loads what all regions share
        List<Region> regions = new ArrayList<>();
        long before = usedHeap();
        for (int copy = 0; copy < COPIES; copy++) {
            Region region = new Region(copy, PAGES, PAGES);
            filler.fill(new SplittableRandom(copy), region);
            regions.add(region);
        }
        double bytes = (double) (usedHeap() - before) / regions.size() / PAGES;
        System.out.printf(Locale.ROOT, "a region of 2^20 pages, %s: %.4f bytes per page%n", name, bytes);
        return bytes;
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void take(Region region, int index, int order) {
        region.allocator().recordAllocation(index, order);
        region.live().add(index, order);
    }

    @Test
    void takesLessThanEightTenthsOfAByteForAPageAtWorst() {
        double bytes = bytesPerPage("half full of pages of orders 0 to 3 at random places", (random, region) -> {
            while (region.allocator().countAllocatedPages() < PAGES / 2) {
                int order = random.nextInt(4);
                int index = random.nextInt(PAGES >>> order);
                if (region.allocator().isFree(index, order)) {
                    take(region, index, order);
                }
            }
        });
        assertTrue(bytes < 0.8, bytes + " bytes per page");
        assertTrue(bytes > 0.5, "what was measured is not the state of the worst case: " + bytes);
    }

    @Test
    void takesNextToNothingWhereAllIsFree() {
        double bytes = bytesPerPage("all free again", (random, region) -> {
            for (int i = 0; i < PAGES; i++) {
                region.allocator().allocate(0);
            }
            for (int i = 0; i < PAGES; i++) {
                region.allocator().free(i, 0);
            }
        });
        assertTrue(bytes < 0.05, bytes + " bytes per page");
    }

    @Test
    void takesNextToNothingWhereAllIsUsed() {
        double bytes = bytesPerPage("all used at order 1", (random, region) -> {
            for (int i = 0; i < PAGES / 2; i++) {
                take(region, i, 1);
            }
        });
        assertTrue(bytes < 0.05, bytes + " bytes per page");
    }
}
