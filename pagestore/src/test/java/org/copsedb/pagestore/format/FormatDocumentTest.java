package org.copsedb.pagestore.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.journal.JournalStart;
import org.copsedb.testkit.FormatDocument;
import org.junit.jupiter.api.Test;

/** The document's byte tables and the constants say the same. */
final class FormatDocumentTest {
    @Test
    void headerBlock() throws IOException {
        assertEquals(
                Map.of(
                        "MAGIC_OFFSET", FileHeader.MAGIC_OFFSET,
                        "VERSION_OFFSET", FileHeader.VERSION_OFFSET,
                        "CHECKSUM_OFFSET", FileHeader.CHECKSUM_OFFSET,
                        "DATABASE_ID_OFFSET", FileHeader.DATABASE_ID_OFFSET,
                        "BASE_PAGE_SIZE_OFFSET", FileHeader.BASE_PAGE_SIZE_OFFSET,
                        "REGION_PAGES_OFFSET", FileHeader.REGION_PAGES_OFFSET),
                FormatDocument.constants("### Header block"));
    }

    @Test
    void checkpointSlot() throws IOException {
        assertEquals(
                Map.of(
                        "CHECKSUM_OFFSET", CheckpointSlot.CHECKSUM_OFFSET,
                        "SEQUENCE_OFFSET", CheckpointSlot.SEQUENCE_OFFSET,
                        "COMMIT_NUMBER_OFFSET", CheckpointSlot.COMMIT_NUMBER_OFFSET,
                        "WATERMARK_OFFSET", CheckpointSlot.WATERMARK_OFFSET,
                        "RESERVED_STAMPS_OFFSET", CheckpointSlot.RESERVED_STAMPS_OFFSET,
                        "BASE_PAGES_OFFSET", CheckpointSlot.BASE_PAGES_OFFSET,
                        "USER_ROOT_OFFSET", CheckpointSlot.USER_ROOT_OFFSET,
                        "SYSTEM_ROOT_OFFSET", CheckpointSlot.SYSTEM_ROOT_OFFSET,
                        "JOURNAL_OFFSET", CheckpointSlot.JOURNAL_OFFSET,
                        "DIRECTORY_OFFSET", CheckpointSlot.DIRECTORY_OFFSET),
                FormatDocument.constants("### Checkpoint slot"));
    }

    @Test
    void startOfTheJournal() throws IOException {
        assertEquals(
                Map.of(
                        "EXTENT_OFFSET", JournalStart.EXTENT_OFFSET,
                        "POSITION_OFFSET", JournalStart.POSITION_OFFSET,
                        "SALT_OFFSET", JournalStart.SALT_OFFSET),
                FormatDocument.constants("### Start of the journal"));
    }

    @Test
    void pageHeader() throws IOException {
        assertEquals(
                Map.of(
                        "CHECKSUM_OFFSET", PageHeader.CHECKSUM_OFFSET,
                        "KIND_OFFSET", PageHeader.KIND_OFFSET,
                        "ORDER_OFFSET", PageHeader.ORDER_OFFSET,
                        "ENTRY_COUNT_OFFSET", PageHeader.ENTRY_COUNT_OFFSET,
                        "STAMP_OFFSET", PageHeader.STAMP_OFFSET,
                        "LEVEL_OFFSET", PageHeader.LEVEL_OFFSET,
                        "FLAGS_OFFSET", PageHeader.FLAGS_OFFSET,
                        "PAGE_NUMBER_OFFSET", PageHeader.PAGE_NUMBER_OFFSET),
                FormatDocument.constants("### Page header"));
    }
}
