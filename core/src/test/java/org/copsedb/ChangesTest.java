package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.junit.jupiter.api.Test;

/** Changes between savepoints, and what finding them costs. */
final class ChangesTest {
    private static final TableDefinition<Long, String> TABLE = TableDefinition.of("table", Codecs.LONG, Codecs.STRING);
    private static final TableDefinition<Long, Long> OTHER_TYPE = TableDefinition.of("table", Codecs.LONG, Codecs.LONG);
    private static final DatabaseOptions SMALL =
            DatabaseOptions.defaults().pageSize(512).regionPages(128).cacheBytes(16 << 10);

    private static <K, V> List<Change<K, V>> list(Changes<K, V> changes) {
        try (changes) {
            return changes.stream().toList();
        }
    }

    @Test
    void changesHaveTheValuesBeforeAndAfter() {
        try (Database database = Database.inMemory(SMALL)) {
            Savepoint empty = database.savepoint();
            database.execute(transaction -> {
                transaction.open(TABLE).put(1L, "one");
                transaction.open(TABLE).put(2L, "two");
                transaction.open(TABLE).put(3L, "three");
            });
            Savepoint three = database.savepoint();
            database.execute(transaction -> {
                transaction.open(TABLE).remove(1L);
                transaction.open(TABLE).put(2L, "two again");
                transaction.open(TABLE).put(3L, "three");
                transaction.open(TABLE).put(4L, "four");
            });
            List<Change<Long, String>> expected = List.of(
                    new Change<>(1L, "one", null),
                    new Change<>(2L, "two", "two again"),
                    new Change<>(4L, null, "four"));
            assertEquals(expected, list(database.changes(TABLE, three)));
            Savepoint now = database.savepoint();
            assertEquals(expected, list(database.changes(TABLE, three, now)));
            assertEquals(
                    expected.stream()
                            .map(change -> new Change<>(change.key(), change.after(), change.before()))
                            .toList(),
                    list(database.changes(TABLE, now, three)));
            assertEquals(3, list(database.changes(TABLE, empty, three)).size());
            assertEquals(List.of(), list(database.changes(TABLE, now, now)));
            assertThrows(TableTypeException.class, () -> database.changes(OTHER_TYPE, empty, now));
            assertEquals(0, database.statistics().openReaders(), "a refusal left a transaction open");
        }
    }

    @Test
    void aWalkGoesOnWhenItsSavepointsAreGoneAndEndsWithTheChanges() {
        try (Database database = Database.inMemory(SMALL)) {
            Savepoint from = database.savepoint();
            for (long key = 0; key < 500; key++) {
                long now = key;
                database.execute(transaction -> transaction.open(TABLE).put(now, "value"));
            }
            Changes<Long, String> changes = database.changes(TABLE, from);
            from.close();
            Iterator<Change<Long, String>> steps = changes.iterator();
            for (long key = 0; key < 400; key++) {
                long now = key;
                assertEquals(new Change<>(key, null, "value"), steps.next());
                database.execute(transaction -> transaction.open(TABLE).remove(now));
            }
            assertEquals(500, changes.stream().count());
            assertTrue(steps.hasNext());
            changes.close();
            changes.close();
            assertThrows(HandleClosedException.class, steps::hasNext);
            assertThrows(HandleClosedException.class, changes::iterator);
            assertEquals(0, database.statistics().openReaders());
            try (Changes<Long, String> none = database.changes(TABLE, database.savepoint())) {
                assertFalse(none.iterator().hasNext());
                assertThrows(NoSuchElementException.class, () -> none.iterator().next());
            }
        }
    }

    /** A restore brings pages back as they were, so they are passed again. */
    @Test
    void aRestoreLeavesNothingToWalk() {
        MemoryStorageFile file = new MemoryStorageFile("restored");
        try (Database database = Database.open(file, SMALL)) {
            database.execute(transaction -> fill(transaction, 5_000));
            Savepoint before = database.write(transaction -> transaction.persistSavepoint("before"));
            database.execute(transaction -> transaction.open(TABLE).removeRange(KeyRange.atLeast(100L)));
            assertEquals(4_900, list(database.changes(TABLE, before)).size());
            database.execute(transaction -> transaction.restoreSavepoint(before));
            try (Changes<Long, String> changes = database.changes(TABLE, before)) {
                Changes.Steps<Long, String> steps = changes.iterator();
                assertFalse(steps.hasNext());
                assertEquals(0, steps.pagesRead());
            }
            database.execute(transaction -> transaction.open(TABLE).put(2_500L, "changed"));
        }
        try (Database database = Database.open(new MemoryStorageFile("again", file.toBytes()), SMALL);
                Changes<Long, String> changes = database.changes(TABLE, database.savepoint("before"))) {
            Changes.Steps<Long, String> steps = changes.iterator();
            assertEquals(2_500L, steps.next().key());
            assertFalse(steps.hasNext());
            assertTrue(steps.pagesRead() < 20, () -> steps.pagesRead() + " pages");
        }
    }

    private static void fill(WriteTransaction transaction, long size) {
        transaction
                .open(TABLE)
                .putSorted(LongStream.range(0, size)
                        .mapToObj(key -> new Entry<>(key, "value of some length " + key))
                        .iterator());
    }

    /** With five million entries ({@code -Dcopsedb.entries=5000000}) the tree has one level more. */
    @Test
    void tenChangesAmongManyCostFewPages() {
        long size = Long.getLong("copsedb.entries", 300_000L);
        DatabaseOptions options = DatabaseOptions.defaults().cacheBytes(64 << 20);
        try (Database database = Database.inMemory(options)) {
            database.execute(transaction -> fill(transaction, size));
            Savepoint before = database.savepoint();
            TreeSet<Long> keys = new TreeSet<>();
            SplittableRandom random = new SplittableRandom(1);
            while (keys.size() < 10) {
                keys.add(random.nextLong(size));
            }
            database.execute(
                    transaction -> keys.forEach(key -> transaction.open(TABLE).put(key, "changed")));
            try (Changes<Long, String> changes = database.changes(TABLE, before)) {
                Changes.Steps<Long, String> steps = changes.iterator();
                List<Long> found = new ArrayList<>();
                steps.forEachRemaining(change -> found.add(change.key()));
                assertEquals(List.copyOf(keys), found);
                System.out.printf(Locale.ROOT, "10 changed keys among %,d: %d pages read%n", size, steps.pagesRead());
                assertTrue(steps.pagesRead() < 100, () -> steps.pagesRead() + " pages");
            }
        }
    }
}
