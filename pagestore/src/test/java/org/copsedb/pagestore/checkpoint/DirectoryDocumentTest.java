package org.copsedb.pagestore.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import org.copsedb.testkit.FormatDocument;
import org.junit.jupiter.api.Test;

/** The document's byte tables of what describes a durable state and the constants say the same. */
final class DirectoryDocumentTest {
    @Test
    void descriptionOfTheDurableState() throws IOException {
        assertEquals(
                Map.of(
                        "NEXT_PAGE_OFFSET", MetadataPages.NEXT_PAGE_OFFSET,
                        "NEXT_STAMP_OFFSET", MetadataPages.NEXT_STAMP_OFFSET,
                        "CONTENT_OFFSET", MetadataPages.CONTENT_OFFSET),
                FormatDocument.constants("## Description of the durable state"));
    }

    @Test
    void directory() throws IOException {
        assertEquals(
                Map.of(
                        "REGION_COUNT_OFFSET", DirectoryFormat.REGION_COUNT_OFFSET,
                        "SAVEPOINT_COUNT_OFFSET", DirectoryFormat.SAVEPOINT_COUNT_OFFSET,
                        "RUN_COUNT_OFFSET", DirectoryFormat.RUN_COUNT_OFFSET,
                        "HEAD_SIZE", DirectoryFormat.HEAD_SIZE),
                FormatDocument.constants("### Directory"));
        assertEquals(32, RegionRecord.SIZE);
        assertEquals(84, DirectoryFormat.SAVEPOINT_SIZE);
        assertEquals(12, DirectoryFormat.RUN_SIZE);
        assertEquals(14, StoredRegion.CHUNK_REFERENCE_SIZE);
    }

    @Test
    void recordOfARegion() throws IOException {
        assertEquals(
                Map.of(
                        "LIST_PAGE_OFFSET", RegionRecord.LIST_PAGE_OFFSET,
                        "LIST_STAMP_OFFSET", RegionRecord.LIST_STAMP_OFFSET,
                        "HIGHEST_FREE_ORDER_OFFSET", RegionRecord.HIGHEST_FREE_ORDER_OFFSET,
                        "FREE_BASE_PAGES_OFFSET", RegionRecord.FREE_BASE_PAGES_OFFSET,
                        "PAGES_OFFSET", RegionRecord.PAGES_OFFSET,
                        "LIVE_BASE_PAGES_OFFSET", RegionRecord.LIVE_BASE_PAGES_OFFSET),
                FormatDocument.constants("### Record of a region"));
    }

    @Test
    void recordOfAPersistentSavepoint() throws IOException {
        assertEquals(
                Map.of(
                        "ID_OFFSET", DirectoryFormat.ID_OFFSET,
                        "COMMIT_NUMBER_OFFSET", DirectoryFormat.COMMIT_NUMBER_OFFSET,
                        "WATERMARK_OFFSET", DirectoryFormat.WATERMARK_OFFSET,
                        "USER_ROOT_OFFSET", DirectoryFormat.USER_ROOT_OFFSET,
                        "SYSTEM_ROOT_OFFSET", DirectoryFormat.SYSTEM_ROOT_OFFSET,
                        "LIST_OFFSET", DirectoryFormat.LIST_OFFSET),
                FormatDocument.constants("### Record of a persistent savepoint"));
    }

    @Test
    void runOfPages() throws IOException {
        assertEquals(
                Map.of(
                        "FIRST_PAGE_OFFSET", DirectoryFormat.FIRST_PAGE_OFFSET,
                        "PAGE_COUNT_OFFSET", DirectoryFormat.PAGE_COUNT_OFFSET),
                FormatDocument.constants("### Run of pages"));
    }
}
