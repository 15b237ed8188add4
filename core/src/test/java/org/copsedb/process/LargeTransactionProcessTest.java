package org.copsedb.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.copsedb.Database;
import org.copsedb.btree.Tree;
import org.copsedb.pagestore.PageStore;
import org.copsedb.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A transaction three times as large as the heap of its process. */
final class LargeTransactionProcessTest {
    private static final long BYTES = 192L << 20;

    @TempDir
    private Path folder;

    @Test
    void aTransactionMayBeLargerThanTheHeap() {
        try (ChildJvm child = ChildJvm.of(LargeTransactionProgram.class)
                .needing(Database.class, Tree.class, PageStore.class, Logger.class)
                .withOptions("-Xmx64m", "-XX:+UseSerialGC")
                .start(folder.resolve("large.copse").toString(), Long.toString(BYTES))) {
            String line = child.readLine();
            assertNotNull(line, "the process failed");
            assertTrue(line.startsWith("sound "), line);
            assertEquals(null, child.readLine());
        }
    }
}
