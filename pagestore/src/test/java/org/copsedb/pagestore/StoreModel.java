package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.copsedb.pagestore.checkpoint.Checkpoint;
import org.copsedb.pagestore.checkpoint.CheckpointStep;
import org.copsedb.pagestore.reclaim.PinKind;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.WriteOnceFile;
import org.jspecify.annotations.Nullable;

/**
 * Random transactions, marks, readers, savepoints, restores and reopenings of a page store against maps of pages. After
 * each transaction every base page has exactly one owner, whoever holds a version reads it unchanged, and what nobody
 * holds is free. A difference is an {@link AssertionError}.
 */
final class StoreModel {
    /** Makes the store to test. */
    interface Opener {
        PageStore open(StorageFile file);
    }

    /** A page's birth stamp, and what was written into it. */
    private record Life(long stamp, long content) {}

    /** A version that is held, with the pages it had: number to life. */
    private record Held(VersionPin pin, Map<Long, Life> pages) {}

    private record Kept(StoreSavepoint savepoint, Map<Long, Life> pages) {}

    /** The pages of persistent savepoints, by id. */
    private final Map<Long, Map<Long, Life>> persistent = new TreeMap<>();

    /** Whether commits are published and made durable later, by checkpoints whose steps come between operations. */
    private final boolean apart;

    /** A checkpoint of which some steps were taken. */
    private @Nullable Checkpoint checkpoint;

    /** The pages of the version that it makes durable, and of all that it keeps meanwhile. */
    private Map<Long, Life> captured = Map.of();

    private final Set<Long> heldByCheckpoint = new HashSet<>();

    /** The pages of the version that is durable. */
    private Map<Long, Life> durable = Map.of();

    private boolean restored;
    private long savepointIds;

    private final SplittableRandom random;
    private final Opener opener;
    private final Map<Long, Map<Long, Life>> versions = new HashMap<>();
    private final List<Held> readers = new ArrayList<>();
    private final List<Kept> savepoints = new ArrayList<>();
    private final Map<Long, Long> stamps = new HashMap<>();
    private MemoryStorageFile file;
    private PageStore store;
    private Map<Long, Life> head = new HashMap<>();
    private long roots;
    private long operations;

    StoreModel(long seed, Opener opener) {
        this(seed, opener, false);
    }

    StoreModel(long seed, Opener opener, boolean apart) {
        this.apart = apart;
        this.random = new SplittableRandom(seed);
        this.opener = opener;
        this.file = new MemoryStorageFile("store model " + seed);
        versions.put(0L, Map.of());
        this.store = open();
    }

    /** Opens the file, and sees to it that no page is ever written twice under one stamp. */
    private PageStore open() {
        return opener.open(new WriteOnceFile(file, StoreModelTest.PAGE_SIZE, StoreModelTest.REGION_PAGES, stamps));
    }

    private void reach(PageReader reader, Version version, PageVisitor visitor) {
        Objects.requireNonNull(versions.get(version.userRoot().count()))
                .forEach((page, life) -> visitor.visit(page, life.stamp()));
    }

    /** Runs until so many operations were done. Returns their number. */
    long run(long goal) {
        while (operations < goal) {
            runTransaction();
            changeHolders();
            check();
            if (random.nextInt(40) == 0) {
                reopen();
            }
        }
        store.close();
        return operations;
    }

    private void beginCheckpoint() {
        checkpoint = store.beginCheckpoint();
        captured = head;
        heldByCheckpoint.addAll(head.keySet());
        savepoints.forEach(kept -> heldByCheckpoint.addAll(kept.pages().keySet()));
    }

    private void stepCheckpoint() {
        Checkpoint running = checkpoint;
        if (running != null && random.nextInt(3) == 0) {
            running.step();
            if (running.next() == CheckpointStep.DONE) {
                completed(captured);
            }
        }
    }

    private void endCheckpoint() {
        Checkpoint running = checkpoint;
        if (running != null) {
            running.run();
            completed(captured);
        }
    }

    private void completed(Map<Long, Life> pages) {
        durable = pages;
        checkpoint = null;
        heldByCheckpoint.clear();
    }

