package org.copsedb.btree.apply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.copsedb.btree.KeyFamily;
import org.copsedb.btree.TreeChecker;
import org.copsedb.btree.TreeCursor;
import org.copsedb.btree.TreeEntry;
import org.copsedb.btree.TreeFinding;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.UnsortedKeyException;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;

/** A tree with a buffer before it, beside a sorted map. */
final class BufferModel {
    private record Saved(
            MemoryPages.Savepoint pages, PageReference root, WriteBuffer.Seal seal, TreeMap<byte[], byte[]> content) {}

    private final MemoryPages pages;
    private final TreeShape shape;
    private final KeyFamily family;
    private final SplittableRandom random;
    private final TreeWriter tree;
    private final WriteBuffer buffer;
    private final List<Saved> savepoints = new ArrayList<>();
    private TreeMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
    private long drawn;

    BufferModel(BufferGeometry geometry, KeyFamily family, long seed, BufferFactory factory) {
        this.pages = new MemoryPages(geometry.basePageSize());
        this.shape = geometry.shape();
        this.family = family;
        this.random = new SplittableRandom(seed);
        if (seed % 2 == 0) {
            pages.advanceWhenRelieved(random.split());
        }
        this.tree = new TreeWriter(pages, shape, PageReference.NONE);
        this.buffer = factory.make(pages, shape, tree, new WriteBudget(geometry.budget()));
    }

    /** Does so many things at random; first the tree grows, then it shrinks. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step(i < steps / 2 ? 15 : 60);
        }
        check();
        compare();
        removeAll();
    }

    private void step(int removals) {
        int choice = random.nextInt(1000);
        if (choice < 930) {
            write(removals);
        } else if (choice < 950) {
            answer();
        } else if (choice < 965) {
            putSorted();
        } else if (choice < 973) {
            check();
        } else if (choice < 976) {
            writeMany(removals);
        } else if (choice < 985) {
            savepoint();
        } else if (choice < 994 && !savepoints.isEmpty()) {
            rollback();
        } else if (!savepoints.isEmpty()) {
            release();
        }
    }

    private byte[] key() {
        return family.key(random, drawn++, tree.maximumKeyLength());
    }

    private byte[] value() {
        int choice = random.nextInt(400);
        int size = choice > 2 ? random.nextInt(40) : choice > 0 ? random.nextInt(400) : random.nextInt(6000);
        byte[] value = new byte[size];
        random.nextBytes(value);
        return value;
    }

    private void write(int removals) {
        byte[] key = key();
        if (random.nextInt(100) < removals) {
            byte[] near = random.nextBoolean() ? expected.ceilingKey(key) : key;
            byte[] target = near == null ? key : near;
            buffer.remove(target.clone());
            expected.remove(target);
        } else {
            put(key, value());
        }
    }

    private void put(byte[] key, byte[] value) {
        byte[] callersKey = key.clone();
        byte[] callersValue = value.clone();
        buffer.put(callersKey, callersValue);
        Arrays.fill(callersKey, (byte) 0x55);
        Arrays.fill(callersValue, (byte) 0x55);
        expected.put(key, value);
    }

    /** Many writes to neighbouring keys, so that a gap is filled, or emptied. */
    private void writeMany(int removals) {
        List<byte[]> keys = new ArrayList<>();
        int count = random.nextInt(600);
        if (random.nextInt(100) < removals) {
            for (byte[] key : expected.tailMap(key(), true).keySet()) {
                if (keys.size() == count) {
                    break;
                }
                keys.add(key);
            }
            for (byte[] key : keys) {
                buffer.remove(key);
                expected.remove(key);
            }
        } else {
            byte[] beginning = key();
            for (int i = 0; i < count; i++) {
                byte[] key = Arrays.copyOf(beginning, Math.min(tree.maximumKeyLength(), beginning.length + 3));
                for (int j = Math.max(0, key.length - 2); j < key.length; j++) {
                    key[j] = (byte) random.nextInt(256);
                }
                put(key, value());
            }
        }
    }

    /** Writes that answer, and reads, must see all that was collected. */
    private void answer() {
        byte[] key = key();
        buffer.apply();
        assertTrue(buffer.isEmpty());
        assertArrayEquals(expected.get(key), tree.tree().get(key));
        if (random.nextBoolean()) {
            byte[] value = value();
            assertArrayEquals(expected.put(key, value), tree.getAndPut(key, value));
        } else {
            assertEquals(expected.remove(key) != null, tree.remove(key));
        }
    }

    private void putSorted() {
        NavigableMap<byte[], byte[]> run = new TreeMap<>(Arrays::compareUnsigned);
        int count = random.nextInt(300);
        for (int i = 0; i < count; i++) {
            run.put(key(), value());
        }
        List<TreeEntry> entries = new ArrayList<>();
        run.forEach((key, value) -> entries.add(new TreeEntry(key, value)));
        if (run.size() > 1 && random.nextInt(3) == 0) {
            int place = 1 + random.nextInt(entries.size() - 1);
            int other = random.nextInt(place);
            entries.add(place, new TreeEntry(entries.get(other).key(), new byte[3]));
            UnsortedKeyException refused =
                    assertThrows(UnsortedKeyException.class, () -> buffer.putSorted(entries.iterator()));
            assertEquals(place, refused.position());
        } else {
            assertEquals(entries.size(), buffer.putSorted(entries.iterator()));
            expected.putAll(run);
        }
    }

    private void savepoint() {
        WriteBuffer.Seal seal = buffer.seal();
        savepoints.add(new Saved(pages.savepoint(), tree.root(), seal, new TreeMap<>(expected)));
    }

    private void rollback() {
        int index = random.nextInt(savepoints.size());
        Saved saved = savepoints.get(index);
        savepoints.subList(index + 1, savepoints.size()).clear();
        pages.rollback(saved.pages());
        tree.reset(saved.root());
        buffer.restore(saved.seal());
        expected = new TreeMap<>(saved.content());
        if (random.nextBoolean()) {
            check();
        }
    }

    private void release() {
        int index = random.nextInt(savepoints.size());
        for (int i = savepoints.size() - 1; i >= index; i--) {
            buffer.unseal(savepoints.remove(i).seal());
        }
    }

    private void removeAll() {
        List<byte[]> keys = new ArrayList<>(expected.keySet());
        while (!keys.isEmpty()) {
            int last = keys.size() - 1;
            int place = random.nextInt(keys.size());
            buffer.remove(keys.get(place));
            expected.remove(keys.get(place));
            keys.set(place, keys.get(last));
            keys.remove(last);
            if (random.nextInt(200) == 0) {
                check();
            }
        }
        check();
        assertEquals(PageReference.NONE, tree.root());
        assertEquals(Set.of(), pages.allocated());
    }

    /** Applies what was collected; checks every invariant, and that every allocated page is reachable and no other. */
    private void check() {
        buffer.apply();
        List<TreeFinding> findings = TreeChecker.check(pages, tree.root());
        assertEquals(List.of(), findings);
        assertEquals(expected.size(), tree.size());
        Set<Long> reachable = new HashSet<>();
        tree.tree().forEachPage((page, stamp, kind) -> assertTrue(reachable.add(page), "a page is met twice"));
        assertEquals(pages.allocated(), reachable);
        if (random.nextInt(4) == 0) {
            compare();
        }
    }

    private void compare() {
        TreeCursor cursor = tree.tree().cursor();
        for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
            assertTrue(cursor.next());
            assertArrayEquals(entry.getKey(), cursor.key());
            assertArrayEquals(entry.getValue(), cursor.valueArray());
        }
        assertFalse(cursor.next());
    }
}
