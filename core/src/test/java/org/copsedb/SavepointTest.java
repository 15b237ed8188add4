package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.junit.jupiter.api.Test;

/** Savepoints of all three kinds: what each can do, what is refused, and what they keep and give back. */
final class SavepointTest {
    private static final TableDefinition<Integer, String> TABLE =
            TableDefinition.of("table", Codecs.INT, Codecs.STRING);
    private static final DatabaseOptions SMALL =
            DatabaseOptions.defaults().pageSize(512).regionPages(128).cacheBytes(16 << 10);

    private static void fill(Database database, int round) {
        database.execute(transaction -> fill(transaction.open(TABLE), round));
    }

    private static void fill(Table<Integer, String> table, int round) {
        for (int key = 0; key < 200; key++) {
            if ((key + round) % 4 == 0) {
                table.remove(key);
            } else if (key % 3 == round % 3) {
                table.put(key, "round " + round + ' ' + "x".repeat(key % 50));
            }
        }
    }

    private static Map<Integer, String> contentOf(ReadTransaction transaction) {
        Map<Integer, String> content = new TreeMap<>();
        transaction.open(TABLE).forEach(KeyRange.all(), entry -> content.put(entry.key(), entry.value()));
        return content;
    }

    private static Map<Integer, String> contentOf(Database database) {
        return database.read(SavepointTest::contentOf);
    }

    private static Map<Integer, String> contentAt(Database database, Savepoint savepoint) {
        try (ReadTransaction transaction = database.beginRead(savepoint)) {
            return contentOf(transaction);
        }
    }

    private static void requireSound(Database database) {
        assertEquals(List.of(), database.verify().findings());
    }

    @Test
    void anEphemeralSavepointIsReadRestoredAndLetGo() {
        try (Database database = Database.inMemory(SMALL)) {
            fill(database, 1);
            Map<Integer, String> first = contentOf(database);
            Savepoint savepoint = database.savepoint();
            assertEquals(SavepointKind.EPHEMERAL, savepoint.kind());
            assertEquals(Optional.empty(), savepoint.name());
            for (int round = 2; round < 9; round++) {
                fill(database, round);
                database.checkpoint();
                requireSound(database);
            }
            assertEquals(first, contentAt(database, savepoint));
            ReadTransaction past = database.beginRead(savepoint);
            database.execute(transaction -> {
                transaction.open(TABLE).put(1, "undone by the restore");
                transaction.restoreSavepoint(savepoint);
                transaction.open(TABLE).put(1_000, "after the restore");
            });
            first.put(1_000, "after the restore");
            assertEquals(first, contentOf(database));
            requireSound(database);
            savepoint.release();
            first.remove(1_000);
            assertEquals(first, contentOf(past));
            assertThrows(SavepointGoneException.class, () -> database.beginRead(savepoint));
            assertThrows(SavepointGoneException.class, savepoint::release);
            database.execute(transaction ->
                    assertThrows(SavepointGoneException.class, () -> transaction.restoreSavepoint(savepoint)));
            savepoint.close();
            past.close();
            fill(database, 10);
            database.checkpoint();
            database.beginWrite().close();
            assertEquals(0, database.pendingBytes());
            requireSound(database);
        }
    }

    @Test
    void aSavepointThatIsClosedDuringItsRestoreStaysUntilTheCommit() {
        try (Database database = Database.inMemory(SMALL)) {
            fill(database, 1);
            Map<Integer, String> first = contentOf(database);
            Savepoint savepoint = database.savepoint();
            fill(database, 2);
            try (WriteTransaction transaction = database.beginWrite()) {
                transaction.restoreSavepoint(savepoint);
                savepoint.close();
                transaction.commit();
            }
            assertEquals(first, contentOf(database));
            fill(database, 3);
            database.checkpoint();
            database.beginWrite().close();
            assertEquals(0, database.pendingBytes());
            requireSound(database);
        }
    }