    private void runTransaction() {
        StoreWriter writer = store.beginWrite();
        Map<Long, Life> pages = new HashMap<>(head);
        Deque<Integer> marks = new ArrayDeque<>();
        Deque<Map<Long, Life>> saved = new ArrayDeque<>();
        Deque<Boolean> savedRestored = new ArrayDeque<>();
        boolean shrinking = random.nextInt(4) == 0;
        restored = false;
        for (int step = random.nextInt(1, 80); step > 0; step--) {
            operations++;
            stepCheckpoint();
            int choice = random.nextInt(30);
            if (choice == 0) {
                marks.push(writer.mark());
                saved.push(new HashMap<>(pages));
                savedRestored.push(restored);
            } else if (choice == 1 && !marks.isEmpty()) {
                for (int depth = random.nextInt(marks.size()); depth > 0; depth--) {
                    marks.pop();
                    saved.pop();
                    savedRestored.pop();
                }
                writer.rollbackTo(marks.element());
                pages = new HashMap<>(saved.element());
                restored = savedRestored.element();
            } else if (choice == 2 && !marks.isEmpty()) {
                writer.release(marks.pop());
                saved.pop();
                savedRestored.pop();
            } else if (choice == 3 && !(savepoints.isEmpty() && persistent.isEmpty())) {
                pages = restore(writer);
            } else if (choice == 4) {
                writer.writeEarly(false);
            } else if (choice < 12 && !pages.isEmpty()) {
                edit(writer, pages);
            } else if (random.nextInt(10) < (shrinking ? 8 : 4) && !pages.isEmpty()) {
                free(writer, pages);
            } else {
                allocate(writer, pages);
            }
        }
        end(writer, pages);
    }

    private void allocate(StoreWriter writer, Map<Long, Life> pages) {
        int order = random.nextInt(8) == 0 ? random.nextInt(5) : random.nextInt(2);
        byte[] bytes = writer.allocate(order);
        long page = PageHeader.pageNumber(bytes);
        assertTrue(pages.put(page, fill(bytes)) == null, "a page in use was given out");
        assertEquals(writer.stamp(), PageHeader.stamp(bytes));
    }

    private Life fill(byte[] bytes) {
        long content = random.nextLong();
        LittleEndian.putLong(bytes, PageHeader.SIZE, content);
        LittleEndian.putLong(bytes, bytes.length - 8, content);
        return new Life(PageHeader.stamp(bytes), content);
    }

    /** Edits a page in place if its stamp is the current one, as trees do. */
    private void edit(StoreWriter writer, Map<Long, Life> pages) {
        long page = choose(pages);
        Life life = Objects.requireNonNull(pages.get(page));
        if (life.stamp() == writer.stamp()) {
            pages.put(page, fill(writer.read(page, life.stamp())));
        }
    }

    private long choose(Map<Long, Life> pages) {
        List<Long> numbers = new ArrayList<>(pages.keySet());
        Collections.sort(numbers);
        return numbers.get(random.nextInt(numbers.size()));
    }

    private void free(StoreWriter writer, Map<Long, Life> pages) {
        long page = choose(pages);
        writer.free(page, Objects.requireNonNull(pages.remove(page)).stamp());
    }

    private Map<Long, Life> restore(StoreWriter writer) {
        List<Kept> choices = new ArrayList<>(savepoints);
        persistent.forEach(
                (id, kept) -> choices.add(new Kept(Objects.requireNonNull(store.persistentSavepoint(id)), kept)));
        Kept kept = choices.get(random.nextInt(choices.size()));
        writer.restore(kept.savepoint(), new PageList());
        restored = true;
        return new HashMap<>(kept.pages());
    }

    private void end(StoreWriter writer, Map<Long, Life> pages) {
        if (random.nextInt(4) == 0) {
            writer.rollback();
            return;
        }
        boolean byCheckpoint = !apart || restored;
        if (random.nextInt(15) == 0) {
            savepointIds++;
            writer.persist(savepointIds);
            persistent.put(savepointIds, pages);
            byCheckpoint = true;
        }
        if (random.nextInt(15) == 0 && !persistent.isEmpty()) {
            List<Long> ids = new ArrayList<>(persistent.keySet());
            long id = ids.get(random.nextInt(ids.size()));
            if (id != savepointIds || store.persistentSavepoint(id) != null) {
                writer.forget(id);
                persistent.remove(id);
                byCheckpoint = true;
            }
        }
        if (byCheckpoint) {
            endCheckpoint();
        }
        roots++;
        versions.put(roots, pages);
        Version version = writer.commit(new PageReference(0, 0, roots), PageReference.NONE);
        assertEquals(version, store.head());
        head = pages;
        if (byCheckpoint) {
            completed(pages);
        }
    }

