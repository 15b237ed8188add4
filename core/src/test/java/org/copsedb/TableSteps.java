package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random changes of a table and of a sorted map alike, with every answer compared. */
final class TableSteps {
    private final SplittableRandom random;

    TableSteps(SplittableRandom random) {
        this.random = random;
    }

    /** Changes a table of numbers from -300 to 299 in a way that asks for answers or concerns many entries. */
    void change(Table<Long, String> table, NavigableMap<Long, String> model) {
        long key = random.nextLong(-300, 300);
        String value = "changed " + random.nextInt(5);
        switch (random.nextInt(10)) {
            case 0 -> assertEquals(model.put(key, value), table.getAndPut(key, value));
            case 1 -> assertEquals(model.putIfAbsent(key, value), table.putIfAbsent(key, value));
            case 2 -> assertEquals(model.replace(key, value), table.replace(key, value));
            case 3 -> {
                String expected = "changed " + random.nextInt(5);
                assertEquals(model.replace(key, expected, value), table.replace(key, expected, value));
            }
            case 4 -> assertEquals(model.remove(key, value), table.remove(key, value));
            case 5 -> assertEntry(model.pollLastEntry(), table.popLast());
            case 6 -> removeRange(table, model);
            case 7 -> extractSome(table, model);
            case 8 -> stepAndChange(table, model);
            default -> lookUp(table, model);
        }
    }

    private static <K, V> void assertEntry(Map.@Nullable Entry<K, V> expected, @Nullable Entry<K, V> found) {
        assertEquals(expected == null ? null : new Entry<>(expected.getKey(), expected.getValue()), found);
    }

    private KeyRange<Long> range(long low) {
        long high = low + random.nextInt(60);
        return switch (random.nextInt(12)) {
            case 0 -> KeyRange.atLeast(280L);
            case 1 -> KeyRange.greaterThan(270L);
            case 2 -> KeyRange.atMost(-280L);
            case 3 -> KeyRange.lessThan(-270L);
            case 4, 5 -> KeyRange.open(low, high);
            case 6, 7 -> KeyRange.openClosed(low, high);
            case 8, 9 -> KeyRange.closedOpen(low, high);
            default -> KeyRange.closed(low, high);
        };
    }

    /** Returns the part of a sorted map within a range; a view. */
    static <K extends Comparable<K>, V> NavigableMap<K, V> part(NavigableMap<K, V> model, KeyRange<K> range) {
        K lower = range.lower();
        K upper = range.upper();
        if (lower == null) {
            return upper == null ? model : model.headMap(upper, range.upperInclusive());
        }
        return upper == null
                ? model.tailMap(lower, range.lowerInclusive())
                : model.subMap(lower, range.lowerInclusive(), upper, range.upperInclusive());
    }

    private void removeRange(Table<Long, String> table, NavigableMap<Long, String> model) {
        KeyRange<Long> range = range(random.nextLong(-310, 310));
        NavigableMap<Long, String> part = part(model, range);
        assertEquals(part.size(), table.count(range));
        assertEquals(part.size(), table.removeRange(range));
        part.clear();
    }

    private void extractSome(Table<Long, String> table, NavigableMap<Long, String> model) {
        KeyRange<Long> range = range(random.nextLong(-310, 310));
        int remainder = random.nextInt(3);
        List<Entry<Long, String>> expected = new ArrayList<>();
        part(model, range).entrySet().removeIf(entry -> {
            boolean taken = Math.floorMod(entry.getKey(), 3) == remainder;
            if (taken) {
                expected.add(new Entry<>(entry.getKey(), entry.getValue()));
            }
            return taken;
        });
        List<Entry<Long, String>> extracted = new ArrayList<>();
        long removed = table.extractIf(
                range,
                (key, value) -> Math.floorMod(key, 3) == remainder,
                (key, value) -> extracted.add(new Entry<>(key, value)));
        assertEquals(expected, extracted);
        assertEquals(expected.size(), removed);
    }

