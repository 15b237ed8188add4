package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.copsedb.pagestore.reclaim.PinHolder;
import org.copsedb.pagestore.reclaim.PinKind;
import org.copsedb.storage.MemoryStorageFile;
import org.junit.jupiter.api.Test;

/** Who keeps how many bytes, and that the account of all pages knows what savepoints keep. */
final class PinnedBytesTest {
    private static final StoreOptions SMALL = new StoreOptions(512, 64, 16 << 10, false);

    private record Page(long number, long stamp) {}

    private final PageStore store = PageStore.open(new MemoryStorageFile("pins"), SMALL);
    private final List<Page> pages = new ArrayList<>();
    private long commits;

    /** Frees the oldest pages and bears new ones, in one commit. */
    private void commit(int freed, int born) {
        StoreWriter writer = store.beginWrite();
        for (int i = 0; i < freed; i++) {
            Page page = pages.remove(0);
            writer.free(page.number(), page.stamp());
        }
        for (int i = 0; i < born; i++) {
            byte[] bytes = writer.allocate(0);
            pages.add(new Page(PageHeader.pageNumber(bytes), PageHeader.stamp(bytes)));
        }
        writer.commit(new PageReference(0, 0, ++commits), PageReference.NONE);
    }

    private static Optional<PinHolder> holder(PinnedBytes pin, PinKind kind) {
        return pin.holders().stream().filter(each -> each.kind() == kind).findFirst();
    }

    private PinnedBytes pin(String savepoint) {
        return store.pins().stream()
                .filter(each -> holder(each, PinKind.SAVEPOINT)
                        .filter(found -> found.name().equals(savepoint))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    private void checkSpace() {
        SpaceFindings space = store.checkSpace(
                (reader, version, visitor) -> pages.forEach(page -> visitor.visit(page.number(), page.stamp())));
        assertEquals(List.of(), space.findings());
        assertEquals(
                store.statistics().pendingBytes(),
                store.pins().stream().mapToLong(PinnedBytes::keptBytes).sum());
    }

    @Test
    void eachPinTellsWhatItKeepsSinceWhen() {
        Instant before = Instant.now();
        commit(0, 10);
        StoreSavepoint early = store.savepoint("early");
        commit(7, 5); // 7 pages only early has
        StoreSavepoint late = store.savepoint("late");
        commit(6, 0); // 3 that early and late have, 3 that only late has
        checkSpace();

        assertEquals(7 * 512, pin("early").keptBytes());
        assertEquals(7 * 512, pin("early").releasableBytes());
        assertEquals(6 * 512, pin("late").keptBytes());
        assertEquals(3 * 512, pin("late").releasableBytes());
        Instant since = holder(pin("early"), PinKind.SAVEPOINT).orElseThrow().since();
        assertFalse(since.isBefore(before) || since.isAfter(Instant.now()));
        assertEquals(early.version().watermark(), pin("early").watermark());

        late.close();
        store.beginWrite().rollback();
        checkSpace();
        assertEquals(10 * 512, pin("early").releasableBytes());
        early.close();
        store.beginWrite().rollback();
        checkSpace();
        assertEquals(0, store.statistics().pendingBytes());
    }

    @Test
    void readersAndTheDurableStateAreNamed() {
        commit(0, 1);
        try (VersionPin reader = store.pinHead()) {
            assertEquals(1, reader.version().number());
            commit(1, 1);
            PinnedBytes oldest = store.pins().get(0);
            assertTrue(holder(oldest, PinKind.READER).isPresent());
            assertEquals(512, oldest.releasableBytes());
            PinnedBytes newest = store.pins().get(store.pins().size() - 1);
            assertTrue(holder(newest, PinKind.HEAD).isPresent());
            assertTrue(holder(newest, PinKind.DURABLE).isPresent());
        }
    }

    @Test
    void aPageThatASavepointKeepsAndIsFreeIsFound() {
        commit(0, 2);
        Page lost = pages.get(0);
        try (StoreSavepoint savepoint = store.savepoint("kept")) {
            assertTrue(savepoint.state().contains(lost.number()));
            commit(1, 0);
            store.release(lost.number());
            SpaceFindings space = store.checkSpace(
                    (reader, version, visitor) -> pages.forEach(page -> visitor.visit(page.number(), page.stamp())));
            assertTrue(
                    space.findings().toString().contains("SAVEPOINT"),
                    space.findings().toString());
        }
    }
}
