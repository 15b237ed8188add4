package org.copsedb.pagestore;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The pages of one write transaction: those it bore and those it gave up.
 *
 * <p>Savepoints are marks in these two lists. Rolling back to one costs what was changed since. A page that was born
 * after the latest mark and is given up goes back to the allocator at once; any other one is remembered until the
 * transaction ends. For one thread at a time.
 */
public class StoreWriter implements PageWriter {
    /**
     * A point to return to.
     *
     * @param bornSize how many pages had been born
     * @param deadSize how many had been given up
     * @param stamp the last stamp before the mark
     */
    private record Mark(int bornSize, int deadSize, long stamp) {}

    private final PageStore store;
    private final Version base;
    private final PageList born = new PageList();
    private final PageList bornStamps = new PageList();
    private final PageList dead = new PageList();
    private final PageList deadStamps = new PageList();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long stamp;

    /** Pages with stamps up to this one are seen by somebody else, or by a savepoint. */
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
        born.add(PageHeader.pageNumber(bytes));
        bornStamps.add(stamp);
        return bytes;
    }

    @Override
    public void free(long page, long pageStamp) {
        requireActive();
        if (pageStamp <= floor) {
            dead.add(page);
            deadStamps.add(pageStamp);
            return;
        }
        if (store.findDirty(page, pageStamp) == null) {
            throw new IllegalStateException(
                    PageNumber.decode(page) + " of stamp " + pageStamp + " is not a page of this transaction");
        }
        store.release(page);
        forgetLastBorn(page, pageStamp);
    }

    /** Keeps the list of births short where a page is taken and given back again and again. */
    private void forgetLastBorn(long page, long pageStamp) {
        int last = born.size() - 1;
        int first = marks.isEmpty() ? 0 : marks.getLast().bornSize();
        if (last >= first && born.get(last) == page && bornStamps.get(last) == pageStamp) {
            born.truncate(last);
            bornStamps.truncate(last);
        }
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
        marks.addLast(new Mark(born.size(), dead.size(), stamp));
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
        undoBirths(target.bornSize());
        forgetDeaths(target.deadSize());
        floor = target.stamp();
        stamp = store.nextStamp();
    }

    /**
     * Takes a mark away, and those inside it; the changes stay. Pages that only the marks kept are given back.
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
        int kept = released.deadSize();
        for (int i = kept; i < dead.size(); i++) {
            if (deadStamps.get(i) > floor) {
                store.release(dead.get(i));
            } else {
                dead.set(kept, dead.get(i));
                deadStamps.set(kept, deadStamps.get(i));
                kept++;
            }
        }
        dead.truncate(kept);
        deadStamps.truncate(kept);
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
        dead.truncate(keep);
        deadStamps.truncate(keep);
    }

    private void undoBirths(int keep) {
        for (int i = born.size() - 1; i >= keep; i--) {
            if (store.findDirty(born.get(i), bornStamps.get(i)) != null) {
                store.release(born.get(i));
            }
        }
        born.truncate(keep);
        bornStamps.truncate(keep);
    }

    /**
     * Makes the changes durable and visible, all or none. If this throws, the store refuses further writes and the
     * caller rolls back.
     *
     * @param userRoot the root of what users store
     * @param systemRoot the root of what the database keeps about itself
     * @return the new head; the old one if nothing was changed
     * @throws org.copsedb.storage.StorageException if the disk refused
     */
    public Version commit(PageReference userRoot, PageReference systemRoot) {
        requireActive();
        if (userRoot.equals(base.userRoot()) && systemRoot.equals(base.systemRoot())) {
            rollback();
            return base;
        }
        if (!marks.isEmpty()) {
            release(1);
        }
        PageList dirty = new PageList();
        for (int i = 0; i < born.size(); i++) {
            if (store.findDirty(born.get(i), bornStamps.get(i)) != null) {
                dirty.add(born.get(i));
            }
        }
        dirty.sortAndRemoveDuplicates();
        Version version = new Version(base.number() + 1, stamp, userRoot, systemRoot);
        store.commit(dirty, dead, deadStamps, version);
        ended = true;
        store.endWrite();
        return version;
    }

    /** Undoes everything. A second call, or one after the commit, does nothing. */
    public void rollback() {
        if (!ended) {
            undoBirths(0);
            ended = true;
            store.endWrite();
        }
    }
}
