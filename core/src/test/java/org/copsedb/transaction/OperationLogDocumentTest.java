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
                Map.of(
                        "TABLES_OFFSET", OperationLog.TABLES_OFFSET,
                        "OPERATIONS_OFFSET", OperationLog.OPERATIONS_OFFSET,
                        "SELECT", OperationLog.SELECT,
                        "PUT", OperationLog.PUT,
                        "REMOVE", OperationLog.REMOVE,
                        "CLEAR", OperationLog.CLEAR,
                        "REMOVE_RANGE", OperationLog.REMOVE_RANGE),
                FormatDocument.constants("### Content of a record"));
    }
}
