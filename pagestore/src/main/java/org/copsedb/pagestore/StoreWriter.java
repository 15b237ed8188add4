package org.copsedb.pagestore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.copsedb.pagestore.PageChanges.Mark;
import org.copsedb.pagestore.cache.PageWriteQueue;
import org.copsedb.pagestore.journal.JournalReader;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one write transaction: those it bore, those it gave up, and those of a savepoint that it brought back.
 *
 * <p>Savepoints inside the transaction are marks in these lists. Rolling back to one costs what was changed since. A
 * page that was born after the latest mark and is given up goes back to the allocator at once; any other one is
 * remembered until the transaction ends.
 *
 * <p>Pages that take more memory than a transaction may are written to the file early, where nothing durable refers to
 * them. From then on they count as published: the stamp advances, so that none of them is edited in place and their
 * numbers get other stamps when they are used again. Such a transaction commits by a checkpoint. For one thread at a
 * time.
 */
public class StoreWriter implements PageWriter {
    private final PageStore store;
    private final Version base;
    private final PageChanges changes;
    private final BornPages born;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long stamp;

    private final List<Long> created = new ArrayList<>();
    private final List<Long> deleted = new ArrayList<>();

    /** Pages with stamps up to this one are seen by somebody else, or by a mark. */
    private long floor;

    private boolean ended;

    /**
     * Begins to change; see {@link PageStore#beginWrite}.
     *
     * @param store the store
     * @param base the version to begin on
     */
    protected StoreWriter(PageStore store, Version base) {
        this.store = store;
        this.base = base;
        this.changes = new PageChanges(store);
        this.born = changes.born();
        this.floor = base.watermark();
        this.stamp = store.nextStamp();
    }

    @Override
    public byte[] read(long page, long pageStamp) {
        return store.read(page, pageStamp);
    }

    @Override
    public byte[] readTransient(long page, long pageStamp) {
        return store.readTransient(page, pageStamp);
    }

    @Override
    public int basePageSize() {
        return store.basePageSize();
    }

    @Override
    public int maximumOrder() {
        return store.maximumOrder();
    }

    @Override
    public long stamp() {
        return stamp;
    }

    @Override
    public byte[] allocate(int order) {
        requireActive();
        byte[] bytes = store.allocate(order, stamp);
        born.bear(bytes, stamp);
        return bytes;
    }

    @Override
    public void relieve() {
        long budget = store.checkpoints().dirtyBudget();
        if (born.unwrittenBytes() > budget && store.recovery() == null) {
            writeEarly(born.unwrittenBytes() > 2 * budget);
        }
    }

    /**
     * Writes the pages born so far to the file, durably, so that memory can give them up.
     *
     * @param patient whether to wait for the end of a checkpoint that is being written
     * @return whether it was done
     * @throws org.copsedb.storage.StorageException if the disk refused; the store then takes no more writes
     */
    boolean writeEarly(boolean patient) {
        requireActive();
        List<Mark> moved = born.keepAlive(marks);
        marks.clear();
        marks.addAll(moved);
        if (!store.checkpoints().writeEarly(this, born.unwritten(), patient)) {
            return false;
        }
        born.noteWritten(stamp);
        stamp = stampAfterEarlyWrite();
        return true;
    }

    /**
     * Writes pages early, without a sync. Tests plant an error here.
     *
     * @param writes where to
     * @param pages their encoded numbers, in file order
     */
    protected void write(PageWriteQueue writes, PageList pages) {
        writes.write(pages, 0, Long.MAX_VALUE);
    }

    /**
     * Returns the stamp of pages that are born after an early write. Tests plant an error here.
     *
     * @return a stamp that no page has
     */
    protected long stampAfterEarlyWrite() {
        return store.nextStamp();
    }

    @Override
    public void free(long page, long pageStamp) {
        requireActive();
        if (pageStamp <= floor) {
            changes.bury(page, pageStamp);
            return;
        }
        born.giveBack(page, pageStamp);
        born.forgetLast(page, pageStamp, marks.isEmpty() ? 0 : marks.getLast().born());
    }

    private void requireActive() {
        if (ended) {
            throw new IllegalStateException("the write transaction has ended");
        }
    }

    /**
     * Sets a mark to return to, inside the marks set before.
     *
     * @return how many marks there are now; names this one
     */
    public int mark() {
        requireActive();
        marks.addLast(changes.mark(stamp));
        floor = stamp;
        stamp = store.nextStamp();
        return marks.size();
    }

