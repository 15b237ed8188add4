package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables come, change their names and go, inside transactions, across savepoints and across replays. */
final class TableNamesTest {
    private static final TableDefinition<Long, String> A = table("a");
    private static final TableDefinition<Long, String> B = table("b");
    private static final TableDefinition<Long, String> C = table("c");
    private static final MultimapDefinition<Long, Long> PAIRS =
            MultimapDefinition.of("pairs", Codecs.LONG, Codecs.LONG);

    private MemoryStorageFile file = new MemoryStorageFile("names");
    private Database database = open();

    private static TableDefinition<Long, String> table(String name) {
        return TableDefinition.of(name, Codecs.LONG, Codecs.STRING);
    }

    private Database open() {
        return Database.open(file, DatabaseOptions.defaults().pageSize(512).withoutThreads());
    }

    /** Goes on with what a kill leaves: everything committed is replayed from the journal. */
    private void kill() {
        file = new MemoryStorageFile("names", file.toBytes());
        database = open();
    }

    @AfterEach
    void isSound() {
        VerifyReport report = database.verify();
        assertTrue(report.isSound(), () -> String.join("\n", report.findings()));
        database.close();
    }

    private void fill(TableDefinition<Long, String> table, String value) {
        database.execute(transaction -> {
            for (long key = 0; key < 50; key++) {
                transaction.open(table).put(key, value);
            }
        });
    }

    private List<String> names() {
        return database.read(ReadTransaction::tables);
    }

    private String valueOf(TableDefinition<Long, String> table) {
        return valueOf(table, 7);
    }

    private String valueOf(TableDefinition<Long, String> table, long key) {
        return database.read(
                transaction -> Objects.toString(transaction.open(table).get(key)));
    }

    @Test
    void aDroppedTableIsGoneForEveryHandle() {
        fill(A, "old");
        try (ReadTransaction before = database.beginRead()) {
            database.execute(transaction -> {
                Table<Long, String> first = transaction.open(A);
                Cursor<Long, String> cursor = first.cursor();
                Map<Long, String> map = first.asMap();
                assertTrue(transaction.drop("a"));
                assertFalse(transaction.drop("a"));
                assertThrows(TableGoneException.class, () -> first.get(1L));
                assertThrows(TableGoneException.class, () -> first.put(1L, "lost"));
                assertThrows(TableGoneException.class, () -> first.delete(1L));
                assertThrows(TableGoneException.class, () -> first.remove(1L));
                assertThrows(TableGoneException.class, cursor::next);
                assertThrows(TableGoneException.class, map::size);
                TableGoneException refused = assertThrows(TableGoneException.class, first::clear);
                assertEquals("table \"a\" was dropped", refused.getMessage());
                assertEquals(0, transaction.open(A).size());
                assertEquals(List.of(), transaction.tables());
            });
            assertEquals(List.of(), names());
            assertEquals(50, before.open(A).size());
        }
        kill();
        assertEquals(List.of(), names());
    }

    @Test
    void aNameThatIsFreeMayBelongToATableOfOtherTypes() {
        fill(A, "old");
        TableDefinition<String, Long> other = TableDefinition.of("a", Codecs.STRING, Codecs.LONG);
        database.execute(transaction -> {
            transaction.open(A).put(1L, "still logged");
            assertThrows(TableTypeException.class, () -> transaction.open(other));
            transaction.drop("a");
            transaction.open(other).put("key", 5L);
        });
        kill();
        Map<String, Long> held = database.read(
                transaction -> new TreeMap<>(transaction.open(other).asMap()));
        assertEquals(Map.of("key", 5L), held);
        assertEquals(List.of("a"), names());
    }

    @Test
    void aRenamedTableKeepsItsEntriesAndHandles() {
        fill(A, "old");
        database.execute(transaction -> {
            Table<Long, String> handle = transaction.open(A);
            handle.put(7L, "new");
            transaction.rename("a", "b");
            assertEquals("b", handle.name());
            handle.put(8L, "newer");
            assertEquals("newer", transaction.open(B).get(8L));
            assertEquals(0, transaction.open(A).size());
            assertEquals(List.of("b"), transaction.tables());
        });
        kill();
        assertEquals(List.of("b"), names());
        assertEquals("new", valueOf(B));
        assertEquals("newer", valueOf(B, 8));
    }

    @Test
    void tablesExchangeTheirNames() {
        fill(A, "of a");
        fill(B, "of b");
        database.execute(transaction -> {
            transaction.rename("a", "c");
            transaction.rename("b", "a");
            transaction.rename("c", "b");
        });
        kill();
        assertEquals("of b", valueOf(A));
        assertEquals("of a", valueOf(B));
        assertEquals(List.of("a", "b"), names());
    }

