package org.copsedb.pagestore.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import org.copsedb.testkit.FormatDocument;
import org.junit.jupiter.api.Test;

/** The document's byte tables of the journal and the constants say the same. */
final class JournalDocumentTest {
    @Test
    void blocksOfAnExtent() throws IOException {
        assertEquals(
                Map.of(
                        "CHECKSUM_OFFSET", JournalExtent.CHECKSUM_OFFSET,
                        "KIND_OFFSET", JournalExtent.KIND_OFFSET,
                        "SALT_OFFSET", JournalExtent.SALT_OFFSET,
                        "PAGE_OFFSET", JournalExtent.PAGE_OFFSET,
                        "START_OFFSET", JournalExtent.START_OFFSET,
                        "NEXT_OFFSET", JournalExtent.NEXT_OFFSET,
                        "BLOCK_SIZE", JournalExtent.BLOCK_SIZE),
                FormatDocument.constants("### Extent"));
    }

    @Test
    void record() throws IOException {
        assertEquals(
                Map.of(
                        "CHECKSUM_OFFSET", JournalRecord.CHECKSUM_OFFSET,
                        "LENGTH_OFFSET", JournalRecord.LENGTH_OFFSET,
                        "SALT_OFFSET", JournalRecord.SALT_OFFSET,
                        "POSITION_OFFSET", JournalRecord.POSITION_OFFSET,
                        "COMMIT_NUMBER_OFFSET", JournalRecord.COMMIT_NUMBER_OFFSET,
                        "DURABLE_NUMBER_OFFSET", JournalRecord.DURABLE_NUMBER_OFFSET,
                        "CONTENT_CHECKSUM_OFFSET", JournalRecord.CONTENT_CHECKSUM_OFFSET,
                        "CONTENT_OFFSET", JournalRecord.CONTENT_OFFSET),
                FormatDocument.constants("### Record"));
    }
}
