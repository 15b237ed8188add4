package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageException;
import org.copsedb.testkit.DelegatingFile;
import org.junit.jupiter.api.Test;

/** A transaction in which something failed can not be committed, whatever the user caught. */
final class PoisonedTransactionTest {
    private static final TableDefinition<Integer, String> TABLE =
            TableDefinition.of("table", Codecs.INT, Codecs.STRING);
    private static final int KEYS = 300;

    private static final class FailingFile extends DelegatingFile {
        private boolean failing;

        FailingFile() {
            super(new MemoryStorageFile("failing"));
        }

        @Override
        public void read(long offset, byte[] target, int from, int length) {
            if (failing) {
                throw new StorageException("read", new IOException("planted"));
            }
            super.read(offset, target, from, length);
        }
    }

    /** Of the writes that waited some were applied, and a caller who went on committed half of them. */
    @Test
    void waitingWritesThatCouldNotBeAppliedAreNeverCommitted() {
        FailingFile file = new FailingFile();
        DatabaseOptions options =
                DatabaseOptions.defaults().pageSize(512).cacheBytes(0).withoutThreads();
        try (Database database = Database.open(file, options)) {
            database.execute(transaction -> {
                for (int key = 0; key < KEYS; key++) {
                    transaction.open(TABLE).put(key, "old");
                }
            });
            database.checkpoint();
            try (WriteTransaction transaction = database.beginWrite()) {
                Table<Integer, String> table = transaction.open(TABLE);
                table.put(1, "new");
                table.put(KEYS - 1, "new");
                file.failing = true;
                assertThrows(StorageException.class, table::size);
                file.failing = false;
                assertThrows(PoisonedTransactionException.class, transaction::commit);
            }
            database.execute(transaction -> transaction.open(TABLE).put(2, "later"));
            database.read(transaction -> {
                ReadableTable<Integer, String> table = transaction.open(TABLE);
                assertEquals("old", table.get(1));
                assertEquals("old", table.get(KEYS - 1));
                assertEquals("later", table.get(2));
                return KEYS;
            });
            assertEquals(List.of(), database.verify().findings());
        }
    }
}
