package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.copsedb.codec.Codecs;
import org.copsedb.pagestore.PageStore;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.testkit.KeepingStore;
import org.junit.jupiter.api.Test;

/** Readers that stay open keep their pages, but not in memory. */
final class ReaderMemoryTest {
    private static final TableDefinition<Integer, byte[]> TABLE = TableDefinition.of("table", Codecs.INT, Codecs.BYTES);
    private static final int BUDGET = 64 << 10;
    private static final int READERS = 12;
    private static final int ENTRIES = 300;
    private static final DatabaseOptions SMALL = DatabaseOptions.defaults()
            .pageSize(512)
            .regionPages(128)
            .cacheBytes(0)
            .dirtyBytes(BUDGET)
            .journalBytes(1 << 20)
            .withoutThreads();

    private static byte[] value(int round, int key) {
        byte[] value = new byte[100];
        value[round % 100] = (byte) key;
        value[99] = (byte) round;
        return value;
    }

    private static void fill(Database database, int round) {
        database.execute(transaction -> {
            for (int key = 0; key < ENTRIES; key++) {
                transaction.open(TABLE).put(key, value(round, key));
            }
        });
    }

    /** Opens a reader of each of some versions, of which only the readers know; returns the memory that this takes. */
    private static long openReaders(DatabaseSteps.StoreMaker maker) {
        long dirty;
        try (Database database = DatabaseSteps.open(new MemoryStorageFile("readers"), SMALL, maker)) {
            fill(database, 0);
            List<ReadTransaction> readers = new ArrayList<>();
            for (int round = 1; round <= READERS; round++) {
                fill(database, round);
                readers.add(database.beginRead());
                fill(database, round + 100);
                database.checkpoint();
            }
            dirty = database.statistics().dirtyBytes();
            for (int round = 1; round <= READERS; round++) {
                ReadableTable<Integer, byte[]> table = readers.get(round - 1).open(TABLE);
                assertEquals(ENTRIES, table.size());
                for (int key = 0; key < ENTRIES; key++) {
                    byte[] found = table.get(key);
                    assertTrue(found != null && Arrays.equals(value(round, key), found));
                }
            }
            requireSound(database);
            readers.forEach(ReadTransaction::close);
            fill(database, 1);
            database.checkpoint();
            requireSound(database);
        }
        return dirty;
    }

    private static void requireSound(Database database) {
        VerifyReport report = database.verify();
        assertTrue(report.isSound(), () -> String.join("\n", report.findings()));
    }

    @Test
    void whatOnlyReadersHoldLeavesMemory() {
        long dirty = openReaders(PageStore::open);
        assertTrue(dirty <= BUDGET / 8, dirty + " bytes");
    }

    /** The test above sees a store that keeps such pages in memory. */
    @Test
    void pagesThatStayInMemoryAreSeen() {
        long dirty = openReaders(KeepingStore::new);
        assertTrue(dirty > READERS * 30_000L, dirty + " bytes");
    }
}
