package org.copsedb.pagestore.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.copsedb.pagestore.PageHeader;
import org.junit.jupiter.api.Test;

/** The table keeps its budget and its dirty pages, prefers what was used, and never shows an older life again. */
final class PageTableTest {
    private static final int SIZE = 512;

    private static byte[] page(long number, long stamp) {
        byte[] page = new byte[SIZE];
        PageHeader.initialize(page, number, stamp);
        return page;
    }

    @Test
    void keepsCleanPagesWithinItsBudget() {
        PageTable table = new PageTable(10 * SIZE);
        for (int i = 0; i < 100; i++) {
            table.putClean(i, page(i, 1));
            assertTrue(table.cleanBytes() <= 10 * SIZE, () -> "bytes: " + table.cleanBytes());
        }
        assertEquals(10 * SIZE, table.cleanBytes());
        assertEquals(
                10, IntStream.range(0, 100).filter(i -> table.find(i) != null).count());
    }

    @Test
    void givesASecondChanceToWhatWasUsed() {
        PageTable table = new PageTable(10 * SIZE);
        for (int i = 0; i < 50; i++) {
            table.putClean(1_000 + i, page(i, 1));
            if (i == 0) {
                table.putClean(7, page(7, 1));
            }
            // Used before each further page comes.
            assertNotNull(table.find(7), "after " + i);
        }
    }

    @Test
    void neverEvictsADirtyPage() {
        PageTable table = new PageTable(2 * SIZE);
        byte[] dirty = page(3, 5);
        table.putDirty(3, dirty);
        for (int i = 100; i < 200; i++) {
            table.putClean(i, page(i, 1));
        }
        assertSame(dirty, table.find(3));
        assertSame(dirty, table.findDirty(3));
        assertEquals(SIZE, table.dirtyBytes());
        table.clean(3);
        assertNull(table.findDirty(3));
        assertEquals(0, table.dirtyBytes());
        assertThrows(IllegalStateException.class, () -> table.clean(3));
    }

    @Test
    void anOlderLifeDoesNotReplaceANewerOne() {
        PageTable table = new PageTable(100 * SIZE);
        byte[] newer = page(3, 5);
        table.putClean(3, newer);
        table.putClean(3, page(3, 4));
        assertSame(newer, table.find(3));
        byte[] dirty = page(3, 6);
        table.putDirty(3, dirty);
        table.putClean(3, newer);
        assertSame(dirty, table.find(3));
        table.drop(3);
        assertNull(table.find(3));
        assertEquals(0, table.dirtyBytes());
        assertEquals(0, table.cleanBytes());
    }

    @Test
    void findsNothingFarBeyondItsPages() {
        PageTable table = new PageTable(0);
        assertNull(table.find(1L << 40));
        assertNull(table.findDirty(1L << 40));
        table.drop(1L << 40);
        table.putClean(1, page(1, 1));
        assertNull(table.find(1), "a budget of nothing keeps nothing");
    }

    @Test
    void countsAreRightAfterManyThreads() throws Exception {
        PageTable table = new PageTable(64 * SIZE);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Future<?> writer = threads.submit(() -> {
                for (int round = 2; round < 3_000; round++) {
                    byte[] dirty = page(round % 100, round);
                    table.putDirty(round % 100, dirty);
                    assertSame(dirty, table.find(round % 100));
                    if (round % 3 == 0) {
                        table.drop(round % 100);
                    } else {
                        table.clean(round % 100);
                    }
                }
            });
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                SplittableRandom random = new SplittableRandom(i);
                readers.add(threads.submit(() -> {
                    while (!writer.isDone()) {
                        int number = random.nextInt(200);
                        byte[] found = table.find(number);
                        assertTrue(found == null || PageHeader.pageNumber(found) == number);
                        table.putClean(number, page(number, 1));
                    }
                }));
            }
            writer.get(60, TimeUnit.SECONDS);
            for (Future<?> reader : readers) {
                reader.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
        }
        long present =
                IntStream.range(0, 200).filter(i -> table.find(i) != null).count();
        assertEquals(present * SIZE, table.cleanBytes());
        assertEquals(0, table.dirtyBytes());
        assertTrue(table.cleanBytes() <= 64 * SIZE);
    }
}
