package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Page numbers and offsets, on both sides of the places where an int or a float would go wrong. */
class FileLayoutTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final FileLayout USUAL = new FileLayout(4096, 1 << 18);
    private static final FileLayout LARGEST = new FileLayout(4096, 1 << 20);

    private static void assertBothWays(FileLayout layout, long offset, int region, int index) {
        long page = PageNumber.encode(region, index, 0);
        assertEquals(offset, layout.offset(page));
        assertEquals(page, layout.pageAt(offset));
        assertEquals(page, layout.pageAt(offset + layout.basePageSize() - 1));
    }

    @Test
    void crossesFourGibibytes() {
        long start = USUAL.dataStart();
        // Regions of 1 GiB: the fifth begins behind 4 GiB of pages.
        assertBothWays(USUAL, start + 4 * GIBIBYTE - 4096, 3, (1 << 18) - 1);
        assertBothWays(USUAL, start + 4 * GIBIBYTE, 4, 0);
        // The header moves the byte 2^32 into the region before.
        assertBothWays(USUAL, 4 * GIBIBYTE, 3, (1 << 18) - 4);
        assertEquals(start + 4 * GIBIBYTE, USUAL.offset(PageNumber.encode(4, 0, 18)));
    }

    @Test
    void crossesTwoTebibytes() {
        long tebibyte = 1024 * GIBIBYTE;
        long start = LARGEST.dataStart();
        // Regions of 4 GiB.
        assertBothWays(LARGEST, start + 2 * tebibyte - 4096, 511, (1 << 20) - 1);
        assertBothWays(LARGEST, start + 2 * tebibyte, 512, 0);
        assertBothWays(LARGEST, 2 * tebibyte, 511, (1 << 20) - 4);
        assertEquals(start + 2 * tebibyte + 6 * 4096, LARGEST.offset(PageNumber.encode(512, 3, 1)));
    }

    @ParameterizedTest
    @CsvSource({"512, 1048576", "4096, 1048576", "65536, 1048576", "512, 2", "65536, 64"})
    void reachesTheLastPage(int basePageSize, int regionPages) {
        FileLayout layout = new FileLayout(basePageSize, regionPages);
        long pages = (long) FileLayout.MAXIMUM_REGIONS * regionPages;
        long end = layout.dataStart() + pages * basePageSize;
        assertEquals(end, layout.fileLength(pages));
        assertBothWays(layout, end - basePageSize, FileLayout.MAXIMUM_REGIONS - 1, regionPages - 1);
        assertThrows(IllegalArgumentException.class, () -> layout.pageAt(end));
        assertThrows(IllegalArgumentException.class, () -> layout.pageAt(layout.dataStart() - 1));
        assertThrows(IllegalArgumentException.class, () -> layout.pageAt(Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> layout.pageAt(-1));
        long whole = PageNumber.encode(FileLayout.MAXIMUM_REGIONS - 1, 0, layout.maximumOrder());
        assertTrue(layout.contains(whole, pages));
        assertFalse(layout.contains(whole, pages - 1));
        assertEquals(end - layout.pageSize(layout.maximumOrder()), layout.offset(whole));
    }

    @Test
    void holdsFourPebibytesOfUsualPages() {
        assertEquals(
                4L * 1024 * 1024 * GIBIBYTE + LARGEST.dataStart(),
                LARGEST.fileLength((long) FileLayout.MAXIMUM_REGIONS << 20));
    }

    @Test
    void knowsWhatLiesWithinTheFile() {
        FileLayout layout = new FileLayout(512, 64);
        assertTrue(layout.contains(PageNumber.encode(1, 0, 0), 65));
        assertFalse(layout.contains(PageNumber.encode(1, 1, 0), 65));
        assertFalse(layout.contains(PageNumber.encode(1, 0, 1), 65));
        assertTrue(layout.contains(PageNumber.encode(0, 0, 6), 65));
        assertFalse(layout.contains(PageNumber.encode(0, 0, 7), 1000), "an order beyond the region's");
        assertFalse(layout.contains(PageNumber.encode(0, 64, 0), 1000), "an index beyond the region's");
        assertFalse(layout.contains(1L << 45, 1000), "unused bits");
        assertFalse(layout.contains(-1, Long.MAX_VALUE));
    }

    @Test
    void inverts() {
        SeededRuns.repeat(10_000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            FileLayout layout = new FileLayout(512 << random.nextInt(8), 2 << random.nextInt(20));
            int order = random.nextInt(layout.maximumOrder() + 1);
            int region = random.nextInt(FileLayout.MAXIMUM_REGIONS);
            int index = random.nextInt(layout.regionPages() >>> order);
            long page = PageNumber.encode(region, index, order);
            long first = layout.pageAt(layout.offset(page) + random.nextInt(layout.basePageSize()));
            assertEquals(PageNumber.encode(region, index << order, 0), first);
            assertEquals(layout.basePage(page), layout.basePage(first));
        });
    }

    @Test
    void refusesOtherGeometries() {
        for (int size : new int[] {0, -512, 256, 1000, 131_072}) {
            assertThrows(IllegalArgumentException.class, () -> new FileLayout(size, 64));
        }
        for (int pages : new int[] {0, -2, 1, 100, 1 << 21}) {
            assertThrows(IllegalArgumentException.class, () -> new FileLayout(512, pages));
        }
    }
}
