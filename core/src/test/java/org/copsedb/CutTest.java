package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.StorageFile;
import org.copsedb.storage.StoreFailedException;
import org.copsedb.testkit.DelegatingFile;
import org.junit.jupiter.api.Test;

/**
 * Ends the process, or fails the disk, at every single write, resize and sync of some commits: the file opens in the
 * last acknowledged state or the one that was being committed.
 */
final class CutTest {
    private static final TableDefinition<Integer, String> TABLE =
            TableDefinition.of("table", Codecs.INT, Codecs.STRING);
    private static final DatabaseOptions SMALL = DatabaseOptions.defaults()
            .pageSize(512)
            .regionPages(128)
            .cacheBytes(16 << 10)
            .withoutThreads();
    private static final int COMMITS = 12;

    private static byte[] bytesOf(StorageFile file) {
        byte[] bytes = new byte[(int) file.size()];
        file.read(0, bytes, 0, bytes.length);
        return bytes;
    }

    /** Checks what a cut at each operation would leave: all writes so far, and those up to the last sync alone. */
    private static final class CutFile extends DelegatingFile {
        private byte[] synced = new byte[0];
        private int acknowledged;
        private int images;

        CutFile() {
            super(new MemoryStorageFile("cut"));
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            super.write(offset, source, from, length);
            check();
        }

        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            super.writeDurably(offset, source, from, length);
            check();
            synced = Arrays.copyOf(synced, (int) size());
            System.arraycopy(source, from, synced, (int) offset, length);
            check();
        }

        @Override
        public void resize(long newSize) {
            super.resize(newSize);
            check();
        }

        @Override
        public void sync() {
            super.sync();
            synced = bytesOf(this);
            check();
        }

        private void check() {
            check(bytesOf(this));
            check(synced.clone());
        }

        private void check(byte[] image) {
            images++;
            try (Database database = Database.open(new MemoryStorageFile("image " + images, image), SMALL)) {
                VerifyReport report = database.verify();
                assertTrue(report.isSound(), () -> report.findings().toString());
                long version = database.statistics().version();
                assertTrue(
                        version == acknowledged || version == acknowledged + 1,
                        () -> "version " + version + " after " + acknowledged + " acknowledged commits");
                assertEquals(contentAfter((int) version), contentOf(database));
                change(database, (int) version + 1);
                assertTrue(database.verify().isSound());
                assertEquals(contentAfter((int) version + 1), contentOf(database));
            }
        }
    }

    private static void change(Database database, int commit) {
        database.execute(transaction -> {
            Table<Integer, String> table = transaction.open(TABLE);
            for (int key = 0; key < 20; key++) {
                if ((key + commit) % 3 == 0) {
                    table.remove(key);
                } else {
                    table.put(key * commit % 50, commit + ":" + "x".repeat(key * 10));
                }
            }
        });
    }

    private static Map<Integer, String> contentAfter(int commits) {
        Map<Integer, String> content = new TreeMap<>();
        for (int commit = 1; commit <= commits; commit++) {
            for (int key = 0; key < 20; key++) {
                if ((key + commit) % 3 == 0) {
                    content.remove(key);
                } else {
                    content.put(key * commit % 50, commit + ":" + "x".repeat(key * 10));
                }
            }
        }
        return content;
    }

    private static Map<Integer, String> contentOf(Database database) {
        return database.read(transaction -> {
            Map<Integer, String> content = new TreeMap<>();
            transaction.open(TABLE).forEach(KeyRange.all(), entry -> content.put(entry.key(), entry.value()));
            return content;
        });
    }

    @Test
    void theEndOfTheProcessAtAnyWriteLeavesACommittedState() {
        CutFile file = new CutFile();
        try (Database database = Database.open(file, SMALL)) {
            for (int commit = 1; commit <= COMMITS; commit++) {
                change(database, commit);
                file.acknowledged = commit;
            }
        }
        assertTrue(file.images > 5 * COMMITS, () -> "only " + file.images + " images");
    }

    /** Refuses one operation that changes the file. */
    private static final class FailingFile extends DelegatingFile {
        private int left;

        FailingFile(StorageFile file, int left) {
            super(file);
            this.left = left;
        }

        private void fail(String operation) {
            if (--left == 0) {
                throw new StorageException(operation, new IOException("planted"));
            }
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            fail("write");
            super.write(offset, source, from, length);
        }

        @Override
        public void sync() {
            fail("sync");
            super.sync();
        }

        @Override
        public void close() {
            // The bytes are looked at afterwards.
        }
    }

    @Test
    void afterAFailedWriteOrSyncTheStoreTakesNoMoreWritesUntilItIsOpenedAgain() {
        int failures = 0;
        int harmless = 0;
        for (int failing = 1; ; failing++) {
            MemoryStorageFile memory = new MemoryStorageFile("failing " + failing);
            FailingFile file = new FailingFile(memory, failing);
            int acknowledged = 0;
            try (Database database = Database.open(file, SMALL)) {
                try {
                    for (int commit = 1; commit <= 3; commit++) {
                        change(database, commit);
                        acknowledged = commit;
                    }
                    break;
                } catch (StorageException refused) {
                    failures++;
                    if (goesOn(database, acknowledged + 1)) {
                        harmless++; // a new extent of the journal was not filled: nothing was written over
                        acknowledged++;
                    }
                    assertEquals(contentAfter(acknowledged), contentOf(database), "reads go on");
                }
            } catch (StorageException refusedToOpen) {
                failures++;
            }
            try (Database database = Database.open(memory, SMALL)) {
                int version = (int) database.statistics().version();
                assertTrue(version == acknowledged || version == acknowledged + 1);
                assertEquals(contentAfter(version), contentOf(database));
                assertTrue(database.verify().isSound());
            }
        }
        assertTrue(failures - harmless > 10, failures + " failures, of which " + harmless + " did no harm");
        assertTrue(harmless > 0, "an extent can always be refused");
    }

    private static boolean goesOn(Database database, int commit) {
        try {
            change(database, commit);
            return true;
        } catch (StoreFailedException refused) {
            return false;
        }
    }
}
