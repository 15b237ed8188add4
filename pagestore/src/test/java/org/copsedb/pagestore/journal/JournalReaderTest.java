package org.copsedb.pagestore.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.junit.jupiter.api.Test;

/** The end of a journal is certain, whatever stands behind it. */
final class JournalReaderTest {
    private static final FileLayout LAYOUT = new FileLayout(4_096, 1 << 6);
    private static final int SIZE = 512;
    private static final byte[] CONTENT = new byte[SIZE - JournalRecord.CONTENT_OFFSET];

    private final MemoryStorageFile file = new MemoryStorageFile("journal");
    private final Journal journal;
    private final GroupCommit commits;
    private final JournalStart start;

    JournalReaderTest() {
        file.resize(LAYOUT.fileLength(LAYOUT.regionPages()));
        journal = journal();
        start = journal.startAt(0);
        commits = new GroupCommit(journal, 0);
    }

    private Journal journal() {
        return new Journal(
                file,
                LAYOUT,
                new ExtentSource() {
                    private int next;

                    @Override
                    public long allocateExtent(int order) {
                        return PageNumber.encode(0, next++, order);
                    }

                    @Override
                    public void releaseExtent(long page) {
                        throw new AssertionError("nothing is released here");
                    }
                },
                new JournalOptions(JournalOptions.MINIMUM_SOFT_LIMIT, 1 << 14, 1 << 14));
    }

    private void commit(GroupCommit target, long number, int filling) {
        byte[] content = CONTENT.clone();
        Arrays.fill(content, (byte) filling);
        target.reserve(content.length);
        target.submit(
                new PendingCommit(number, true) {
                    @Override
                    protected void publish() {
                        assertEquals(number, number());
                    }
                },
                content,
                content.length);
    }

    private JournalReader reader() {
        return new JournalReader(JournalChain.read(file, LAYOUT, start), start.position(), 0);
    }

    private static int count(JournalReader reader) {
        int count = 0;
        while (reader.next()) {
            count++;
        }
        return count;
    }

    private void lose(int record) {
        file.write(offset(record), new byte[SIZE], 0, SIZE);
    }

    private long offset(int record) {
        return JournalChain.read(file, LAYOUT, start).extentAt(0).offsetOf((record - 1L) * SIZE);
    }

    @Test
    void aRecordThatACrashLeftBehindNeverFollowsANewOne() {
        commit(commits, 1, 1);
        commits.step();
        commit(commits, 2, 2);
        commit(commits, 3, 3);
        commits.step();
        lose(2); // one sector of the write that the crash cut, but not the other
        JournalReader reader = reader();
        assertEquals(1, count(reader));

        Journal again = journal();
        again.resume(JournalChain.read(file, LAYOUT, start), 0, reader.position());
        GroupCommit later = new GroupCommit(again, 1);
        byte[] before = copy(file);
        assertTrue(reader.clearLeftovers());
        commit(later, 2, 22);
        later.step();
        JournalReader cleared = reader();
        assertEquals(2, count(cleared));
        assertEquals(22, cleared.content()[0]);

        // The same without: the third commit never was, and yet it seems to follow.
        file.write(0, before, 0, before.length);
        Journal forgetful = journal();
        forgetful.resume(JournalChain.read(file, LAYOUT, start), 0, reader.position());
        GroupCommit wrong = new GroupCommit(forgetful, 1);
        commit(wrong, 2, 22);
        wrong.step();
        assertEquals(3, count(reader()), "the test has power: it matters to clear");
    }

    private static byte[] copy(StorageFile file) {
        byte[] bytes = new byte[(int) file.size()];
        file.read(0, bytes, 0, bytes.length);
        return bytes;
    }

    @Test
    void aDamagedRecordThatALaterOneKnowsToBeDurableIsReported() {
        for (int number = 1; number <= 3; number++) {
            commit(commits, number, number);
            commits.step();
        }
        lose(2);
        JournalReader reader = reader();
        assertTrue(reader.next());
        CorruptFileException damage = assertThrows(CorruptFileException.class, reader::next);
        assertTrue(damage.where().contains("position 512"), damage::getMessage);
        assertTrue(damage.where().contains("offset " + offset(2)), damage::getMessage);
        assertTrue(damage.expected().contains("commit 2"), damage::getMessage);
    }

    @Test
    void theLastRecordMayBeTorn() {
        for (int number = 1; number <= 3; number++) {
            commit(commits, number, number);
            commits.step();
        }
        lose(3);
        assertEquals(2, count(reader()));
    }

    @Test
    void rewritingChangesNoByte() {
        for (int number = 1; number <= 40; number++) {
            commit(commits, number, number);
            commits.step();
        }
        byte[] before = copy(file);
        JournalReader reader = reader();
        assertEquals(40, count(reader));
        reader.rewriteAccepted();
        assertFalse(reader.clearLeftovers());
        assertArrayEquals(before, copy(file));
    }

    @Test
    void aLostLinkIsReportedOnceRecordsHavePassedTheMiddle() {
        for (int number = 1; number <= 40; number++) {
            commit(commits, number, number);
            commits.step();
        }
        JournalExtent first = JournalChain.read(file, LAYOUT, start).extents().get(0);
        file.write(first.linkOffset(), new byte[JournalExtent.BLOCK_SIZE], 0, JournalExtent.BLOCK_SIZE);
        JournalReader reader = reader();
        CorruptFileException damage = assertThrows(CorruptFileException.class, () -> count(reader));
        assertTrue(damage.expected().contains("link"), damage::getMessage);
    }

    @Test
    void aDamagedHeaderOfAnExtentIsReported() {
        for (int number = 1; number <= 40; number++) {
            commit(commits, number, number);
            commits.step();
        }
        JournalExtent second = JournalChain.read(file, LAYOUT, start).extents().get(1);
        file.write(second.offset() + JournalExtent.START_OFFSET, new byte[] {7}, 0, 1);
        CorruptFileException damage = assertThrows(CorruptFileException.class, this::reader);
        assertTrue(damage.where().contains("offset " + second.offset()), damage::getMessage);
    }

    @Test
    void aStartThatIsNotInItsExtentIsReported() {
        JournalStart outside = new JournalStart(start.extent(), 1L << 40, start.salt());
        assertThrows(CorruptFileException.class, () -> JournalChain.read(file, LAYOUT, outside));
        JournalStart beyond = new JournalStart(PageNumber.encode(9, 0, 2), 0, start.salt());
        assertThrows(CorruptFileException.class, () -> JournalChain.read(file, LAYOUT, beyond));
        JournalStart salted = new JournalStart(start.extent(), 0, start.salt() + 1);
        assertThrows(CorruptFileException.class, () -> JournalChain.read(file, LAYOUT, salted));
    }
}
