package org.copsedb.pagestore.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.StoreFailedException;
import org.copsedb.testkit.DeadlockWatch;
import org.copsedb.testkit.DelegatingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many commits share a write, become visible in order and not too early, and fail together. */
@Timeout(60)
@ExtendWith(DeadlockWatch.class)
final class GroupCommitTest {
    private static final FileLayout LAYOUT = new FileLayout(512, 1 << 10);
    private static final int COMMITTERS = 16;

    /** A disk whose durable writes wait for a permit, and can fail; as can other writes. */
    private static final class BlockedFile extends DelegatingFile {
        final Semaphore permits = new Semaphore(0);
        final CountDownLatch blocked = new CountDownLatch(1);
        final AtomicInteger durableWrites = new AtomicInteger();
        volatile boolean failing;
        volatile boolean full;

        BlockedFile() {
            super(new MemoryStorageFile("blocked"));
            resize(LAYOUT.fileLength(LAYOUT.regionPages()));
        }

        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            blocked.countDown();
            permits.acquireUninterruptibly();
            durableWrites.incrementAndGet();
            if (failing) {
                throw new StorageException("durably write", new IOException("Input/output error"));
            }
            super.writeDurably(offset, source, from, length);
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            if (full) {
                throw new StorageException("write", new IOException("No space left on device"));
            }
            super.write(offset, source, from, length);
        }
    }

    /** Pages of 8 KiB and more, one after another. */
    private static final class NextPages implements ExtentSource {
        private int next;
        private int taken;

        @Override
        public long allocateExtent(int order) {
            int index = (next + (1 << order) - 1) >> order;
            next = (index + 1) << order;
            taken++;
            return PageNumber.encode(0, index, order);
        }

        @Override
        public void releaseExtent(long page) {
            taken--;
        }
    }

    private final BlockedFile file = new BlockedFile();
    private final NextPages pages = new NextPages();
    private final List<Long> published = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Journal journal = new Journal(file, LAYOUT, pages, new JournalOptions(1 << 16, 1 << 13, 1 << 13));
    private final GroupCommit commits = new GroupCommit(journal, 0);
    private JournalThread thread;

    @BeforeEach
    void begin() {
        journal.startAt(0);
        thread = new JournalThread(commits, "journal of the test");
    }

    @AfterEach
    void end() {
        file.permits.release(1_000);
        thread.close();
    }

    private PendingCommit submit(long number, boolean waitsForDisk) {
        PendingCommit commit = commit(number, waitsForDisk);
        submit(commit);
        return commit;
    }

    private PendingCommit commit(long number, boolean waitsForDisk) {
        return new PendingCommit(number, waitsForDisk) {
            @Override
            protected void publish() {
                published.add(number());
            }
        };
    }

    private void submit(PendingCommit commit) {
        byte[] content = new byte[20];
        commits.reserve(content.length);
        commits.submit(commit, content, content.length);
    }

    private Thread awaitOnThread(PendingCommit commit) {
        Thread waiter = new Thread(() -> {
            try {
                commits.await(commit);
                acknowledged.incrementAndGet();
            } catch (StoreFailedException expectedOfSome) {
                assertInstanceOf(StorageException.class, expectedOfSome.getCause());
            }
        });
        waiter.start();
        return waiter;
    }

    /** The first commit occupies the disk; the others come meanwhile. */
    private List<Thread> commitAgainstTheBlockedDisk() throws InterruptedException {
        List<Thread> waiters = new ArrayList<>();
        waiters.add(awaitOnThread(submit(1, true)));
        assertTrue(file.blocked.await(30, TimeUnit.SECONDS));
        for (int number = 2; number <= COMMITTERS; number++) {
            waiters.add(awaitOnThread(submit(number, true)));
        }
        assertEquals(List.of(), published, "nothing is visible before it is durable");
        return waiters;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread waiter : threads) {
            waiter.join();
        }
    }

    @Test
    void twoWritesAreEnoughForManyCommits() throws InterruptedException {
        List<Thread> waiters = commitAgainstTheBlockedDisk();
        file.permits.release(1_000);
        join(waiters);
        assertEquals(COMMITTERS, acknowledged.get());
        assertTrue(file.durableWrites.get() <= 2, () -> file.durableWrites + " durable writes");
        List<Long> inOrder = new ArrayList<>();
        for (long number = 1; number <= COMMITTERS; number++) {
            inOrder.add(number);
        }
        assertEquals(inOrder, published);
    }

    @Test
    void aFailedWriteAcknowledgesNoneAndStopsTheWriterThatWaits() throws InterruptedException {
        List<Thread> waiters = commitAgainstTheBlockedDisk();
        file.failing = true;
        file.permits.release(1_000);
        join(waiters);
        assertEquals(0, acknowledged.get());
        assertEquals(List.of(), published);
        StoreFailedException refused =
                assertThrows(StoreFailedException.class, () -> submit(COMMITTERS + 1, true), "the next writer");
        assertInstanceOf(StorageException.class, refused.getCause());
        file.failing = false;
        assertThrows(StoreFailedException.class, commits::flush);
        assertEquals(1, file.durableWrites.get(), "a write that failed is not repeated");
    }

    @Test
    void commitsThatDoNotWaitForTheDiskAreVisibleAtOnceAndWrittenSoon() throws InterruptedException {
        commits.await(submit(1, false));
        commits.await(submit(2, false));
        assertEquals(List.of(1L, 2L), published);
        assertEquals(0, file.durableWrites.get());
        file.permits.release(1_000);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (file.durableWrites.get() == 0 && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        assertEquals(1, file.durableWrites.get(), "written after a while, without anybody asking");
    }

    @Test
    void commitsThatDoNotWaitForTheDiskComeAfterThoseThatDo() throws InterruptedException {
        PendingCommit first = submit(1, true);
        PendingCommit second = submit(2, false);
        assertTrue(file.blocked.await(30, TimeUnit.SECONDS));
        assertFalse(second.isEnded());
        file.permits.release(1_000);
        commits.await(second);
        commits.await(first);
        assertEquals(List.of(1L, 2L), published);
    }

    @Test
    void flushMakesEventualCommitsDurable() {
        submit(1, false);
        file.permits.release(1_000);
        commits.flush();
        JournalReader reader = new JournalReader(JournalChain.read(file, LAYOUT, journal.startAt(0)), 0, 0);
        assertTrue(reader.next());
        assertEquals(1, reader.lastNumber());
    }

    @Test
    void futuresEndOnAnotherThreadThanTheJournals() {
        file.permits.release(1_000);
        PendingCommit commit = commit(1, true);
        CompletableFuture<Boolean> onJournal = commit.future()
                .thenApply(number -> Thread.currentThread().getName().contains("journal"));
        submit(commit);
        assertFalse(onJournal.join());
        file.failing = true;
        PendingCommit lost = commit(2, true);
        CompletableFuture<Long> future = lost.future();
        submit(lost);
        CompletionException failure = assertThrows(CompletionException.class, future::join);
        assertInstanceOf(StoreFailedException.class, failure.getCause());
    }

    @Test
    void aFullDiskFailsOnlyTheCommitThatNeedsAnotherExtent() {
        file.permits.release(1_000_000);
        int before = pages.taken;
        file.full = true;
        long number = 1;
        while (true) {
            try {
                submit(number, false);
                number++;
            } catch (StorageException full) {
                break;
            }
        }
        assertEquals(before, pages.taken, "the extent that could not be filled was given back");
        file.full = false;
        for (long more = number; more < number + 100; more++) {
            commits.await(submit(more, true));
        }
        JournalReader reader = new JournalReader(JournalChain.read(file, LAYOUT, journal.startAt(0)), 0, 0);
        while (reader.next()) {
            assertEquals(20, reader.content().length);
        }
        assertEquals(number + 99, reader.lastNumber());
    }

    @Test
    void anInterruptEndsNoWait() throws InterruptedException {
        PendingCommit commit = submit(1, true);
        AtomicInteger interrupted = new AtomicInteger();
        Thread waiter = new Thread(() -> {
            commits.await(commit);
            interrupted.set(Thread.currentThread().isInterrupted() ? 1 : -1);
        });
        waiter.start();
        waiter.interrupt();
        waiter.join(50);
        assertEquals(0, interrupted.get(), "the wait goes on");
        file.permits.release(1_000);
        waiter.join();
        assertEquals(1, interrupted.get(), "the thread is still interrupted");
    }
}