    /**
     * Undoes everything since a mark. The mark stays; those inside it are gone.
     *
     * <p>Cost: what was changed since.
     *
     * @param mark what {@link #mark} returned
     */
    public void rollbackTo(int mark) {
        requireMark(mark);
        while (marks.size() > mark) {
            marks.removeLast();
        }
        Mark target = marks.getLast();
        born.undo(target.born());
        forgetDeaths(target.dead());
        changes.cutRestored(target);
        floor = target.stamp();
        stamp = store.nextStamp();
    }

    /**
     * Takes a mark away, and those inside it; the changes stay. Pages that only the marks kept are given back.
     *
     * <p>Cost: what was given up since the mark.
     *
     * @param mark what {@link #mark} returned
     */
    public void release(int mark) {
        requireMark(mark);
        Mark released = marks.getLast();
        while (marks.size() >= mark) {
            released = marks.removeLast();
        }
        floor = marks.isEmpty() ? base.watermark() : marks.getLast().stamp();
        int kept = released.dead();
        for (int i = kept; i < changes.deadSize(); i++) {
            if (changes.deadStamp(i) > floor) {
                born.giveBack(changes.dead(i), changes.deadStamp(i));
            } else {
                changes.moveDead(i, kept);
                kept++;
            }
        }
        changes.cutDead(kept);
    }

    private void requireMark(int mark) {
        requireActive();
        if (mark < 1 || mark > marks.size()) {
            throw new IllegalStateException("there is no mark " + mark + ", only " + marks.size());
        }
    }

    /**
     * Brings pages back that were given up since a mark.
     *
     * @param keep how many had been given up before
     */
    protected void forgetDeaths(int keep) {
        changes.cutDead(keep);
    }

    /**
     * Returns to the pages of a savepoint. Every page that this transaction bore is given up; savepoints of later
     * versions stay as they are. The savepoint must stay open until the transaction ends. A roll back to an earlier
     * mark undoes it.
     *
     * <p>Cost: the pages that one of the two versions has and the other has not, and those born here. Of those that are
     * given up the headers are read.
     *
     * @param savepoint the savepoint
     * @param kept pages that are not exchanged: those of the base version, and of the savepoint, that belong to what
     *     the database keeps about itself
     * @throws IllegalStateException if the savepoint is closed
     * @throws IllegalArgumentException if the savepoint is of another store
     */
    public void restore(StoreSavepoint savepoint, PageList kept) {
        requireActive();
        requireOpen(savepoint);
        store.journal().awaitPublished(); // it compares with the live pages of the head, which must be the base
        giveUpBorn();
        new Restore(store, changes, kept).run(savepoint);
    }

    private void giveUpBorn() {
        Set<Long> dead = new HashSet<>();
        for (int i = 0; i < changes.deadSize(); i++) {
            if (changes.deadStamp(i) > base.watermark()) {
                dead.add(changes.dead(i));
            }
        }
        for (int i = born.size() - 1; i >= 0; i--) {
            long page = born.page(i);
            if (born.isAlive(i) && dead.add(page)) {
                free(page, born.stamp(i));
            }
        }
    }

    /**
     * Returns a persistent savepoint, to be restored.
     *
     * @param id what the commit called it that made it
     * @return the savepoint, null if there is none of this id
     */
    public @Nullable StoreSavepoint persistentSavepoint(long id) {
        return store.persistentSavepoint(id);
    }

    private void requireOpen(StoreSavepoint savepoint) {
        if (!savepoint.isOf(store)) {
            throw new IllegalArgumentException("the savepoint is of another store");
        }
        if (savepoint.isClosed()) {
            throw new IllegalStateException("the savepoint is closed");
        }
    }

    /**
     * Makes the version that the commit will publish a persistent savepoint. No mark undoes it, so it is called when
     * nothing but the commit is left to do.
     *
     * @param id what to know it by, of no savepoint that there is
     * @throws IllegalArgumentException if there is one of this id
     */
    public void persist(long id) {
        requireActive();
        if (created.contains(id) || (store.persistentSavepoint(id) != null && !deleted.contains(id))) {
            throw new IllegalArgumentException("there is a persistent savepoint " + id);
        }
        created.add(id);
    }

    /**
     * Lets a persistent savepoint go with the commit. No mark undoes it, so it is called when nothing but the commit is
     * left to do.
     *
     * @param id the savepoint
     * @throws IllegalArgumentException if there is none of this id
     */
    public void forget(long id) {
        requireActive();
        if (store.persistentSavepoint(id) == null || deleted.contains(id)) {
            throw new IllegalArgumentException("there is no persistent savepoint " + id);
        }
        deleted.add(id);
    }