    @Test
    void aNewTableTakesTheNameOfOneThatWasRenamed() {
        fill(A, "of a");
        database.execute(transaction -> {
            transaction.rename("a", "b");
            transaction.open(A).put(7L, "another");
            transaction.open(C).put(1L, "for a moment");
            transaction.drop("c");
        });
        kill();
        assertEquals("another", valueOf(A));
        assertEquals("of a", valueOf(B));
        assertEquals(List.of("a", "b"), names());
    }

    @Test
    void refusalsChangeNothing() {
        fill(A, "of a");
        fill(B, "of b");
        database.execute(transaction -> {
            assertThrows(TableExistsException.class, () -> transaction.rename("a", "b"));
            assertThrows(TableExistsException.class, () -> transaction.rename("a", "a"));
            NoSuchTableException missing =
                    assertThrows(NoSuchTableException.class, () -> transaction.rename("nothing", "c"));
            assertEquals("there is no table \"nothing\"", missing.getMessage());
            assertThrows(IllegalArgumentException.class, () -> transaction.rename("a", ""));
            assertThrows(IllegalArgumentException.class, () -> transaction.rename("a", "x".repeat(1_025)));
            // Pages of 512 bytes have nodes of 1,024, which hold keys of about a quarter.
            assertThrows(OversizedKeyException.class, () -> transaction.rename("a", "x".repeat(1_024)));
            transaction.open(C).putSorted(new Iterator<>() {
                private boolean done;

                @Override
                public boolean hasNext() {
                    return !done;
                }

                @Override
                public Entry<Long, String> next() {
                    assertThrows(ReentryException.class, () -> transaction.drop("a"));
                    assertThrows(ReentryException.class, () -> transaction.rename("a", "d"));
                    done = true;
                    return new Entry<>(1L, "sorted");
                }
            });
        });
        assertEquals(List.of("a", "b", "c"), names());
        assertThrows(HandleClosedException.class, () -> {
            WriteTransaction ended = database.beginWrite();
            ended.close();
            ended.drop("a");
        });
    }

    @Test
    void theLongestNameFitsPagesOfTheUsualSize() {
        String longest = "ü".repeat(512);
        try (Database usual = Database.inMemory()) {
            usual.execute(transaction -> {
                transaction.open(A).put(1L, "one");
                transaction.rename("a", longest);
            });
            assertEquals(List.of(longest), usual.read(ReadTransaction::tables));
        }
    }

    @Test
    void nestedSavepointsBringNamesAndTablesBack() {
        fill(A, "of a");
        fill(B, "of b");
        database.execute(transaction -> {
            Table<Long, String> a = transaction.open(A);
            a.put(100L, "before");
            Savepoint savepoint = transaction.savepoint();
            transaction.drop("a");
            transaction.rename("b", "a"); // is opened only now
            Table<Long, String> second = transaction.open(A);
            assertEquals("of b", second.get(7L));
            transaction.open(B).put(1L, "a third one");
            savepoint.rollback();
            assertEquals(List.of("a", "b"), transaction.tables());
            assertEquals("before", a.get(100L));
            assertEquals("b", second.name());
            assertEquals("of b", second.get(7L));
            assertEquals(50, transaction.open(B).size());
            transaction.drop("b");
            savepoint.rollback();
            assertEquals("of b", second.get(7L));
        });
        kill();
        assertEquals("of a", valueOf(A));
        assertEquals("of b", valueOf(B));
    }

    @Test
    void aTableBegunTwiceIsOneTableAfterARollback() {
        fill(A, "of a");
        database.execute(transaction -> {
            Savepoint savepoint = transaction.savepoint();
            Table<Long, String> first = transaction.open(A);
            transaction.drop("a");
            Table<Long, String> second = transaction.open(A);
            second.put(1L, "another");
            savepoint.rollback();
            assertEquals(50, first.size());
            assertThrows(TableGoneException.class, second::size);
            first.put(7L, "first");
        });
        kill();
        assertEquals("first", valueOf(A));
    }

    @Test
    void restoredStatesBringTheirTables() {
        fill(A, "of a");
        database.execute(transaction -> transaction.persistSavepoint("then"));
        database.execute(transaction -> transaction.drop("a"));
        TableDefinition<String, Long> other = TableDefinition.of("a", Codecs.STRING, Codecs.LONG);
        database.execute(transaction -> {
            Table<String, Long> handle = transaction.open(other);
            handle.put("key", 1L);
            Table<Long, String> b = transaction.open(B);
            b.put(1L, "of b");
            transaction.restoreSavepoint("then");
            assertThrows(TableGoneException.class, () -> handle.get("key"));
            assertEquals(0, b.size());
            assertEquals("of a", transaction.open(A).get(7L));
            assertEquals(List.of("a"), transaction.tables());
        });
        assertEquals("of a", valueOf(A));
        database.execute(transaction -> transaction.deleteSavepoint("then"));
    }

