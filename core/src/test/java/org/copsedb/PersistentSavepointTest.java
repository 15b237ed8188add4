package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.DelegatingFile;
import org.junit.jupiter.api.Test;

/** Persistent savepoints are listed, read, restored and deleted, survive restarts, and a cut at any write. */
final class PersistentSavepointTest {
    private static final TableDefinition<Integer, String> TABLE =
            TableDefinition.of("table", Codecs.INT, Codecs.STRING);
    private static final TableDefinition<Integer, String> LATER =
            TableDefinition.of("later", Codecs.INT, Codecs.STRING);
    private static final DatabaseOptions SMALL =
            DatabaseOptions.defaults().pageSize(512).regionPages(128).cacheBytes(16 << 10);

    private static byte[] bytesOf(StorageFile file) {
        byte[] bytes = new byte[(int) file.size()];
        file.read(0, bytes, 0, bytes.length);
        return bytes;
    }

    private static void fill(Table<Integer, String> table, int round) {
        for (int key = 0; key < 60; key++) {
            if ((key + round) % 4 == 0) {
                table.remove(key);
            } else {
                table.put(key, "round " + round + ' ' + "x".repeat(key));
            }
        }
    }

    private static Map<Integer, String> contentOf(ReadTransaction transaction) {
        Map<Integer, String> content = new TreeMap<>();
        transaction.open(TABLE).forEach(KeyRange.all(), entry -> content.put(entry.key(), entry.value()));
        return content;
    }

    private static Map<Integer, String> contentAt(Database database, String savepoint) {
        try (ReadTransaction transaction = database.beginRead(savepoint)) {
            return contentOf(transaction);
        }
    }

    private static Map<Integer, String> contentOf(Database database) {
        return database.read(PersistentSavepointTest::contentOf);
    }

    private static List<String> names(Database database) {
        return database.savepoints().stream().map(SavepointInfo::name).toList();
    }

    private static void requireSound(Database database) {
        VerifyReport report = database.verify();
        assertTrue(report.isSound(), () -> report.findings().toString());
    }

    @Test
    void aSavepointKeepsWhatItsTransactionCommits() {
        MemoryStorageFile file = new MemoryStorageFile("savepoints");
        Map<Integer, String> first;
        try (Database database = Database.open(file, SMALL)) {
            database.execute(transaction -> {
                transaction.persistSavepoint("first");
                fill(transaction.open(TABLE), 1);
            });
            first = contentOf(database);
            for (int round = 2; round < 6; round++) {
                int now = round;
                database.execute(transaction -> fill(transaction.open(TABLE), now));
                requireSound(database);
            }
            assertEquals(List.of("first"), names(database));
            assertEquals(1, database.savepoints().get(0).version());
            assertEquals(first, contentAt(database, "first"));
        }
        try (Database database = Database.open(new MemoryStorageFile("again", file.toBytes()), SMALL)) {
            assertEquals(first, contentAt(database, "first"));
            requireSound(database);
            database.execute(transaction -> {
                transaction.open(LATER).put(1, "undone by the restore");
                transaction.restoreSavepoint("first");
                assertEquals(0, transaction.open(LATER).size());
            });
            assertEquals(first, contentOf(database));
            requireSound(database);
            database.execute(transaction -> transaction.deleteSavepoint("first"));
            assertEquals(List.of(), names(database));
            assertThrows(NoSuchSavepointException.class, () -> database.beginRead("first"));
            requireSound(database);
        }
    }

    @Test
    void savepointsOfTheTransactionUndoRestoresAndOrders() {
        try (Database database = Database.inMemory(SMALL)) {
            database.execute(transaction -> {
                fill(transaction.open(TABLE), 1);
                transaction.persistSavepoint("kept");
            });
            database.execute(transaction -> fill(transaction.open(TABLE), 2));
            Map<Integer, String> before = contentOf(database);
            database.execute(transaction -> {
                Table<Integer, String> table = transaction.open(TABLE);
                Savepoint savepoint = transaction.savepoint();
                transaction.restoreSavepoint("kept");
                transaction.deleteSavepoint("kept");
                transaction.persistSavepoint("other");
                table.put(1_000, "undone");
                savepoint.rollback();
                table.put(2_000, "stays");
            });
            before.put(2_000, "stays");
            assertEquals(before, contentOf(database));
            assertEquals(List.of("kept"), names(database));
            requireSound(database);
        }
    }

