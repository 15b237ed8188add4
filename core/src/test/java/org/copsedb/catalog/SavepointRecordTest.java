package org.copsedb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.testkit.FormatDocument;
import org.junit.jupiter.api.Test;

/** A record of the registry of savepoints keeps its content, and its bytes are the documented ones. */
final class SavepointRecordTest {
    private static final SavepointRecord RECORD =
            new SavepointRecord(3, 4_711, Instant.parse("2024-02-29T12:34:56.000000789Z"));

    @Test
    void keepsItsContent() {
        assertEquals(RECORD, SavepointRecord.fromBytes(RECORD.toBytes(), "name"));
    }

    @Test
    void refusesWhatItDidNotWrite() {
        byte[] bytes = RECORD.toBytes();
        assertThrows(
                CorruptFileException.class,
                () -> SavepointRecord.fromBytes(Arrays.copyOf(bytes, bytes.length - 1), "name"));
        Arrays.fill(bytes, SavepointRecord.SECONDS_OFFSET, SavepointRecord.NANOSECONDS_OFFSET, (byte) 0x7F);
        assertThrows(CorruptFileException.class, () -> SavepointRecord.fromBytes(bytes, "name"));
    }

    @Test
    void registryOfSavepoints() throws IOException {
        assertEquals(
                Map.of(
                        "ID_OFFSET", SavepointRecord.ID_OFFSET,
                        "VERSION_OFFSET", SavepointRecord.VERSION_OFFSET,
                        "SECONDS_OFFSET", SavepointRecord.SECONDS_OFFSET,
                        "NANOSECONDS_OFFSET", SavepointRecord.NANOSECONDS_OFFSET),
                FormatDocument.constants("### Registry of savepoints"));
        assertEquals(28, RECORD.toBytes().length);
    }
}
