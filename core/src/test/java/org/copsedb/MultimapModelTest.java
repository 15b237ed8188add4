package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.copsedb.codec.CheckedCodec;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

/** A multimap does what a sorted map of sorted sets does, also after its commits were replayed. */
final class MultimapModelTest {
    private static final MultimapDefinition<String, Long> NUMBERS =
            MultimapDefinition.of("numbers", Codecs.STRING, Codecs.LONG);

    private static final DatabaseOptions OPTIONS =
            DatabaseOptions.defaults().pageSize(512).regionPages(128).withoutThreads();

    /** Changes one multimap and a model of it. */
    private static final class Model {
        private final SplittableRandom random;
        private NavigableMap<String, NavigableSet<Long>> content = new TreeMap<>();

        Model(long seed) {
            this.random = new SplittableRandom(seed);
        }

        NavigableMap<String, NavigableSet<Long>> copy() {
            NavigableMap<String, NavigableSet<Long>> copy = new TreeMap<>();
            content.forEach((key, values) -> copy.put(key, new TreeSet<>(values)));
            return copy;
        }

        /** Keys of which some begin others, and one that ends in what an end mark is made of. */
        private String key() {
            return "k\0".repeat(random.nextInt(3)) + (char) ('a' + random.nextInt(3));
        }

        private boolean put(String key, long value) {
            return content.computeIfAbsent(key, absent -> new TreeSet<>()).add(value);
        }

        private boolean remove(String key, long value) {
            NavigableSet<Long> values = content.get(key);
            boolean removed = values != null && values.remove(value);
            if (values != null && values.isEmpty()) {
                content.remove(key);
            }
            return removed;
        }

        private long clear(NavigableMap<String, NavigableSet<Long>> part) {
            long count = part.values().stream().mapToLong(NavigableSet::size).sum();
            part.clear();
            return count;
        }

        private KeyRange<String> range() {
            String lower = key();
            String upper = key();
            if (lower.compareTo(upper) > 0) {
                return random.nextBoolean() ? KeyRange.greaterThan(lower) : KeyRange.atMost(upper);
            }
            return switch (random.nextInt(4)) {
                case 0 -> KeyRange.closed(lower, upper);
                case 1 -> KeyRange.open(lower, upper);
                case 2 -> KeyRange.openClosed(lower, upper);
                default -> KeyRange.closedOpen(lower, upper);
            };
        }

        void change(Multimap<String, Long> multimap) {
            String key = key();
            long value = random.nextLong(-20, 20);
            switch (random.nextInt(12)) {
                case 0 -> assertEquals(remove(key, value), multimap.remove(key, value));
                case 1 -> {
                    remove(key, value);
                    multimap.delete(key, value);
                }
                case 2 -> {
                    NavigableSet<Long> removed = content.remove(key);
                    assertEquals(removed == null ? 0 : removed.size(), multimap.removeAll(key));
                }
                case 3 -> {
                    KeyRange<String> range = range();
                    assertEquals(clear(TableSteps.part(content, range)), multimap.removeRange(range));
                }
                case 4 -> {
                    long removed = multimap.removeIf(KeyRange.all(), (k, v) -> v == value);
                    long expected = 0;
                    for (String each : List.copyOf(content.keySet())) {
                        expected += remove(each, value) ? 1 : 0;
                    }
                    assertEquals(expected, removed);
                }
                case 5, 6, 7 -> {
                    put(key, value);
                    multimap.put(key, value);
                }
                case 8 -> assertEquals(put(key, value), multimap.values(key).add(value));
                default -> assertEquals(put(key, value), multimap.putIfAbsent(key, value));
            }
        }