    @Test
    void laterSavepointsStayWhenAnEarlierOneIsRestored() {
        MemoryStorageFile file = new MemoryStorageFile("savepoints");
        Map<String, Map<Integer, String>> contents = new TreeMap<>();
        try (Database database = Database.open(file, SMALL)) {
            for (int round = 1; round < 5; round++) {
                int now = round;
                database.execute(transaction -> {
                    fill(transaction.open(TABLE), now);
                    transaction.persistSavepoint("round " + now);
                });
                contents.put("round " + round, contentOf(database));
            }
            database.execute(transaction -> transaction.restoreSavepoint("round 2"));
            database.execute(transaction -> fill(transaction.open(TABLE), 9));
        }
        try (Database database = Database.open(new MemoryStorageFile("again", file.toBytes()), SMALL)) {
            contents.forEach((name, content) -> assertEquals(content, contentAt(database, name), name));
            database.execute(transaction -> transaction.restoreSavepoint("round 4"));
            assertEquals(contents.get("round 4"), contentOf(database));
            requireSound(database);
            for (String name : List.of("round 3", "round 1", "round 4", "round 2")) {
                database.execute(transaction -> transaction.deleteSavepoint(name));
                contents.remove(name);
                contents.forEach((left, content) -> assertEquals(content, contentAt(database, left), left));
                requireSound(database);
            }
        }
    }

    @Test
    void whatCanNotBeIsRefused() {
        try (Database database = Database.inMemory(SMALL)) {
            database.execute(transaction -> {
                transaction.persistSavepoint("taken");
                assertThrows(SavepointExistsException.class, () -> transaction.persistSavepoint("taken"));
                assertThrows(NoSuchSavepointException.class, () -> transaction.restoreSavepoint("taken"));
                assertThrows(NoSuchSavepointException.class, () -> transaction.deleteSavepoint("missing"));
                assertThrows(OversizedKeyException.class, () -> transaction.persistSavepoint("x".repeat(10_000)));
            });
            database.execute(transaction ->
                    assertThrows(SavepointExistsException.class, () -> transaction.persistSavepoint("taken")));
            assertThrows(NoSuchSavepointException.class, () -> database.beginRead("missing"));
            assertEquals(List.of("taken"), names(database));
        }
    }

    /** Opens what a cut after each operation would leave. */
    private static final class CutFile extends DelegatingFile {
        private byte[] synced = new byte[0];
        private int images;

        CutFile() {
            super(new MemoryStorageFile("cut"));
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            super.write(offset, source, from, length);
            check(bytesOf(this));
            check(synced.clone());
        }

        @Override
        public void sync() {
            super.sync();
            synced = bytesOf(this);
        }

        /** Whatever was cut off: savepoints belong to the version that is there, and can be read and restored. */
        private void check(byte[] image) {
            images++;
            try (Database database = Database.open(new MemoryStorageFile("image " + images, image), SMALL)) {
                long version = database.statistics().version();
                List<String> expected = version < 2 ? List.of() : version < 5 ? List.of("second") : List.of("fifth");
                assertEquals(expected, names(database), "version " + version);
                requireSound(database);
                for (String name : expected) {
                    Map<Integer, String> kept = contentAt(database, name);
                    database.execute(transaction -> transaction.restoreSavepoint(name));
                    assertEquals(kept, contentOf(database));
                    requireSound(database);
                }
            }
        }
    }

    @Test
    void aCutAtAnyWriteOfCreationRestoreAndDeletionLeavesAllOrNothing() {
        CutFile file = new CutFile();
        try (Database database = Database.open(file, SMALL)) {
            database.execute(transaction -> fill(transaction.open(TABLE), 1));
            database.execute(transaction -> transaction.persistSavepoint("second"));
            database.execute(transaction -> fill(transaction.open(TABLE), 3));
            database.execute(transaction -> transaction.restoreSavepoint("second"));
            database.execute(transaction -> {
                fill(transaction.open(TABLE), 5);
                transaction.deleteSavepoint("second");
                transaction.persistSavepoint("fifth");
            });
            assertEquals(5, database.statistics().version());
        }
        assertTrue(file.images > 50, () -> "only " + file.images + " images");
    }
}