    @Test
    void aRestoreIsUndoneByRollbacksOfEveryKindAndLaterSavepointsStay() {
        try (Database database = Database.inMemory(SMALL)) {
            List<Savepoint> savepoints = new ArrayList<>();
            List<Map<Integer, String>> contents = new ArrayList<>();
            for (int round = 1; round <= 6; round++) {
                int now = round;
                if (round % 2 == 0) {
                    savepoints.add(database.write(transaction -> {
                        fill(transaction.open(TABLE), now);
                        return transaction.persistSavepoint("round " + now);
                    }));
                } else {
                    fill(database, round);
                    savepoints.add(database.savepoint());
                }
                contents.add(contentOf(database));
            }
            fill(database, 7);
            Map<Integer, String> head = contentOf(database);
            try (WriteTransaction transaction = database.beginWrite()) {
                Savepoint nested = transaction.savepoint();
                for (Savepoint savepoint : savepoints) {
                    transaction.restoreSavepoint(savepoint);
                    transaction.open(TABLE).put(5_000, "undone");
                }
                transaction.restoreSavepoint(nested);
                assertEquals(head.size(), transaction.open(TABLE).size());
                transaction.restoreSavepoint(savepoints.get(4));
                // Rolled back by the end of the block.
            }
            assertEquals(head, contentOf(database));
            requireSound(database);
            for (int target : new int[] {1, 4, 0, 5, 2, 3}) {
                database.execute(transaction -> transaction.restoreSavepoint(savepoints.get(target)));
                assertEquals(contents.get(target), contentOf(database));
                for (int i = 0; i < savepoints.size(); i++) {
                    assertEquals(contents.get(i), contentAt(database, savepoints.get(i)));
                }
                requireSound(database);
                fill(database, 20 + target);
            }
        }
    }

    @Test
    void aHandleOfAPersistentSavepointIsThatSavepointAndNoOtherOfItsName() {
        MemoryStorageFile file = new MemoryStorageFile("handles");
        Savepoint first;
        try (Database database = Database.open(file, SMALL)) {
            first = database.write(transaction -> transaction.persistSavepoint("name"));
            assertEquals(Optional.of("name"), first.name());
            assertEquals(SavepointKind.PERSISTENT, first.kind());
            first.close();
            assertEquals(Map.of(), contentAt(database, first));
            database.execute(transaction -> transaction.deleteSavepoint(first));
            assertThrows(NoSuchSavepointException.class, () -> database.beginRead(first));
            fill(database, 1);
            database.execute(transaction -> {
                Savepoint second = transaction.persistSavepoint("name");
                assertThrows(NoSuchSavepointException.class, () -> transaction.restoreSavepoint(second));
                assertThrows(NoSuchSavepointException.class, () -> transaction.deleteSavepoint(first));
            });
            assertThrows(NoSuchSavepointException.class, () -> database.beginRead(first));
            database.execute(transaction ->
                    assertThrows(NoSuchSavepointException.class, () -> transaction.restoreSavepoint(first)));
            assertEquals(contentOf(database), contentAt(database, database.savepoint("name")));
            assertThrows(NoSuchSavepointException.class, () -> database.savepoint("other"));
        }
        try (Database database = Database.open(new MemoryStorageFile("again", file.toBytes()), SMALL)) {
            Savepoint again = database.savepoint("name");
            assertEquals(contentOf(database), contentAt(database, again));
            assertThrows(ForeignSavepointException.class, () -> database.beginRead(first));
        }
    }

    @Test
    void whatAKindCanNotDoIsRefused() {
        try (Database database = Database.inMemory(SMALL);
                Database other = Database.inMemory(SMALL)) {
            fill(database, 1);
            Savepoint ephemeral = database.savepoint();
            Savepoint persistent = database.write(transaction -> transaction.persistSavepoint("kept"));
            assertThrows(SavepointKindException.class, ephemeral::rollback);
            assertThrows(SavepointKindException.class, persistent::rollback);
            assertThrows(SavepointKindException.class, persistent::release);
            for (Savepoint foreign : List.of(ephemeral, persistent)) {
                assertThrows(ForeignSavepointException.class, () -> other.beginRead(foreign));
                assertThrows(ForeignSavepointException.class, () -> other.changes(TABLE, foreign));
                other.execute(transaction ->
                        assertThrows(ForeignSavepointException.class, () -> transaction.restoreSavepoint(foreign)));
            }
            other.execute(transaction ->
                    assertThrows(ForeignSavepointException.class, () -> transaction.deleteSavepoint(persistent)));
            Savepoint left;
            try (WriteTransaction transaction = database.beginWrite()) {
                left = transaction.savepoint();
                SavepointKindException refusal =
                        assertThrows(SavepointKindException.class, () -> database.beginRead(left));
                assertTrue(String.valueOf(refusal.getMessage()).contains("nested"), refusal::getMessage);
                assertThrows(SavepointKindException.class, () -> transaction.deleteSavepoint(ephemeral));
                assertThrows(SavepointKindException.class, () -> transaction.deleteSavepoint(left));
                assertThrows(SavepointKindException.class, () -> database.changes(TABLE, left));
                transaction.open(TABLE).put(1, "none of this harmed the transaction");
                transaction.commit();
            }
            assertThrows(HandleClosedException.class, left::rollback);
            database.execute(transaction ->
                    assertThrows(ForeignSavepointException.class, () -> transaction.restoreSavepoint(left)));
            requireSound(database);
        }
    }

