package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading allocates its result and nothing else. The bytes are counted by the virtual machine, for this thread. */
class AllocationTest {
    private static final int ENTRIES = 3_000;
    private static final int CALLS = 30_000;
    private static final int VALUE_SIZE = 150;
    /** An array of 150 bytes: 16 bytes before them, and up to the next multiple of 8. */
    private static final int RESULT_SIZE = 168;
    /** What the count itself, and code that is not compiled yet, may allocate in all calls together. */
    private static final int SLACK = 16_384;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[][] keys = new byte[ENTRIES][];
    private Tree tree = new Tree(new MemoryPages(4096), PageReference.NONE);

    @BeforeEach
    void build() {
        MemoryPages pages = new MemoryPages(4096);
        TreeWriter writer = new TreeWriter(pages, TreeShape.of(0), PageReference.NONE);
        for (int i = 0; i < ENTRIES; i++) {
            keys[i] = ByteBuffer.allocate(24).putInt(i * 0x9E3779B1).putLong(i).array();
            writer.put(keys[i], new byte[VALUE_SIZE]);
        }
        tree = new Tree(pages, writer.root());
    }

    /** Returns the bytes that many calls allocate, after as many to warm up. */
    private long allocated(IntToLongFunction call) {
        long before = 0;
        long found = 0;
        for (int round = 0; round < 3; round++) {
            before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                found += call.applyAsLong(i % ENTRIES);
            }
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(found > 0, "the calls found nothing");
        return bytes;
    }

    private static void atMost(long limit, long bytes) {
        assertTrue(bytes <= limit + SLACK, bytes + " bytes in " + CALLS + " calls, more than " + limit);
    }

    @Test
    void aGetAllocatesItsResultOnly() {
        long bytes = allocated(i -> {
            byte[] value = tree.get(keys[i]);
            assertNotNull(value);
            return value.length;
        });
        assertTrue(bytes >= (long) RESULT_SIZE * CALLS, "the arrays are not counted: " + bytes);
        atMost((long) RESULT_SIZE * CALLS, bytes);
    }

    @Test
    void findingAValueWhereItLiesAllocatesNothing() {
        ValueView view = new ValueView();
        atMost(0, allocated(i -> tree.find(keys[i], view) ? view.length() : -1));
    }

    @Test
    void aQuestionAllocatesNothing() {
        atMost(0, allocated(i -> tree.contains(keys[i]) ? 1 : 0));
        atMost(0, allocated(i -> tree.rank(keys[i])));
    }

    @Test
    void aStepOfACursorAllocatesNothing() {
        TreeCursor cursor = tree.cursor();
        atMost(0, allocated(i -> {
            if (!cursor.next()) {
                cursor.first();
            }
            return cursor.value().length();
        }));
        atMost(0, allocated(i -> {
            if (!cursor.previous()) {
                cursor.last();
            }
            return cursor.value().length();
        }));
    }

    @Test
    void aSeekOfACursorAllocatesNothing() {
        TreeCursor cursor = tree.cursor();
        atMost(0, allocated(i -> cursor.seek(keys[i]) ? 1 : 0));
    }

    @Test
    void anAllocationThatIsNotNeededIsFound() {
        long bytes = allocated(i -> {
            byte[] value = tree.get(keys[i].clone());
            assertNotNull(value);
            assertEquals(VALUE_SIZE, value.length);
            return System.identityHashCode(value);
        });
        assertTrue(bytes > (long) RESULT_SIZE * CALLS + SLACK, bytes + " bytes");
    }
}
