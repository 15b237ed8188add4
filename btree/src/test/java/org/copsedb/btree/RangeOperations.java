package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Operations on ranges and with cursors, each done on a tree and on its model. */
final class RangeOperations {
    /** Makes values for keys. */
    @FunctionalInterface
    interface ValueSource {
        byte[] value(SplittableRandom random, byte[] key);
    }

    private final TreeModel model;
    private final SplittableRandom random;
    private final ValueSource values;

    RangeOperations(TreeModel model, SplittableRandom random, ValueSource values) {
        this.model = model;
        this.random = random;
        this.values = values;
    }

    /** Returns a range that begins near a key and holds at most so many entries, with ends of every sort. */
    KeyBounds range(byte[] key, int most) {
        byte[] low = key;
        byte[] high = key;
        int steps = random.nextInt(most + 1);
        Iterator<byte[]> following = model.expected.tailMap(key, true).keySet().iterator();
        while (steps-- > 0 && following.hasNext()) {
            high = following.next();
        }
        if (random.nextInt(4) == 0) {
            high = Arrays.copyOf(high, high.length + 1);
        }
        boolean fromBeginning =
                random.nextInt(16) == 0 && model.expected.headMap(key).size() <= most;
        boolean toEnd = !following.hasNext() && random.nextBoolean();
        return new KeyBounds(
                fromBeginning ? null : low, random.nextBoolean(), toEnd ? null : high, random.nextBoolean());
    }

    private NavigableMap<byte[], byte[]> expected(KeyBounds bounds) {
        byte[] low = bounds.low();
        byte[] high = bounds.high();
        NavigableMap<byte[], byte[]> map = model.expected;
        if (low != null && high != null && Arrays.compareUnsigned(low, high) >= 0) {
            boolean one = Arrays.equals(low, high) && bounds.lowIncluded() && bounds.highIncluded();
            return map.subMap(low, true, low, one);
        }
        if (low != null) {
            map = map.tailMap(low, bounds.lowIncluded());
        }
        return high == null ? map : map.headMap(high, bounds.highIncluded());
    }

    void removeRange(KeyBounds bounds) {
        NavigableMap<byte[], byte[]> range = expected(bounds);
        assertEquals(range.size(), model.writer.removeRange(bounds));
        range.clear();
        assertEquals(model.expected.size(), model.writer.size());
    }

    /** Removes every n-th entry, more or less, and sees that all were shown once and in order. */
    long extractIf(KeyBounds bounds, int oneOf) {
        Iterator<Map.Entry<byte[], byte[]>> range = expected(bounds).entrySet().iterator();
        long[] shown = {0};
        byte[][] key = {new byte[0]};
        List<byte[]> gone = new ArrayList<>();
        long removed = model.writer.extractIf(
                bounds,
                entry -> {
                    shown[0]++;
                    Map.Entry<byte[], byte[]> next = range.next();
                    TreeModel.sameEntry(next, entry.entry());
                    key[0] = next.getKey();
                    return Arrays.hashCode(next.getKey()) % oneOf == 0;
                },
                entry -> {
                    assertEquals(0, entry.compareKey(key[0]));
                    gone.add(entry.key());
                });
        assertFalse(range.hasNext());
        assertEquals(gone.size(), removed);
        for (byte[] each : gone) {
            assertNotNull(model.expected.remove(each));
        }
        return shown[0];
    }

    void removeIf(KeyBounds bounds, int oneOf) {
        NavigableMap<byte[], byte[]> range = expected(bounds);
        int before = range.size();
        range.keySet().removeIf(key -> Arrays.hashCode(key) % oneOf == 0);
        assertEquals(
                before - range.size(),
                model.writer.removeIf(bounds, entry -> Arrays.hashCode(entry.key()) % oneOf == 0));
    }

