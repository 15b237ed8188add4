package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.copsedb.pagestore.PageNumber;

/**
 * Random allocation in regions that grow and shrink, beside one bit for each base page of the file. Everything is a
 * function of the seed; the regions under test come from a factory, so that faulty ones can be put in their place.
 */
final class RegionsModel {
    private static final int MOST_REGIONS = 12;

    private final SplittableRandom random;
    private final FileLayout layout;
    private final Function<FileLayout, Regions> factory;
    private final BitSet used = new BitSet();
    private final List<Long> pages = new ArrayList<>();
    private Regions regions;
    private long length;

    RegionsModel(long seed, Function<FileLayout, Regions> factory) {
        random = new SplittableRandom(seed);
        layout = new FileLayout(512, 2 << random.nextInt(8));
        this.factory = factory;
        regions = factory.apply(layout);
    }

    /** Does so many operations and returns their number. */
    long run(int operations) {
        for (int i = 0; i < operations; i++) {
            step();
            assertEquals(length, regions.basePages());
            assertEquals((length + layout.regionPages() - 1) / layout.regionPages(), regions.count());
        }
        check();
        return operations;
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 50) {
            allocate();
        } else if (kind < 80) {
            free();
        } else if (kind < 88) {
            grow();
        } else if (kind < 95) {
            shrink();
        } else if (kind < 97) {
            rebuild();
        } else if (kind < 98) {
            check();
        } else {
            refuse();
        }
    }

    private void allocate() {
        int order = random.nextInt(random.nextInt(4) == 0 ? layout.maximumOrder() + 1 : 2);
        boolean lowest = random.nextInt(3) == 0;
        long page = lowest ? regions.allocateLowest(order) : regions.allocate(order);
        long first = firstFree(order);
        if (page == Regions.NONE) {
            assertEquals(-1, first, () -> "room for order " + order + " was not found");
            return;
        }
        assertEquals(order, PageNumber.order(page));
        assertTrue(isFree(layout.basePage(page), order), () -> PageNumber.decode(page) + " was in use");
        if (lowest) {
            assertEquals(first, layout.basePage(page));
        }
        enter(page);
    }

    private void enter(long page) {
        int first = (int) layout.basePage(page);
        used.set(first, first + (1 << PageNumber.order(page)));
        pages.add(page);
    }

    private boolean isFree(long first, int order) {
        int next = used.nextSetBit((int) first);
        long end = first + (1L << order);
        return end <= length && (next < 0 || next >= end);
    }

    /** The first base page of the first aligned free block, -1 if there is none. */
    private long firstFree(int order) {
        for (long first = 0; first + (1L << order) <= length; first += 1L << order) {
            if (isFree(first, order)) {
                return first;
            }
        }
        return -1;
    }

    private void free() {
        if (pages.isEmpty()) {
            return;
        }
        int position = random.nextInt(pages.size());
        long page = pages.set(position, pages.get(pages.size() - 1));
        pages.remove(pages.size() - 1);
        regions.free(page);
        int first = (int) layout.basePage(page);
        used.clear(first, first + (1 << PageNumber.order(page)));
    }

    private void grow() {
        long limit = (long) MOST_REGIONS * layout.regionPages();
        int order = random.nextInt(layout.maximumOrder() + 1);
        long wanted = random.nextBoolean() ? regions.basePagesToFit(order) : length + random.nextInt(100);
        if (wanted <= limit && wanted > length) {
            boolean fits = wanted == regions.basePagesToFit(order);
            regions.resize(wanted);
            length = wanted;
            assertTrue(!fits || firstFree(order) >= 0, () -> "no room for order " + order + " after growing for it");
        }
    }

    /** Cuts the tail, as far as it is free. */
    private void shrink() {
        int shortest = used.length();
        long wanted = random.nextBoolean() ? shortest : random.nextLong(length + 1);
        if (wanted >= shortest) {
            regions.resize(wanted);
            length = wanted;
        } else {
            assertThrows(IllegalArgumentException.class, () -> regions.resize(wanted));
        }
    }

    /** Goes on with regions that are made from the list of used pages. */
    private void rebuild() {
        Regions rebuilt = factory.apply(layout);
        rebuilt.resize(length);
        pages.forEach(rebuilt::recordAllocation);
        regions = rebuilt;
    }

    private void refuse() {
        assertThrows(IllegalArgumentException.class, () -> regions.allocate(layout.maximumOrder() + 1));
        assertThrows(IllegalArgumentException.class, () -> regions.allocateLowest(-1));
        long beyond = PageNumber.encode(regions.count(), 0, 0);
        assertThrows(IllegalArgumentException.class, () -> regions.free(beyond));
        assertThrows(IllegalArgumentException.class, () -> regions.recordAllocation(beyond));
        assertThrows(IllegalArgumentException.class, () -> regions.resize(-1));
        long most = (long) FileLayout.MAXIMUM_REGIONS * layout.regionPages();
        assertThrows(IllegalArgumentException.class, () -> regions.resize(most + 1));
        if (!pages.isEmpty()) {
            long page = pages.get(random.nextInt(pages.size()));
            assertThrows(IllegalStateException.class, () -> regions.recordAllocation(page));
        }
    }

    private void check() {
        assertEquals(length - used.cardinality(), regions.freeBasePages());
        for (int number = 0; number < regions.count(); number++) {
            BuddyAllocator allocator = regions.region(number).allocator();
            long start = (long) number * layout.regionPages();
            assertEquals(Math.min(layout.regionPages(), length - start), allocator.length());
            for (int page = 0; page < allocator.length(); page++) {
                assertEquals(!used.get((int) start + page), allocator.isFree(page, 0));
            }
        }
        for (long page : pages) {
            BuddyAllocator allocator = regions.region(PageNumber.region(page)).allocator();
            assertTrue(allocator.isAllocated(PageNumber.index(page), PageNumber.order(page)));
        }
    }
}
