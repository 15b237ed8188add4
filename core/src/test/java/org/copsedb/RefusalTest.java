package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.CopseException;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.DatabaseLockedException;
import org.copsedb.storage.ForeignFileException;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.UnsupportedFormatException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, by which exception, and that nothing else suffers. */
final class RefusalTest {
    private static final TableDefinition<String, Long> AGES = TableDefinition.of("ages", Codecs.STRING, Codecs.LONG);

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void makeDatabase() {
        path = folder.resolve("test.copse");
        try (Database database = Database.open(path)) {
            database.execute(transaction -> transaction.open(AGES).put("ann", 30L));
        }
    }

    private static @Nullable Long ageOfAnn(Database database) {
        try (ReadTransaction transaction = database.beginRead()) {
            return transaction.open(AGES).get("ann");
        }
    }

    private void poke(long offset, int... bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            for (int b : bytes) {
                file.write(b);
            }
        }
    }

    private <X extends CopseException> X refusesToOpen(Class<X> type, String message) throws IOException {
        byte[] before = Files.readAllBytes(path);
        X refusal = assertThrows(type, () -> Database.open(path));
        assertTrue(String.valueOf(refusal.getMessage()).contains(message), refusal.getMessage());
        assertTrue(Arrays.equals(before, Files.readAllBytes(path)), "the refused file was changed");
        return refusal;
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        Files.writeString(path, "These are notes, and no database at all.", StandardCharsets.UTF_8);
        refusesToOpen(ForeignFileException.class, path.toString());
        Files.writeString(path, "abc", StandardCharsets.UTF_8);
        refusesToOpen(ForeignFileException.class, "3 bytes");
    }

    @Test
    void aNewerVersionIsRefused() throws IOException {
        poke(8, 2);
        UnsupportedFormatException refusal = refusesToOpen(UnsupportedFormatException.class, "version 2");
        assertEquals(2, refusal.foundVersion());
        assertEquals(1, refusal.newestSupported());
    }

    @Test
    void aFileThatWasCutOffIsRefused() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(file.length() - 4_096);
        }
        refusesToOpen(CorruptFileException.class, "cut off");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(5_000);
        }
        refusesToOpen(CorruptFileException.class, "5000 bytes");
    }

    @Test
    void twoDamagedSlotsAreRefusedAndOneIsNot() throws IOException {
        poke(4_096 + 20, 0xAA, 0xAA);
        poke(8_192 + 20, 0xAA, 0xAA);
        refusesToOpen(CorruptFileException.class, "slot");
    }

    @Test
    void aSecondOpenIsRefusedAndTheFirstGoesOn() {
        try (Database database = Database.open(path)) {
            assertThrows(DatabaseLockedException.class, () -> Database.open(path));
            assertEquals(30L, ageOfAnn(database));
        }
        Database.open(path).close();
    }

    @Test
    void aMissingFileIsRefusedWhereItShallExist() {
        Path missing = folder.resolve("missing.copse");
        assertThrows(
                StorageException.class,
                () -> Database.open(missing, DatabaseOptions.defaults().existing()));
        assertFalse(Files.exists(missing));
    }

    @Test
    void aReadOnlyDatabaseTakesNoWriter() throws IOException {
        byte[] before = Files.readAllBytes(path);
        try (Database database = Database.open(path, DatabaseOptions.defaults().readOnly())) {
            assertThrows(ReadOnlyDatabaseException.class, database::beginWrite);
            assertEquals(30L, ageOfAnn(database));
        }
        assertTrue(Arrays.equals(before, Files.readAllBytes(path)));
    }

    @Test
    void endedHandlesAreRefused() {
        Database database = Database.open(path);
        ReadTransaction read = database.beginRead();
        ReadableTable<String, Long> readable = read.open(AGES);
        read.close();
        assertThrows(HandleClosedException.class, () -> readable.get("ann"));
        assertThrows(HandleClosedException.class, () -> read.open(AGES));

        WriteTransaction write = database.beginWrite();
        Table<String, Long> table = write.open(AGES);
        Savepoint savepoint = write.savepoint();
        write.commit();
        assertThrows(HandleClosedException.class, () -> table.put("bob", 1L));
        assertThrows(HandleClosedException.class, () -> table.get("ann"));
        assertThrows(HandleClosedException.class, write::commit);
        assertThrows(HandleClosedException.class, write::rollback);
        assertThrows(HandleClosedException.class, savepoint::rollback);
        savepoint.close();
        write.close();

        ReadTransaction open = database.beginRead();
        ReadableTable<String, Long> left = open.open(AGES);
        database.close();
        database.close();
        assertThrows(HandleClosedException.class, () -> left.get("ann"));
        assertThrows(HandleClosedException.class, database::beginRead);
        assertThrows(HandleClosedException.class, database::beginWrite);
        open.close();
    }

    @Test
    void anOversizedKeyChangesNothing() {
        try (Database database = Database.open(path);
                WriteTransaction transaction = database.beginWrite()) {
            Table<String, Long> table = transaction.open(AGES);
            OversizedKeyException refusal =
                    assertThrows(OversizedKeyException.class, () -> table.put("k".repeat(5_000), 1L));
            assertEquals(5_000, refusal.length());
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains("limit is " + refusal.limit()), refusal.getMessage());
            table.put("k".repeat(refusal.limit()), 2L);
            assertNull(table.get("k".repeat(5_000)));
            assertEquals(2, table.size());
            transaction.commit();
        }
    }

    @Test
    void aTableOfOtherTypesIsRefused() {
        TableDefinition<String, String> other = TableDefinition.of("ages", Codecs.STRING, Codecs.STRING);
        try (Database database = Database.open(path)) {
            try (ReadTransaction transaction = database.beginRead()) {
                TableTypeException refusal = assertThrows(TableTypeException.class, () -> transaction.open(other));
                assertTrue(String.valueOf(refusal.getMessage()).contains("\"ages\""), refusal.getMessage());
            }
            try (WriteTransaction transaction = database.beginWrite()) {
                assertThrows(TableTypeException.class, () -> transaction.open(other));
                transaction.open(AGES).put("bob", 2L);
                transaction.commit();
            }
        }
    }

    @Test
    void aThreadDoesNotWaitForItself() {
        try (Database database = Database.open(path);
                WriteTransaction transaction = database.beginWrite()) {
            assertThrows(NestedTransactionException.class, database::beginWrite);
            assertThrows(NestedTransactionException.class, () -> database.tryBeginWrite(Duration.ZERO));
            assertThrows(NestedTransactionException.class, database::verify);
            transaction.open(AGES).put("bob", 2L);
            transaction.commit();
            assertTrue(database.verify().isSound());
        }
    }

    @Test
    void savepointsThatAreGoneAreRefused() {
        try (Database database = Database.open(path);
                WriteTransaction transaction = database.beginWrite()) {
            Table<String, Long> table = transaction.open(AGES);
            Savepoint outer = transaction.savepoint();
            table.put("bob", 2L);
            Savepoint inner = transaction.savepoint();
            table.put("cid", 3L);
            outer.rollback();
            assertEquals(1, table.size());
            assertThrows(SavepointGoneException.class, inner::rollback);
            table.put("dan", 4L);
            outer.rollback();
            assertEquals(1, table.size());
            outer.release();
            assertThrows(SavepointGoneException.class, outer::release);
            assertThrows(SavepointGoneException.class, outer::rollback);
            transaction.commit();
        }
    }

    @Test
    void aFunctionThatThrowsPoisonsTheTransaction() {
        try (Database database = Database.open(path)) {
            WriteTransaction transaction = database.beginWrite();
            Table<String, Long> table = transaction.open(AGES);
            table.put("bob", 2L);
            IllegalStateException own = new IllegalStateException("own");
            assertEquals(
                    own,
                    assertThrows(
                            IllegalStateException.class,
                            () -> table.compute("ann", (key, value) -> {
                                throw own;
                            })));
            assertThrows(PoisonedTransactionException.class, () -> table.put("cid", 3L));
            assertEquals(
                    own,
                    assertThrows(PoisonedTransactionException.class, transaction::commit)
                            .getCause());
            assertEquals(
                    1L,
                    database.<Long, RuntimeException>read(tx -> tx.open(AGES).size()));
            assertTrue(database.verify().isSound());
        }
    }

    @Test
    void invertedRangesAndOldCursorsAreRefused() {
        try (Database database = Database.open(path);
                WriteTransaction transaction = database.beginWrite()) {
            Table<String, Long> table = transaction.open(AGES);
            assertThrows(IllegalArgumentException.class, () -> table.cursor(KeyRange.closed("b", "a")));
            assertThrows(IllegalArgumentException.class, () -> table.count(KeyRange.closed("b", "a")));
            assertThrows(IndexOutOfBoundsException.class, () -> table.keyAt(1));
            Cursor<String, Long> cursor = table.cursor();
            assertThrows(IllegalStateException.class, cursor::key);
            table.put("bob", 2L);
            assertThrows(ConcurrentModificationException.class, cursor::next);
        }
    }

    @Test
    void closingWithoutACommitRollsBack() {
        try (Database database = Database.open(path)) {
            try (WriteTransaction transaction = database.beginWrite()) {
                transaction.open(AGES).put("bob", 2L);
            }
            assertThrows(
                    IOException.class,
                    () -> database.execute(transaction -> {
                        transaction.open(AGES).put("bob", 2L);
                        throw new IOException("own");
                    }));
            assertEquals(
                    1L,
                    database.<Long, RuntimeException>read(tx -> tx.open(AGES).size()));
            assertTrue(database.verify().isSound());
        }
    }
}