    @Test
    void aDroppedTableGivesItsPagesBack() throws IOException {
        TableDefinition<Long, byte[]> large = TableDefinition.of("large", Codecs.LONG, Codecs.BYTES);
        database.execute(transaction -> {
            Table<Long, byte[]> table = transaction.open(large);
            for (long key = 0; key < 20; key++) {
                table.put(key, new byte[5_000]);
            }
            table.writeValue(99L, new ByteArrayInputStream(new byte[300_000]));
        });
        assertTrue(database.verify().pages() > 30);
        database.execute(transaction -> {
            transaction.open(large).put(5L, new byte[9_000]); // waits when the table goes
            transaction.drop("large");
        });
        assertTrue(database.verify().pages() <= 2);
    }

    @Test
    void answersThatChangeNothingMakeNoTable() {
        database.execute(transaction -> {
            Table<Long, String> a = transaction.open(A);
            a.delete(1L);
            assertFalse(a.remove(1L));
            assertFalse(a.remove(1L, "one"));
            assertEquals(null, a.getAndRemove(1L));
            assertEquals(null, a.replace(1L, "one"));
            assertFalse(a.replace(1L, "one", "two"));
            assertEquals(null, a.compute(1L, (key, value) -> null));
            assertEquals(0, a.removeRange(KeyRange.all()));
            assertEquals(0, a.removeIf(KeyRange.all(), (key, value) -> true));
            assertEquals(0, a.putSorted(List.<Entry<Long, String>>of().iterator()));
            assertEquals(null, a.popFirst());
            a.clear();
            assertEquals(List.of(), transaction.tables());
        });
        assertEquals(List.of(), names());
        assertEquals(0, database.statistics().version());
    }

    @Test
    void sortedPairsFillAMultimap() {
        database.execute(transaction -> {
            Multimap<Long, Long> pairs = transaction.open(PAIRS);
            List<Entry<Long, Long>> sorted = List.of(new Entry<>(1L, 5L), new Entry<>(1L, 6L), new Entry<>(2L, -1L));
            assertEquals(3, pairs.putSorted(sorted.iterator()));
            List<Entry<Long, Long>> unsorted = List.of(new Entry<>(3L, 5L), new Entry<>(3L, 4L));
            UnsortedEntriesException refused =
                    assertThrows(UnsortedEntriesException.class, () -> pairs.putSorted(unsorted.iterator()));
            assertEquals(1, refused.position());
            assertEquals(3, pairs.size());
            assertEquals(3, pairs.statistics().entries());
            transaction.rename("pairs", "couples");
            assertEquals(2, pairs.count(1L));
        });
    }

    @Test
    void statisticsCountPagesAndBytes() {
        assertEquals(
                new TableStatistics(0, 0, 0, 0, 0, 0, 0),
                database.read(transaction -> transaction.open(A).statistics()));
        TreeMap<Long, String> content = new TreeMap<>();
        database.execute(transaction -> {
            for (long key = 0; key < 2_000; key++) {
                content.put(key, "value " + key);
                transaction.open(A).put(key, "value " + key);
            }
            transaction.open(A).put(5_000L, "x".repeat(10_000));
            transaction.open(B).put(1L, "one");
        });
        TableStatistics one = database.read(transaction -> transaction.open(B).statistics());
        assertEquals(new TableStatistics(1, 1, 0, 1, 0, one.usedBytes(), 1_024), one);
        TableStatistics figures =
                database.read(transaction -> transaction.open(A).statistics());
        assertEquals(2_001, figures.entries());
        assertTrue(figures.depth() >= 2, figures::toString);
        assertTrue(figures.branchPages() >= 1 && figures.leafPages() > 20, figures::toString);
        assertTrue(figures.valuePages() >= 1, figures::toString);
        long stored = content.values().stream().mapToLong(String::length).sum() + 10_000;
        assertTrue(figures.usedBytes() > stored, figures::toString);
        assertTrue(figures.usedBytes() <= figures.allocatedBytes(), figures::toString);
        VerifyReport report = database.verify();
        long pages = figures.branchPages() + figures.leafPages() + figures.valuePages() + one.leafPages();
        assertEquals(report.pages(), pages + 2, "all pages but those of catalog and system tree");
    }
}
