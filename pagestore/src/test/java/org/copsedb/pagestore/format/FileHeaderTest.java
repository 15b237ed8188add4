package org.copsedb.pagestore.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.journal.JournalStart;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.ForeignFileException;
import org.copsedb.storage.UnsupportedFormatException;
import org.junit.jupiter.api.Test;

/** The header and the slots keep what they are given, and notice every damaged byte. */
final class FileHeaderTest {
    private final FileHeader header = new FileHeader(new UUID(1, 2), new FileLayout(4_096, 65_536));

    @Test
    void headerKeepsItsContent() {
        assertEquals(header, FileHeader.fromBytes(header.toBytes(), "file"));
    }

    @Test
    void everyDamagedByteOfTheHeaderIsNoticed() {
        for (int i = 0; i < FileHeader.BLOCK_SIZE; i++) {
            byte[] block = header.toBytes();
            block[i] ^= 0x10;
            Class<? extends RuntimeException> expected = i < FileHeader.VERSION_OFFSET
                    ? ForeignFileException.class
                    : i < FileHeader.CHECKSUM_OFFSET ? UnsupportedFormatException.class : CorruptFileException.class;
            assertThrows(expected, () -> FileHeader.fromBytes(block, "file"), "byte " + i);
        }
    }

    @Test
    void slotKeepsItsContentAndNoticesDamage() {
        PageReference root = new PageReference(PageNumber.encode(3, 5, 1), 77, 1_000);
        CheckpointSlot slot = new CheckpointSlot(
                9, 8, 70, 100, 64, root, PageReference.NONE, new JournalStart(root.page(), 4_711, 42), root);
        byte[] block = slot.toBytes();
        assertTrue(CheckpointSlot.isValid(block));
        assertEquals(slot, CheckpointSlot.fromBytes(block));
        for (int i = CheckpointSlot.CHECKED_OFFSET; i < block.length; i++) {
            block[i] ^= 1;
            assertFalse(CheckpointSlot.isValid(block), "byte " + i);
            block[i] ^= 1;
        }
    }

    @Test
    void offsetsAndPagesAreInverse() {
        FileLayout layout = new FileLayout(4_096, FileLayout.MAXIMUM_REGION_PAGES);
        long last = PageNumber.encode(FileLayout.MAXIMUM_REGIONS - 1, FileLayout.MAXIMUM_REGION_PAGES - 1, 0);
        assertEquals(layout.dataStart() + (1L << 52) - 4_096, layout.offset(last));
        assertEquals(last, layout.pageAt(layout.offset(last)));
        assertThrows(IllegalArgumentException.class, () -> layout.pageAt(layout.dataStart() - 1));
        assertThrows(IllegalArgumentException.class, () -> new FileLayout(1_000, 64));
    }
}