    /** Walks with a cursor in either direction, and sets and removes what it meets. */
    private void stepAndChange(Table<Long, String> table, NavigableMap<Long, String> model) {
        KeyRange<Long> range = range(random.nextLong(-310, 310));
        NavigableMap<Long, String> part = part(model, range);
        MutableCursor<Long, String> cursor = table.mutableCursor(range);
        @Nullable Long at = null;
        for (int i = random.nextInt(20); i >= 0; i--) {
            boolean forward = random.nextInt(3) > 0;
            Map.Entry<Long, String> next = step(part, at, forward);
            assertEquals(next != null, forward ? cursor.next() : cursor.previous());
            if (next == null) {
                return;
            }
            at = next.getKey();
            assertEquals(at, cursor.key());
            assertEquals(next.getValue(), cursor.value());
            if (random.nextInt(3) == 0) {
                String value = "set " + random.nextInt(9) + "y".repeat(random.nextInt(50));
                cursor.set(value);
                model.put(at, value);
                assertEquals(value, cursor.value());
            }
            if (random.nextInt(3) == 0) {
                cursor.remove();
                model.remove(at);
            }
        }
    }

    private static Map.@Nullable Entry<Long, String> step(
            NavigableMap<Long, String> part, @Nullable Long at, boolean forward) {
        if (at == null) {
            return forward ? part.firstEntry() : part.lastEntry();
        }
        return forward ? part.higherEntry(at) : part.lowerEntry(at);
    }

    private void lookUp(Table<Long, String> table, NavigableMap<Long, String> model) {
        long key = random.nextLong(-310, 310);
        assertEntry(model.floorEntry(key), table.floor(key));
        assertEntry(model.ceilingEntry(key), table.ceiling(key));
        assertEntry(model.lowerEntry(key), table.lower(key));
        assertEntry(model.higherEntry(key), table.higher(key));
        assertEquals(model.containsKey(key), table.containsKey(key));
        assertEquals(model.headMap(key).size(), table.rank(key));
        if (model.containsKey(key)) {
            assertEquals(key, table.keyAt(table.rank(key)));
        }
        KeyRange<Long> range = range(key);
        NavigableMap<Long, String> part = part(model, range);
        assertEquals(
                List.copyOf(part.keySet()), table.stream(range).map(Entry::key).toList());
        Cursor<Long, String> cursor = table.cursor(range);
        long sought = key + random.nextInt(-3, 60);
        Map.Entry<Long, String> floor = part.floorEntry(sought);
        assertEquals(floor != null, cursor.seekFloor(sought));
        if (floor != null) {
            assertEquals(floor.getKey(), cursor.key());
        }
        assertEquals(model.get(key), table.view(key, bytes -> {
            assertTrue(bytes.isReadOnly());
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return new String(copy, StandardCharsets.UTF_8);
        }));
    }

    /** Puts a value through a stream or a filler, and reads it as a stream. */
    void changeWithStreams(Table<String, byte[]> table, NavigableMap<String, byte[]> model, String key) {
        int length = random.nextInt(60) == 0
                ? TransactionTable.LOGGED_VALUE + random.nextInt(-2, 300)
                : random.nextInt(random.nextBoolean() ? 100 : 20_000);
        byte[] value = new byte[length];
        random.nextBytes(value);
        try {
            if (random.nextBoolean()) {
                table.writeValue(key, new ByteArrayInputStream(value));
            } else {
                ByteArrayInputStream rest = new ByteArrayInputStream(value);
                table.writeValue(key, length, room -> {
                    byte[] part = new byte[room.remaining()];
                    assertEquals(part.length, rest.readNBytes(part, 0, part.length));
                    room.put(part);
                });
            }
            model.put(key, value);
            assertArrayEquals(value, table.get(key));
            try (InputStream stored = table.openValue(key)) {
                assertNotNull(stored);
                assertTrue(Arrays.equals(value, Objects.requireNonNull(stored).readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertFalse(table.isEmpty());
    }
}