    private void changeHolders() {
        if (checkpoint == null && random.nextInt(4) == 0) {
            beginCheckpoint();
        }
        if (random.nextInt(3) == 0) {
            readers.add(new Held(store.pinHead(), head));
        }
        if (random.nextInt(5) == 0) {
            savepoints.add(new Kept(store.savepoint("savepoint"), head));
        }
        if (!savepoints.isEmpty() && random.nextInt(6) == 0) {
            Kept kept = savepoints.get(random.nextInt(savepoints.size()));
            readers.add(new Held(kept.savepoint().openReader(), kept.pages()));
        }
        if (!readers.isEmpty() && random.nextInt(2) == 0) {
            readers.remove(random.nextInt(readers.size())).pin().close();
        }
        if (!savepoints.isEmpty() && random.nextInt(5) == 0) {
            savepoints.remove(random.nextInt(savepoints.size())).savepoint().close();
        }
    }

    private void check() {
        SpaceFindings space = store.checkSpace(this::reach);
        assertEquals(List.of(), space.findings());
        assertEquals(head.size(), space.reachablePages());
        checkPending();
        read(head);
        readers.forEach(held -> read(held.pages()));
        savepoints.forEach(kept -> read(kept.pages()));
        persistent.values().forEach(this::read);
        persistent.forEach((id, pages) -> assertEquals(
                pages.size(),
                Objects.requireNonNull(store.persistentSavepoint(id)).state().livePages()));
        if (savepoints.size() > 1) {
            Kept first = savepoints.get(random.nextInt(savepoints.size()));
            Kept second = savepoints.get(random.nextInt(savepoints.size()));
            compare(first, second);
        }
    }

    /** What somebody holds and the head has not is all that waits. */
    private void checkPending() {
        Set<Long> pending = new HashSet<>();
        persistent.values().forEach(pages -> pending.addAll(pages.keySet()));
        pending.addAll(durable.keySet());
        pending.addAll(heldByCheckpoint);
        readers.forEach(held -> pending.addAll(held.pages().keySet()));
        savepoints.forEach(kept -> pending.addAll(kept.pages().keySet()));
        pending.removeAll(head.keySet());
        long bytes = 0;
        for (long page : pending) {
            bytes += (long) store.basePageSize() << PageNumber.order(page);
        }
        assertEquals(bytes, store.statistics().pendingBytes());
        List<PinnedBytes> pins = store.pins();
        assertEquals(bytes, pins.stream().mapToLong(PinnedBytes::keptBytes).sum());
        assertEquals(savepoints.size(), holders(pins, PinKind.SAVEPOINT));
        assertEquals(persistent.size(), holders(pins, PinKind.PERSISTENT_SAVEPOINT));
    }

    private static long holders(List<PinnedBytes> pins, PinKind kind) {
        return pins.stream()
                .flatMap(pin -> pin.holders().stream())
                .filter(holder -> holder.kind() == kind)
                .count();
    }

    private void read(Map<Long, Life> pages) {
        pages.forEach((page, life) -> {
            byte[] bytes =
                    random.nextBoolean() ? store.read(page, life.stamp()) : store.readTransient(page, life.stamp());
            assertEquals(life.content(), LittleEndian.getLong(bytes, PageHeader.SIZE));
            assertEquals(life.content(), LittleEndian.getLong(bytes, bytes.length - 8));
        });
    }

    private static void compare(Kept first, Kept second) {
        PageList expected = new PageList();
        first.pages().forEach((page, life) -> {
            if (!second.pages().containsKey(page)) {
                expected.add(page);
            }
        });
        expected.sort();
        PageList found = first.savepoint().state().difference(second.savepoint().state());
        assertEquals(toList(expected), toList(found));
    }

    private static List<Long> toList(PageList pages) {
        List<Long> list = new ArrayList<>();
        pages.forEach(list::add);
        return list;
    }

    private void reopen() {
        readers.forEach(held -> held.pin().close());
        readers.clear();
        savepoints.forEach(kept -> kept.savepoint().close());
        savepoints.clear();
        if (random.nextBoolean()) {
            endCheckpoint();
        }
        if (checkpoint != null && checkpoint.next().compareTo(CheckpointStep.SYNC_FIRST_SLOT) >= 0) {
            durable = captured;
        }
        checkpoint = null; // half of it is in the file
        heldByCheckpoint.clear();
        byte[] bytes = new byte[(int) file.size()];
        file.read(0, bytes, 0, bytes.length);
        store.close();
        file = new MemoryStorageFile(file.description(), bytes);
        store = open();
        assertEquals(durable, versions.get(store.head().userRoot().count()), "the durable version");
        head = durable;
        check();
    }
}