    @Test
    void anOuterSavepointThatIsGoneTakesInnerOnesWithIt() {
        try (Database database = Database.inMemory(SMALL)) {
            database.execute(transaction -> {
                Table<Integer, String> table = transaction.open(TABLE);
                Savepoint outer = transaction.savepoint();
                table.put(1, "one");
                Savepoint middle = transaction.savepoint();
                table.put(2, "two");
                Savepoint inner = transaction.savepoint();
                table.put(3, "three");
                middle.rollback();
                assertThrows(SavepointGoneException.class, inner::rollback);
                assertEquals(1, table.size());
                Savepoint again = transaction.savepoint();
                table.put(4, "four");
                outer.release();
                for (Savepoint gone : List.of(outer, middle, again)) {
                    SavepointGoneException refusal = assertThrows(SavepointGoneException.class, gone::rollback);
                    assertTrue(String.valueOf(refusal.getMessage()).contains("was released"), refusal::getMessage);
                    gone.close();
                }
                assertEquals(2, table.size());
            });
        }
    }

    private static long bytesKeptAlone(Database database, String name) {
        return database.savepoints().stream()
                .filter(info -> info.name().equals(name))
                .findFirst()
                .orElseThrow()
                .bytesKeptAlone();
    }

    /** Bytes of dead pages that somebody sees, when the durable state is the head. */
    private static long keptBytes(Database database) {
        database.checkpoint();
        database.beginWrite().close();
        return database.pendingBytes();
    }

    @Test
    void deletingASavepointFreesExactlyWhatOnlyItKept() {
        try (Database database = Database.inMemory(SMALL.withoutThreads())) {
            List<String> names = new ArrayList<>();
            for (int round = 1; round <= 8; round++) {
                int now = round;
                fill(database, round);
                database.execute(transaction -> transaction.persistSavepoint("round " + now));
                names.add("round " + round);
                if (round == 5) {
                    database.execute(transaction -> transaction.restoreSavepoint("round 2"));
                }
            }
            for (int round = 20; round < 24; round++) {
                fill(database, round);
            }
            // From here on the registry of the head lies in a page that no savepoint has.
            database.execute(transaction -> transaction.persistSavepoint("other"));
            database.execute(transaction -> transaction.deleteSavepoint("other"));
            for (int victim : new int[] {3, 0, 5, 0, 1, 2, 1, 0}) {
                String name = names.remove(victim);
                long kept = keptBytes(database);
                long alone = bytesKeptAlone(database, name);
                assertTrue(alone > 0, () -> name + " keeps nothing alone");
                database.execute(transaction -> transaction.deleteSavepoint(name));
                assertEquals(alone, kept - keptBytes(database), name);
                requireSound(database);
            }
            assertEquals(0, keptBytes(database));
        }
    }

    @Test
    void twoSavepointsOfOneVersionKeepNothingAlone() {
        try (Database database = Database.inMemory(SMALL)) {
            fill(database, 1);
            database.execute(transaction -> {
                transaction.persistSavepoint("one");
                transaction.persistSavepoint("two");
                fill(transaction.open(TABLE), 2);
            });
            fill(database, 3);
            assertEquals(0, bytesKeptAlone(database, "one"));
            database.execute(transaction -> transaction.deleteSavepoint("one"));
            assertTrue(bytesKeptAlone(database, "two") > 0);
        }
    }
}
