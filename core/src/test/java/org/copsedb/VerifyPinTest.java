package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.copsedb.codec.Codecs;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.VersionPin;
import org.copsedb.pagestore.reclaim.PinKind;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.DelegatingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A verification holds the version that it reads, though a commit that was on its way replaces all its pages. */
final class VerifyPinTest {
    private static final TableDefinition<Integer, String> TABLE =
            TableDefinition.of("table", Codecs.INT, Codecs.STRING);
    private static final DatabaseOptions SMALL = DatabaseOptions.defaults()
            .pageSize(512)
            .regionPages(128)
            .cacheBytes(0)
            .withoutThreads();

    /** From the first read of the verification on, the commit that waited is visible. */
    private static final class Watched extends DelegatingFile {
        private @Nullable Database verified;
        private @Nullable PageStore store;
        private int reads;
        private int unpinned;

        Watched() {
            super(new MemoryStorageFile("watched"));
        }

        @Override
        public void read(long offset, byte[] target, int from, int length) {
            Database database = verified;
            if (database != null) {
                database.flush();
                reads++;
                boolean isPinned = Objects.requireNonNull(store).pins().stream()
                        .flatMap(pin -> pin.holders().stream())
                        .anyMatch(holder -> holder.kind() == PinKind.READER);
                unpinned += isPinned ? 0 : 1;
            }
            super.read(offset, target, from, length);
        }
    }

    private static void fill(WriteTransaction transaction, String value) {
        for (int key = 0; key < 2_000; key++) {
            transaction.open(TABLE).put(key, value + key);
        }
    }

    /** Verifies beside a commit on its way; returns what was seen of the file. */
    private static Watched verify(DatabaseSteps.StoreMaker maker) {
        Watched file = new Watched();
        try (Database database = DatabaseSteps.open(file, SMALL, (storage, options) -> {
            PageStore store = maker.make(storage, options);
            file.store = store;
            return store;
        })) {
            database.execute(transaction -> fill(transaction, "old "));
            database.checkpoint();
            long before = database.statistics().version();
            WriteTransaction transaction = database.beginWrite();
            fill(transaction, "new ");
            var commit = transaction.commitAsync();
            assertEquals(before, database.statistics().version());
            assertFalse(commit.isDone());
            file.verified = database;
            VerifyReport report = database.verify();
            file.verified = null;
            assertTrue(report.isSound(), () -> String.join("\n", report.findings()));
            assertEquals(before + 1, database.statistics().version());
        }
        return file;
    }

    @Test
    void aVerificationHoldsWhatItReads() {
        Watched seen = verify(PageStore::open);
        assertTrue(seen.reads > 20, seen.reads + " reads");
        // The account of all pages comes last, of the newest version and with nobody beside.
        assertTrue(seen.unpinned < seen.reads / 2, seen.unpinned + " of " + seen.reads + " reads without a pin");
    }

    /** The test above sees a verification that holds nothing. */
    @Test
    void aVerificationThatHoldsNothingIsSeen() {
        Watched seen = verify(PinlessStore::new);
        assertEquals(seen.reads, seen.unpinned);
    }

    private static final class PinlessStore extends PageStore {
        PinlessStore(StorageFile file, StoreOptions options) {
            super(file, options);
        }

        @Override
        public VersionPin pinHead() {
            VersionPin pin = super.pinHead();
            pin.close();
            return pin;
        }
    }
}