    /**
     * Returns the version that the changes are made to.
     *
     * @return the newest sealed version when this writer began; it may not be visible yet
     */
    public Version base() {
        return base;
    }

    /**
     * Returns the longest content that a record of the journal can have.
     *
     * @return bytes
     */
    public int maximumRecord() {
        return store.journal().maximumRecord();
    }

    /**
     * Tells whether a commit can go through the journal.
     *
     * @param length the length of its record's content
     * @return false if the record is too long, if a savepoint was restored, if a persistent one is made or deleted, if
     *     pages were written early, which replay would have no memory for, or if the file has no journal yet: then
     *     {@link #commit(PageReference, PageReference)} makes it durable by a checkpoint
     */
    public boolean canBeJournaled(long length) {
        return changes.lastRestored() == null
                && !born.isWrittenEarly()
                && created.isEmpty()
                && deleted.isEmpty()
                && store.journal().takes(length);
    }

    /**
     * Hands the changes over to the journal, all or none. The writer has ended when this returns, and the next one may
     * begin on top of it. If this throws, the caller rolls back.
     *
     * @param userRoot the root of what users store
     * @param systemRoot the root of what the database keeps about itself
     * @param content what the record says, if it {@link #canBeJournaled}
     * @return the commit on its way, null if nothing was changed
     * @throws org.copsedb.storage.StorageException if the disk is full
     * @throws org.copsedb.storage.StoreFailedException if the disk refused otherwise, now or before
     */
    public @Nullable StorePending commit(PageReference userRoot, PageReference systemRoot, JournalContent content) {
        requireActive();
        if (isUnchanged(userRoot, systemRoot)) {
            rollback();
            return null;
        }
        store.journal().reserve(content.length());
        long journalEnd = store.journal().positionAfter(content.length());
        StoreCommit sealed = seal(newVersion(base.number() + 1, userRoot, systemRoot), journalEnd);
        StorePending pending = store.submit(sealed, content);
        end(sealed.version());
        return pending;
    }

    /**
     * Makes the changes durable and visible by a checkpoint, all or none. If this throws, the caller rolls back; if the
     * disk had refused, the store takes no more writes.
     *
     * @param userRoot the root of what users store
     * @param systemRoot the root of what the database keeps about itself
     * @return the new head; the old one if nothing was changed
     * @throws org.copsedb.storage.StorageException if the disk refused
     * @throws IllegalStateException if a savepoint that was restored is closed
     */
    public Version commit(PageReference userRoot, PageReference systemRoot) {
        requireActive();
        StoreSavepoint restored = changes.lastRestored();
        if (restored != null) {
            requireOpen(restored);
        }
        if (isUnchanged(userRoot, systemRoot)) {
            rollback();
            return base;
        }
        Version version = newVersion(base.number() + 1, userRoot, systemRoot);
        store.commitByCheckpoint(seal(version, store.journal().appendedEnd()));
        end(version);
        return version;
    }

    /**
     * Makes what was replayed from the journal the head.
     *
     * @param userRoot the root of what users store
     * @param systemRoot the root of what the database keeps about itself
     * @param last a reader at the end of the journal
     * @return the head
     */
    Version commitReplayed(PageReference userRoot, PageReference systemRoot, JournalReader last) {
        Version version = newVersion(last.lastNumber(), userRoot, systemRoot);
        store.publish(seal(version, last.position()));
        end(version);
        return version;
    }

    private boolean isUnchanged(PageReference userRoot, PageReference systemRoot) {
        return userRoot.equals(base.userRoot()) && systemRoot.equals(base.systemRoot());
    }

    private Version newVersion(long number, PageReference userRoot, PageReference systemRoot) {
        if (!marks.isEmpty()) {
            release(1);
        }
        return new Version(number, stamp, userRoot, systemRoot);
    }

    private StoreCommit seal(Version version, long journalEnd) {
        PageList dirty = new PageList();
        for (int i = 0; i < born.size(); i++) {
            if (born.isAlive(i)) {
                dirty.add(born.page(i));
            }
        }
        dirty.sortAndRemoveDuplicates();
        StoreCommit.SavepointChanges savepoints = new StoreCommit.SavepointChanges(created, deleted);
        StoreCommit commit =
                new StoreCommit(version, dirty, changes.net(), changes.lastRestored(), savepoints, journalEnd);
        store.prepare(commit);
        return commit;
    }

    private void end(Version made) {
        ended = true;
        store.endWrite(made);
    }

    /** Undoes everything. A second call, or one after the commit, does nothing. */
    public void rollback() {
        if (!ended) {
            born.undo(0);
            ended = true;
            store.endWrite(base);
        }
    }
}
