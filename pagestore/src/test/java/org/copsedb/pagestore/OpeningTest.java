package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.format.FileHeader;
import org.copsedb.storage.CopseException;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.DatabaseLockedException;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.DelegatingFile;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.api.Test;

/** Opening reads the directory and no more, whatever the size; what is damaged is named, and left as it was. */
final class OpeningTest {
    private static final StoreOptions SMALL = new StoreOptions(512, 256, 16 << 10, false);
    private static final StoreOptions READ_ONLY = new StoreOptions(512, 256, 16 << 10, true);

    /** Counts what is read. */
    private static final class CountingFile extends DelegatingFile {
        private int reads;
        private int writes;

        CountingFile(StorageFile file) {
            super(file);
        }

        @Override
        public void read(long offset, byte[] target, int from, int length) {
            reads++;
            super.read(offset, target, from, length);
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            writes++;
            super.write(offset, source, from, length);
        }
    }

    /** A file with so many pages of order 1, of which every third died, and a savepoint. */
    private static byte[] fileOf(int pages) {
        MemoryStorageFile file = new MemoryStorageFile("file");
        try (PageStore store = PageStore.open(file, SMALL)) {
            StoreWriter writer = store.beginWrite();
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < pages; i++) {
                numbers.add(PageHeader.pageNumber(writer.allocate(1)));
            }
            writer.persist(7);
            Version first = writer.commit(new PageReference(0, 0, 1), PageReference.NONE);
            StoreWriter second = store.beginWrite();
            for (int i = 0; i < pages; i += 3) {
                second.free(numbers.get(i), first.watermark());
            }
            second.commit(new PageReference(0, 0, 2), PageReference.NONE);
        }
        return file.toBytes();
    }

    @Test
    void costsTheSameWhateverTheSizeOfTheFile() {
        CountingFile small = new CountingFile(new MemoryStorageFile("small", fileOf(50)));
        CountingFile large = new CountingFile(new MemoryStorageFile("large", fileOf(1_500)));
        try (PageStore first = PageStore.open(small, SMALL);
                PageStore second = PageStore.open(large, SMALL)) {
            assertEquals(2, first.head().number());
            assertEquals(2, second.head().number());
            // Two looks at the first block, two slots; then the directory, and the list of the savepoint's regions.
            // Of the journal: header and link of its extent, the place of the next record, what is behind it, and the
            // region in which the extent lies.
            assertTrue(small.reads <= 6 + 9, () -> small.reads + " reads");
            assertTrue(large.reads <= 6 + 9 + 5, () -> large.reads + " reads of a file of 12 regions");
            assertEquals(1, large.writes, "the owner's mark");
            // The first allocation reads the one region that has room.
            int before = large.reads;
            second.beginWrite().allocate(1);
            assertTrue(large.reads - before <= 10, () -> large.reads - before + " reads for an allocation");
        }
    }

    @Test
    void neitherReadsNorWritesMoreThanItHasTo() {
        CountingFile file = new CountingFile(new MemoryStorageFile("read only", fileOf(50)));
        try (PageStore store = PageStore.open(file, READ_ONLY)) {
            assertEquals(2, store.head().number());
        }
        assertEquals(0, file.writes);
    }

    @Test
    void oneRottenSlotTakesNothingBack() {
        byte[] bytes = fileOf(50);
        for (int slot = 0; slot < CheckpointSlot.SLOT_COUNT; slot++) {
            byte[] damaged = bytes.clone();
            damaged[(int) CheckpointSlot.offset(slot) + CheckpointSlot.COMMIT_NUMBER_OFFSET] ^= 1;
            MemoryStorageFile file = new MemoryStorageFile("rotten", damaged);
            try (PageStore store = PageStore.open(file, SMALL)) {
                assertEquals(2, store.head().number());
            }
            try (PageStore store = PageStore.open(new MemoryStorageFile("repaired", file.toBytes()), READ_ONLY)) {
                assertEquals(2, store.head().number());
            }
        }
    }

    private static void isRefused(byte[] damaged, String where) {
        MemoryStorageFile file = new MemoryStorageFile("damaged", damaged);
        CorruptFileException refusal =
                assertThrows(CorruptFileException.class, () -> PageStore.open(file, SMALL), where);
        assertTrue(refusal.where().contains(where), refusal::getMessage);
        assertArrayEquals(damaged, file.toBytes(), "the damaged file is left as it was");
    }

    @Test
    void whatIsDamagedIsNamedAndLeftAsItWas() {
        byte[] bytes = fileOf(50);
        byte[] noSlot = bytes.clone();
        noSlot[(int) CheckpointSlot.offset(0) + 20] ^= 1;
        noSlot[(int) CheckpointSlot.offset(1) + 20] ^= 1;
        isRefused(noSlot, "checkpoint slots");
        isRefused(Arrays.copyOf(bytes, bytes.length - 2_000), "length of damaged");
        byte[] header = bytes.clone();
        header[FileHeader.BASE_PAGE_SIZE_OFFSET] ^= 1;
        isRefused(header, "header of damaged");
        byte[] block = Arrays.copyOfRange(
                bytes, (int) CheckpointSlot.offset(0), (int) CheckpointSlot.offset(0) + FileHeader.BLOCK_SIZE);
        long directory = CheckpointSlot.fromBytes(block).directory().page();
        byte[] noDirectory = bytes.clone();
        noDirectory[16_384 + PageNumber.index(directory) * 512 + 100] ^= 1;
        isRefused(noDirectory, PageNumber.decode(directory).toString());
    }

    /**
     * Bytes of the whole file are damaged in turn, every 61st at scale 1: it opens and answers as before, or says
     * where.
     */
    @Test
    void aWrongByteInTheDescriptionIsNeverAWrongAnswer() {
        byte[] bytes = fileOf(20);
        int refused = 0;
        int step = (int) Math.max(1, Math.min(122, 61 / TestScale.scale()));
        for (int offset = 0; offset < bytes.length; offset += step) {
            byte[] damaged = bytes.clone();
            damaged[offset] ^= (byte) (1 << offset % 8);
            try (PageStore store = PageStore.open(new MemoryStorageFile("flipped", damaged), SMALL)) {
                assertEquals(2, store.head().number());
                StoreWriter writer = store.beginWrite();
                writer.allocate(0);
                writer.commit(new PageReference(0, 0, 3), PageReference.NONE);
                assertEquals(3, store.head().number());
            } catch (CopseException damage) {
                refused++;
            }
        }
        assertTrue(refused > 10, "only " + refused + " refused");
    }

    @Test
    void aSecondOwnerIsNoticedBeforeASlotIsWritten() {
        MemoryStorageFile file = new MemoryStorageFile("shared", fileOf(20));
        try (PageStore first = PageStore.open(file, SMALL)) {
            StoreWriter writer = first.beginWrite();
            writer.allocate(0);
            PageStore second = PageStore.open(file, SMALL);
            assertEquals(2, second.head().number());
            assertThrows(
                    DatabaseLockedException.class, () -> writer.commit(new PageReference(0, 0, 3), PageReference.NONE));
        }
    }

    @Test
    void theFileIsCutOnceBothSlotsDescribeTheShorterOne() {
        MemoryStorageFile file = new MemoryStorageFile("shrinking");
        long longest;
        try (PageStore store = PageStore.open(file, SMALL)) {
            // The journal's first extent comes with the first commit: here it does not lie at the end of the file.
            store.beginWrite().commit(new PageReference(0, 0, 1), PageReference.NONE);
            StoreWriter writer = store.beginWrite();
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < 4_000; i++) {
                numbers.add(PageHeader.pageNumber(writer.allocate(0)));
            }
            Version full = writer.commit(new PageReference(0, 0, 2), PageReference.NONE);
            longest = file.size();
            StoreWriter second = store.beginWrite();
            numbers.subList(10, numbers.size()).forEach(page -> second.free(page, full.watermark()));
            second.commit(new PageReference(0, 0, 3), PageReference.NONE);
            for (int count = 4; count < 7; count++) {
                store.beginWrite().commit(new PageReference(0, 0, count), PageReference.NONE);
            }
        }
        byte[] bytes = file.toBytes();
        assertTrue(bytes.length < longest / 4, () -> bytes.length + " bytes are left of " + longest);
        try (PageStore store = PageStore.open(new MemoryStorageFile("again", bytes), SMALL)) {
            assertEquals(6, store.head().number());
        }
    }
}
