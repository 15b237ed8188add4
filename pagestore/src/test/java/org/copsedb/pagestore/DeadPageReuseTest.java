package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.copsedb.storage.MemoryStorageFile;
import org.junit.jupiter.api.Test;

/**
 * The trap of states that are taken from allocators: a page that is dead, but waits for a reader, when a savepoint is
 * set, and is used for new data later, was allocated in both states and is live in one.
 */
class DeadPageReuseTest {
    private static final StoreOptions SMALL = new StoreOptions(512, 64, 16 << 10, false);

    private final PageStore store = PageStore.open(new MemoryStorageFile("reuse"), SMALL);
    private long commits;

    private void commit(StoreWriter writer) {
        writer.commit(new PageReference(0, 0, ++commits), PageReference.NONE);
    }

    @Test
    void aPageThatWaitedAtTheSavepointIsNewAfterIt() {
        StoreWriter first = store.beginWrite();
        byte[] bytes = first.allocate(0);
        long page = PageHeader.pageNumber(bytes);
        long stamp = PageHeader.stamp(bytes);
        commit(first);
        VersionPin reader = store.pinHead();
        StoreWriter second = store.beginWrite();
        second.free(page, stamp);
        commit(second);
        StoreSavepoint savepoint = store.savepoint("while the page waits");
        assertEquals(0, savepoint.state().livePages());
        reader.close();
        StoreWriter third = store.beginWrite();
        int tries = 0;
        while (!changesTo(third, page)) {
            assertTrue(++tries < 1000, "the page was not used again");
        }
        commit(third);
        try (StoreSavepoint now = store.savepoint("now")) {
            assertTrue(now.state().contains(page));
            PageList gained = now.state().difference(savepoint.state());
            assertEquals(now.state().livePages(), gained.size());
            assertTrue(LongStream.of(gained.toArray()).anyMatch(found -> found == page));
            assertArrayEquals(
                    new long[0], savepoint.state().difference(now.state()).toArray());
        }
        savepoint.close();
    }

    private static boolean changesTo(StoreWriter writer, long page) {
        return PageHeader.pageNumber(writer.allocate(0)) == page;
    }

    @Test
    void pagesOfATransactionInFlightAreInNoState() {
        StoreWriter writer = store.beginWrite();
        writer.allocate(0);
        try (StoreSavepoint savepoint = store.savepoint("meanwhile")) {
            assertEquals(0, savepoint.state().livePages());
        }
        writer.rollback();
    }
}