    /** Walks from a key, to and fro. */
    void walk(KeyBounds bounds, byte[] from, int steps) {
        NavigableMap<byte[], byte[]> range = expected(bounds);
        TreeCursor cursor = model.writer.tree().cursor(bounds);
        Map.@Nullable Entry<byte[], byte[]> at;
        if (random.nextBoolean()) {
            at = range.ceilingEntry(clamp(from, bounds));
            assertEquals(at != null, cursor.seek(from));
        } else {
            at = floor(range, from, bounds);
            assertEquals(at != null, cursor.seekFloor(from));
        }
        boolean up = random.nextBoolean();
        for (int i = 0; i < steps && at != null; i++) {
            assertEquals(0, cursor.compareKey(at.getKey()));
            if (random.nextInt(8) == 0) {
                up = !up;
                TreeModel.sameEntry(at, cursor.entry());
            }
            at = up ? range.higherEntry(at.getKey()) : range.lowerEntry(at.getKey());
            assertEquals(at != null, up ? cursor.next() : cursor.previous());
        }
    }

    private static byte[] clamp(byte[] key, KeyBounds bounds) {
        byte[] low = bounds.low();
        return low != null && Arrays.compareUnsigned(key, low) < 0 ? low : key;
    }

    private static Map.@Nullable Entry<byte[], byte[]> floor(
            NavigableMap<byte[], byte[]> range, byte[] key, KeyBounds bounds) {
        byte[] high = bounds.high();
        return range.floorEntry(high != null && Arrays.compareUnsigned(key, high) > 0 ? high : key);
    }

    /** Walks with a cursor that sets, removes and inserts on its way; returns how many calls there were. */
    long walkAndChange(KeyBounds bounds, byte[] from, int steps) {
        NavigableMap<byte[], byte[]> range = expected(bounds);
        MutableTreeCursor cursor = model.writer.cursor(bounds);
        Map.@Nullable Entry<byte[], byte[]> at = range.ceilingEntry(clamp(from, bounds));
        assertEquals(at != null, cursor.seek(from));
        boolean up = true;
        int i = 0;
        for (; i < steps && at != null; i++) {
            byte[] key = at.getKey();
            assertTrue(cursor.isOnEntry());
            assertArrayEquals(key, cursor.key());
            assertArrayEquals(at.getValue(), cursor.valueArray());
            switch (random.nextInt(6)) {
                case 0 -> {
                    byte[] value = values.value(random, key);
                    cursor.set(value);
                    range.put(key, value);
                    assertArrayEquals(value, cursor.valueArray());
                }
                case 1, 2 -> {
                    cursor.remove();
                    range.remove(key);
                    assertFalse(cursor.isOnEntry());
                    assertThrows(IllegalStateException.class, cursor::key);
                }
                case 3 -> insertBeside(cursor, range, key, bounds);
                default -> up ^= random.nextInt(4) == 0;
            }
            at = up ? range.higherEntry(key) : range.lowerEntry(key);
            assertEquals(at != null, up ? cursor.next() : cursor.previous());
        }
        assertEquals(model.expected.size(), model.writer.size());
        return i * 2L + 1;
    }

    private void insertBeside(
            MutableTreeCursor cursor, NavigableMap<byte[], byte[]> range, byte[] key, KeyBounds bounds) {
        byte[] behind = Arrays.copyOf(key, key.length + 1);
        byte[] before = key.length == 0 ? key : Arrays.copyOf(key, key.length - 1);
        boolean after = random.nextBoolean();
        byte[] beside = after ? behind : before;
        if (beside.length > model.writer.maximumKeyLength()) {
            return;
        }
        byte[] value = values.value(random, beside);
        byte[] neighbour = after ? model.expected.higherKey(key) : model.expected.lowerKey(key);
        boolean fits = !Arrays.equals(beside, key)
                && bounds.contains(beside)
                && (neighbour == null
                        || (after
                                ? Arrays.compareUnsigned(neighbour, beside) > 0
                                : Arrays.compareUnsigned(neighbour, beside) < 0));
        if (!fits) {
            assertThrows(IllegalArgumentException.class, () -> insert(cursor, after, beside, value));
            return;
        }
        insert(cursor, after, beside, value);
        range.put(beside, value);
        assertArrayEquals(key, cursor.key());
    }

    private static void insert(MutableTreeCursor cursor, boolean after, byte[] key, byte[] value) {
        if (after) {
            cursor.insertAfter(key, value);
        } else {
            cursor.insertBefore(key, value);
        }
    }
}
