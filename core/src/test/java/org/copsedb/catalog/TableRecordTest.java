package org.copsedb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.testkit.FormatDocument;
import org.junit.jupiter.api.Test;

/** A catalog entry keeps what it is given, refuses what is cut off, and is as the document says. */
final class TableRecordTest {
    private final TableRecord record = new TableRecord(7, new PageReference(12, 34, 56), "long", "stríng");

    @Test
    void keepsItsContent() {
        assertEquals(record, TableRecord.fromBytes(record.toBytes(), "t"));
    }

    @Test
    void refusesBytesThatAreCutOff() {
        byte[] bytes = record.toBytes();
        for (int length = 0; length < TableRecord.NAMES_OFFSET + 4; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(CorruptFileException.class, () -> TableRecord.fromBytes(cut, "t"), "length " + length);
        }
    }

    @Test
    void isAsTheDocumentSays() throws IOException {
        assertEquals(
                Map.of(
                        "ID_OFFSET", TableRecord.ID_OFFSET,
                        "ROOT_OFFSET", TableRecord.ROOT_OFFSET,
                        "KEY_TYPE_LENGTH_OFFSET", TableRecord.KEY_TYPE_LENGTH_OFFSET,
                        "NAMES_OFFSET", TableRecord.NAMES_OFFSET),
                FormatDocument.constants("## Catalog"));
    }
}
