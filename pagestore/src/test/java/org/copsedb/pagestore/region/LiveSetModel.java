package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;

/**
 * Random work on a {@link LiveSet} beside a sorted map that says the same, naively: first base page to order. The work
 * is a function of the seed; the set under test comes from a factory, so that faulty ones can be put in its place.
 */
final class LiveSetModel {
    private static final int REGION = 77;
    private static final int CAPTURES_KEPT = 6;

    /** A capture and what was in the set at that time. */
    private record Capture(LivePages pages, NavigableMap<Integer, Integer> expected) {}

    private final SplittableRandom random;
    private final Function<LivePages, LiveSet> factory;
    private final int capacity;
    private final int largestOrder;
    private final TreeMap<Integer, Integer> expected = new TreeMap<>();
    private final List<Capture> captures = new ArrayList<>();
    private LiveSet set;

    /**
     * Makes an empty set and model.
     *
     * @param seed decides everything
     * @param capacity of the region
     * @param factory makes the set under test, which continues from captured pages
     */
    LiveSetModel(long seed, int capacity, Function<LivePages, LiveSet> factory) {
        this.random = new SplittableRandom(seed);
        this.factory = factory;
        this.capacity = capacity;
        this.largestOrder = 31 - Integer.numberOfLeadingZeros(capacity);
        this.set = factory.apply(new LiveSet(capacity).capture());
    }

    /** Runs so many random operations and compares everything at the end. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        for (Capture capture : captures) {
            check(capture.pages, capture.expected);
        }
        assertThrows(IllegalArgumentException.class, () -> set.add(0, largestOrder + 1));
        assertThrows(IllegalArgumentException.class, () -> set.remove(capacity, 0));
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 45) {
            add(randomOrder());
        } else if (kind < 80) {
            remove();
        } else if (kind < 84) {
            fill();
        } else if (kind < 88) {
            drain();
        } else if (kind < 94) {
            capture();
        } else if (kind < 99) {
            compareCaptures();
        } else {
            continueFromCapture();
        }
        assertEquals(expected.size(), set.count());
    }

    private int randomOrder() {
        int bound = random.nextInt(4) == 0 ? largestOrder : Math.min(3, largestOrder);
        return random.nextInt(bound + 1);
    }

    private void add(int order) {
        int index = random.nextInt(capacity >>> order);
        tryToAdd(index, order);
    }

    private void tryToAdd(int index, int order) {
        int first = index << order;
        if (isFree(first, 1 << order)) {
            set.add(index, order);
            expected.put(first, order);
        } else {
            int before = set.count();
            assertThrows(IllegalStateException.class, () -> set.add(index, order));
            assertEquals(before, set.count());
        }
    }

    private boolean isFree(int first, int length) {
        Map.Entry<Integer, Integer> before = expected.lowerEntry(first + length);
        return before == null || before.getKey() + (1 << before.getValue()) <= first;
    }

    /** Removes a page, or fails to remove a place where none begins or none of this order. */
    private void remove() {
        int near = random.nextInt(capacity);
        Map.Entry<Integer, Integer> entry = expected.floorEntry(near);
        if (entry == null) {
            assertThrows(IllegalStateException.class, () -> set.remove(near, 0));
            return;
        }
        int first = entry.getKey();
        int order = entry.getValue();
        int other =
                random.nextInt(Math.min(Integer.numberOfTrailingZeros(first | 1 << largestOrder), largestOrder) + 1);
        assertEquals(other == order, set.contains(first >>> other, other));
        if (other != order) {
            Class<? extends RuntimeException> expectedRefusal =
                    first + (1 << other) > capacity ? IllegalArgumentException.class : IllegalStateException.class;
            assertThrows(expectedRefusal, () -> set.remove(first >>> other, other));
        }
        set.remove(first >>> order, order);
        expected.remove(first);
    }

    /** Fills a stretch with pages of one order, whole chunks at times. */
    private void fill() {
        int order = randomOrder();
        int count = Math.min(capacity >>> order, Math.max(1, 9000 >>> order));
        int from = random.nextInt((capacity >>> order) - count + 1);
        for (int index = from; index < from + count; index++) {
            if (isFree(index << order, 1 << order)) {
                set.add(index, order);
                expected.put(index << order, order);
            }
        }
    }

    /** Removes all pages of a stretch. */
    private void drain() {
        int from = random.nextInt(capacity);
        var pages = expected.subMap(from, (int) Math.min(capacity, from + 9000L));
        pages.forEach((first, order) -> set.remove(first >>> order, order));
        pages.clear();
    }

    private void capture() {
        LivePages pages = set.capture();
        if (captures.size() == CAPTURES_KEPT) {
            captures.remove(random.nextInt(CAPTURES_KEPT));
        }
        captures.add(new Capture(pages, new TreeMap<>(expected)));
    }

    private void compareCaptures() {
        if (captures.isEmpty()) {
            return;
        }
        Capture one = captures.get(random.nextInt(captures.size()));
        Capture other = captures.get(random.nextInt(captures.size()));
        PageList found = new PageList();
        one.pages.difference(other.pages, REGION, found);
        TreeMap<Integer, Integer> missing = new TreeMap<>(one.expected);
        missing.entrySet().removeAll(other.expected.entrySet());
        assertArrayEquals(numbers(missing), found.toArray());
    }

    /** Goes on with a capture, as a restore does, while the captures of the old set stay in use. */
    private void continueFromCapture() {
        if (captures.isEmpty()) {
            return;
        }
        Capture capture = captures.get(random.nextInt(captures.size()));
        set = factory.apply(capture.pages);
        expected.clear();
        expected.putAll(capture.expected);
        assertEquals(capture.pages.basePages(), set.basePages());
    }

    private static void check(LivePages pages, NavigableMap<Integer, Integer> expected) {
        PageList listed = new PageList();
        pages.list(REGION, listed);
        assertArrayEquals(numbers(expected), listed.toArray());
        PageList visited = new PageList();
        pages.forEach(REGION, visited::add);
        assertArrayEquals(listed.toArray(), visited.toArray());
        assertEquals(expected.size(), pages.count());
        int basePages = expected.values().stream().mapToInt(order -> 1 << order).sum();
        assertEquals(basePages, pages.basePages());
        Map.Entry<Integer, Integer> last = expected.lastEntry();
        assertEquals(last == null ? 0 : last.getKey() + (1 << last.getValue()), pages.end());
        SavepointBytes copy = SavepointBytes.fromBytes(new SavepointBytes(pages.capacity(), pages).toBytes());
        assertEquals(pages.capacity(), copy.length());
        PageList difference = new PageList();
        pages.difference(copy.pages(), REGION, difference);
        copy.pages().difference(pages, REGION, difference);
        assertEquals(0, difference.size());
        assertEquals(pages.count(), copy.pages().count());
    }

    private static long[] numbers(Map<Integer, Integer> pages) {
        return pages.entrySet().stream()
                .mapToLong(page -> PageNumber.encode(REGION, page.getKey() >>> page.getValue(), page.getValue()))
                .toArray();
    }
}