        void compare(ReadableMultimap<String, Long> multimap) {
            List<Entry<String, Long>> pairs = new ArrayList<>();
            content.forEach((key, values) -> {
                values.forEach(value -> pairs.add(new Entry<>(key, value)));
                assertEquals(values, multimap.values(key));
                assertEquals(values.size(), multimap.count(key));
            });
            assertEquals(pairs, multimap.stream(KeyRange.all()).toList());
            assertEquals(pairs.size(), multimap.size());
            assertEquals(
                    List.copyOf(content.keySet()), multimap.keys(KeyRange.all()).toList());
            KeyRange<String> range = range();
            NavigableMap<String, NavigableSet<Long>> part = TableSteps.part(content, range);
            assertEquals(List.copyOf(part.keySet()), multimap.keys(range).toList());
            assertEquals(part.values().stream().mapToLong(NavigableSet::size).sum(), multimap.count(range));
            String key = key();
            assertEquals(content.lowerKey(key), multimap.lowerKey(key));
            assertEquals(content.higherKey(key), multimap.higherKey(key));
            assertEquals(content.containsKey(key), multimap.containsKey(key));
            Cursor<String, Long> cursor = multimap.cursor(KeyRange.all());
            assertEquals(content.ceilingKey(key) != null, cursor.seek(key));
            if (content.ceilingKey(key) != null) {
                assertEquals(content.ceilingEntry(key).getValue().first(), cursor.value());
            }
            assertEquals(content.floorKey(key) != null, cursor.seekFloor(key));
            if (content.floorKey(key) != null) {
                assertEquals(content.floorEntry(key).getValue().last(), cursor.value());
                assertEquals(encoded(cursor.value()), cursor.view(MultimapModelTest::copy));
                assertEquals(content.floorKey(key), cursor.key());
            }
        }
    }

    private static ByteBuffer encoded(long value) {
        return ByteBuffer.wrap(CheckedCodec.of(Codecs.LONG).encode(value));
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        assertTrue(bytes.isReadOnly());
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private static void run(long seed) {
        Model model = new Model(seed);
        MemoryStorageFile file = new MemoryStorageFile("multimap");
        Database database = Database.open(file, OPTIONS);
        for (int i = 0; i < 20; i++) {
            NavigableMap<String, NavigableSet<Long>> before = model.copy();
            try (WriteTransaction transaction = database.beginWrite()) {
                Multimap<String, Long> multimap = transaction.open(NUMBERS);
                for (int step = model.random.nextInt(40); step >= 0; step--) {
                    model.change(multimap);
                }
                model.compare(multimap);
                if (model.random.nextInt(4) > 0) {
                    transaction.commit();
                } else {
                    model.content = before;
                }
            }
            if (model.random.nextInt(5) == 0) {
                byte[] bytes = new byte[(int) file.size()];
                file.read(0, bytes, 0, bytes.length);
                database.close();
                file = new MemoryStorageFile("multimap", bytes);
                database = Database.open(file, OPTIONS);
            }
            try (ReadTransaction transaction = database.beginRead()) {
                model.compare(transaction.open(NUMBERS));
            }
            assertTrue(database.verify().isSound());
        }
        database.close();
    }

    @Test
    void behavesLikeASortedMapOfSortedSets() {
        SeededRuns.repeat(60, MultimapModelTest::run);
    }

    @Test
    void keysAtTheEndOfAllBytes() {
        MultimapDefinition<Byte, Byte> bytes = MultimapDefinition.of("bytes", Codecs.BYTE, Codecs.BYTE);
        try (Database database = Database.inMemory();
                WriteTransaction transaction = database.beginWrite()) {
            Multimap<Byte, Byte> multimap = transaction.open(bytes);
            multimap.put(Byte.MAX_VALUE, (byte) 1);
            multimap.put(Byte.MAX_VALUE, Byte.MAX_VALUE);
            multimap.put((byte) 0, (byte) 2);
            assertEquals(2, multimap.count(Byte.MAX_VALUE));
            assertEquals(0, multimap.count(KeyRange.greaterThan(Byte.MAX_VALUE)));
            assertNull(multimap.higherKey(Byte.MAX_VALUE));
            assertEquals((byte) 0, multimap.lowerKey(Byte.MAX_VALUE));
            Cursor<Byte, Byte> cursor = multimap.cursor(KeyRange.all());
            assertTrue(cursor.seekFloor(Byte.MAX_VALUE));
            assertEquals(Byte.MAX_VALUE, cursor.value());
            assertFalse(cursor.next());
        }
    }

    @Test
    void aTableIsNoMultimapAndTheOtherWayRound() {
        TableDefinition<String, Long> table = TableDefinition.of("numbers", Codecs.STRING, Codecs.LONG);
        try (Database database = Database.inMemory();
                WriteTransaction transaction = database.beginWrite()) {
            transaction.open(NUMBERS).put("a", 1L);
            assertThrows(TableTypeException.class, () -> transaction.open(table));
            assertEquals(1, transaction.open(NUMBERS).size());
        }
    }
}
