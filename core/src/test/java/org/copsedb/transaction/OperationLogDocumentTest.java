package org.copsedb.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import org.copsedb.testkit.FormatDocument;
import org.junit.jupiter.api.Test;

/** The document's tables of a record's content and the constants say the same. */
final class OperationLogDocumentTest {
    @Test
    void content() throws IOException {
        assertEquals(
                Map.ofEntries(
                        Map.entry("TABLES_OFFSET", OperationLog.TABLES_OFFSET),
                        Map.entry("OPERATIONS_OFFSET", OperationLog.OPERATIONS_OFFSET),
                        Map.entry("EXISTING", OperationLog.EXISTING),
                        Map.entry("CREATED", OperationLog.CREATED),
                        Map.entry("RENAMED", OperationLog.RENAMED),
                        Map.entry("DROPPED", OperationLog.DROPPED),
                        Map.entry("SELECT", OperationLog.SELECT),
                        Map.entry("PUT", OperationLog.PUT),
                        Map.entry("REMOVE", OperationLog.REMOVE),
                        Map.entry("CLEAR", OperationLog.CLEAR),
                        Map.entry("REMOVE_RANGE", OperationLog.REMOVE_RANGE)),
                FormatDocument.constants("### Content of a record"));
    }
}
