package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PageListTest {
    private static PageList of(long... pages) {
        PageList list = new PageList();
        LongStream.of(pages).forEach(list::add);
        return list;
    }

    @Test
    void growsAndKeepsTheOrder() {
        PageList list = new PageList();
        assertTrue(list.isEmpty());
        for (long page = 0; page < 1000; page++) {
            list.add(page);
        }
        PageList twice = new PageList();
        twice.addAll(list);
        twice.addAll(list.toArray(), 500);
        assertEquals(1500, twice.size());
        assertEquals(999, twice.get(999));
        assertEquals(499, twice.get(1499));
        PageList visited = new PageList();
        twice.forEach(visited::add);
        assertArrayEquals(twice.toArray(), visited.toArray());
    }

    @Test
    void isCutAndChangedWithinItsSize() {
        PageList list = of(1, 2, 3);
        list.truncate(2);
        list.set(1, 7);
        assertArrayEquals(new long[] {1, 7}, list.toArray());
        assertThrows(IndexOutOfBoundsException.class, () -> list.truncate(3));
        assertThrows(IndexOutOfBoundsException.class, () -> list.set(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> list.get(2));
        assertThrows(IndexOutOfBoundsException.class, () -> list.addAll(new long[2], 3));
        list.clear();
        assertTrue(list.isEmpty());
    }

    @Test
    void sortsAsPagesLieInTheFile() {
        long last = PageNumber.encode(PageNumber.MAXIMUM_REGION, PageNumber.MAXIMUM_INDEX, 0);
        long whole = PageNumber.encode(1, 0, 20);
        long second = PageNumber.encode(0, 1, 3);
        long first = PageNumber.encode(0, 7, 0);
        PageList list = of(last, whole, second, first, second, first);
        list.sort();
        assertArrayEquals(new long[] {first, first, second, second, whole, last}, list.toArray());
        list.sortAndRemoveDuplicates();
        assertArrayEquals(new long[] {first, second, whole, last}, list.toArray());
        PageList empty = new PageList();
        empty.sortAndRemoveDuplicates();
        assertTrue(empty.isEmpty());
    }

    @Test
    void refusesToSortWhatIsNoPageNumber() {
        long beyond = 1L << 59 | PageNumber.MAXIMUM_INDEX;
        PageList list = of(5, beyond, 1);
        assertThrows(IllegalArgumentException.class, list::sort);
        assertArrayEquals(new long[] {5, beyond, 1}, list.toArray());
        assertThrows(IllegalArgumentException.class, of(1L << 40)::sort);
    }
}
