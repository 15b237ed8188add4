package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.jspecify.annotations.Nullable;

/** A tree beside a {@link TreeMap}: every operation goes to both, and what they say must be the same. */
final class TreeModel {
    final MemoryPages pages;
    final TreeShape shape;
    final TreeWriter writer;
    NavigableMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);

    TreeModel(int basePageSize, TreeShape shape) {
        this(basePageSize, shape, pages -> new TreeEditor(pages, shape, PageReference.NONE));
    }

    TreeModel(int basePageSize, TreeShape shape, Function<MemoryPages, TreeEditor> editor) {
        this.pages = new MemoryPages(basePageSize);
        this.shape = shape;
        this.writer = new TreeWriter(editor.apply(pages));
    }

    void put(byte[] key, byte[] value) {
        writer.put(key, value);
        expected.put(key, value);
    }

    void remove(byte[] key) {
        assertEquals(expected.remove(key) != null, writer.remove(key));
    }

    /** Does one random thing, with a key and a value given. */
    void step(SplittableRandom random, byte[] key, byte[] value, int removals) {
        int choice = random.nextInt(100);
        if (choice < removals) {
            removeSomehow(random, key, choice);
            return;
        }
        byte[] old = expected.get(key);
        switch (choice % 6) {
            case 0 -> same(old, writer.getAndPut(key, value));
            case 1 -> {
                same(old, writer.putIfAbsent(key, value));
                if (old != null) {
                    return;
                }
            }
            case 2 -> {
                same(old, writer.replace(key, value));
                if (old == null) {
                    return;
                }
            }
            case 3 -> {
                byte[] wrong = old == null ? value : random.nextBoolean() ? old.clone() : new byte[] {1, 2, 3};
                boolean replaced = writer.replace(key, wrong, value);
                assertEquals(old != null && Arrays.equals(old, wrong), replaced);
                if (!replaced) {
                    return;
                }
            }
            case 4 ->
                assertArrayEquals(value, writer.compute(key, before -> {
                    same(old, before);
                    return value;
                }));
            default -> writer.put(key, value);
        }
        expected.put(key, value);
    }

    private void removeSomehow(SplittableRandom random, byte[] key, int choice) {
        byte[] near = choice % 2 == 0 ? expected.floorKey(key) : key;
        byte[] target = near == null ? key : near;
        byte[] old = expected.get(target);
        switch (random.nextInt(6)) {
            case 0 -> popped(expected.pollFirstEntry(), writer.popFirst());
            case 1 -> popped(expected.pollLastEntry(), writer.popLast());
            case 2 -> same(expected.remove(target), writer.getAndRemove(target));
            case 3 -> {
                assertFalse(writer.remove(target, new byte[] {9, 9, 9}));
                assertEquals(old != null, old != null && writer.remove(target, old));
                expected.remove(target);
            }
            case 4 -> {
                assertNull(writer.compute(target, before -> null));
                expected.remove(target);
            }
            default -> remove(target);
        }
    }

    private static void popped(Map.@Nullable Entry<byte[], byte[]> expected, @Nullable TreeEntry actual) {
        sameEntry(expected, actual);
    }

    static void same(byte @Nullable [] expected, byte @Nullable [] actual) {
        assertArrayEquals(expected, actual);
    }

    static void sameEntry(Map.@Nullable Entry<byte[], byte[]> expected, @Nullable TreeEntry actual) {
        if (expected == null) {
            assertNull(actual);
        } else {
            assertNotNull(actual);
            assertArrayEquals(expected.getKey(), actual.key());
            assertArrayEquals(expected.getValue(), actual.value());
        }
    }

    /** Asks everything that can be asked about one key. */
    void probe(byte[] key) {
        Tree tree = writer.tree();
        byte[] value = expected.get(key);
        same(value, tree.get(key));
        assertEquals(value != null, tree.contains(key));
        ValueView view = new ValueView();
        assertEquals(value != null, tree.find(key, view));
        if (value != null) {
            assertArrayEquals(value, view.toArray());
            assertEquals(value.length, view.length());
        }
        sameEntry(expected.floorEntry(key), tree.floor(key));
        sameEntry(expected.ceilingEntry(key), tree.ceiling(key));
        sameEntry(expected.lowerEntry(key), tree.lower(key));
        sameEntry(expected.higherEntry(key), tree.higher(key));
        sameEntry(expected.firstEntry(), tree.first());
        sameEntry(expected.lastEntry(), tree.last());
    }

    /** Compares ranks and counts, which the model needs long for. */
    void probeRank(byte[] key, byte[] other) {
        Tree tree = writer.tree();
        long rank = expected.headMap(key, false).size();
        assertEquals(rank, tree.rank(key));
        if (rank < expected.size()) {
            assertArrayEquals(expected.ceilingKey(key), tree.keyAt(rank));
        }
        byte[] low = Arrays.compareUnsigned(key, other) <= 0 ? key : other;
        byte[] high = low == key ? other : key;
        for (int i = 0; i < 4; i++) {
            boolean lowIncluded = (i & 1) == 0;
            boolean highIncluded = (i & 2) == 0;
            if (Arrays.equals(low, high) && !(lowIncluded && highIncluded)) {
                continue;
            }
            NavigableMap<byte[], byte[]> range = expected.subMap(low, lowIncluded, high, highIncluded);
            KeyBounds bounds = new KeyBounds(low, lowIncluded, high, highIncluded);
            assertEquals(range.size(), tree.count(bounds));
            sameRange(range, tree.cursor(bounds));
        }
        sameRange(expected.headMap(key, true), tree.cursor(new KeyBounds(null, true, key, true)));
        sameRange(expected.tailMap(key, false), tree.cursor(new KeyBounds(key, false, null, true)));
    }

    /** Steps through a cursor forwards and back. */
    static void sameRange(NavigableMap<byte[], byte[]> range, TreeCursor cursor) {
        for (Map.Entry<byte[], byte[]> entry : range.entrySet()) {
            assertTrue(cursor.next());
            sameEntry(entry, cursor.entry());
            assertEquals(0, cursor.compareKey(entry.getKey()));
        }
        assertFalse(cursor.next());
        assertFalse(cursor.next());
        assertFalse(cursor.isOnEntry());
        for (Map.Entry<byte[], byte[]> entry : range.descendingMap().entrySet()) {
            assertTrue(cursor.previous());
            sameEntry(entry, cursor.entry());
        }
        assertFalse(cursor.previous());
        assertEquals(!range.isEmpty(), cursor.next());
    }

    /** Checks every invariant, and that every allocated page is reachable and every reachable page allocated. */
    void check() {
        PageReference root = writer.root();
        TreeChecker.require(pages, root);
        assertEquals(expected.size(), writer.size());
        Set<Long> reachable = new HashSet<>();
        writer.tree().forEachPage((page, stamp, kind) -> {
            assertTrue(reachable.add(page), "a page is met twice");
            assertEquals(kind, pages.read(page, stamp)[PageHeader.KIND_OFFSET]);
        });
        assertEquals(pages.allocated(), reachable);
    }

    /** Compares all entries. */
    void compareAll() {
        sameRange(expected, writer.tree().cursor());
    }
}
