package org.copsedb.pagestore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.copsedb.pagestore.PageChanges.Mark;

/**
 * The pages that a write transaction bore, in the order of their births, and which of them are there still. Those with
 * older stamps may have been written to the file early. For one thread.
 */
final class BornPages {
    private final PageStore store;
    private final PageList pages = new PageList();
    private final PageList stamps = new PageList();

    /** Pages with stamps up to this one were written early; each of their numbers is listed once. */
    private long written;

    /** Those of them that were given back since. */
    private final Set<Long> givenBack = new HashSet<>();

    /** Bytes of the pages that were not written early. */
    private long unwrittenBytes;

    BornPages(PageStore store) {
        this.store = store;
    }

    void bear(byte[] page, long stamp) {
        pages.add(PageHeader.pageNumber(page));
        stamps.add(stamp);
        unwrittenBytes += page.length;
    }

    int size() {
        return pages.size();
    }

    long page(int position) {
        return pages.get(position);
    }

    long stamp(int position) {
        return stamps.get(position);
    }

    long unwrittenBytes() {
        return unwrittenBytes;
    }

    boolean isWrittenEarly() {
        return written > 0;
    }

    /** Tells whether the page of a position is there still. */
    boolean isAlive(int position) {
        return isAlive(pages.get(position), stamps.get(position));
    }

    private boolean isAlive(long page, long stamp) {
        return stamp <= written ? !givenBack.contains(page) : store.findDirty(page, stamp) != null;
    }

    /**
     * Gives a page back to its allocator, which no mark sees.
     *
     * @throws IllegalStateException if it is not one of these pages
     */
    void giveBack(long page, long stamp) {
        if (!isAlive(page, stamp)) {
            throw new IllegalStateException(
                    PageNumber.decode(page) + " of stamp " + stamp + " is not a page of this transaction");
        }
        if (stamp <= written) {
            givenBack.add(page);
        } else {
            unwrittenBytes -= (long) store.basePageSize() << PageNumber.order(page);
        }
        store.release(page);
    }

    /** Forgets the latest birth if it is this one, behind those that a mark keeps. */
    void forgetLast(long page, long stamp, int kept) {
        int last = pages.size() - 1;
        if (last >= kept && pages.get(last) == page && stamps.get(last) == stamp) {
            cut(last);
        }
    }

    /** Gives back all pages born since there were so many. */
    void undo(int keep) {
        for (int i = pages.size() - 1; i >= keep; i--) {
            if (isAlive(i)) {
                giveBack(pages.get(i), stamps.get(i));
            }
        }
        cut(keep);
    }

    private void cut(int size) {
        pages.truncate(size);
        stamps.truncate(size);
    }

    /**
     * Forgets all births but one of each page that is there still.
     *
     * @param marks the marks, oldest first
     * @return the same marks, in the shorter list
     */
    List<Mark> keepAlive(Collection<Mark> marks) {
        List<Mark> moved = new ArrayList<>();
        Iterator<Mark> left = marks.iterator();
        Mark next = left.hasNext() ? left.next() : null;
        Set<Long> unwritten = new HashSet<>();
        int kept = 0;
        for (int i = 0; i <= pages.size(); i++) {
            while (next != null && next.born() == i) {
                moved.add(next.withBorn(kept));
                next = left.hasNext() ? left.next() : null;
            }
            if (i < pages.size() && isAlive(i) && (stamps.get(i) <= written || unwritten.add(pages.get(i)))) {
                pages.set(kept, pages.get(i));
                stamps.set(kept, stamps.get(i));
                kept++;
            }
        }
        cut(kept);
        givenBack.clear();
        return moved;
    }

    /** Returns the pages that were not written early, in file order; {@link #keepAlive} left each of them once. */
    PageList unwritten() {
        PageList found = new PageList();
        for (int i = 0; i < pages.size(); i++) {
            if (stamps.get(i) > written) {
                found.add(pages.get(i));
            }
        }
        found.sort();
        return found;
    }

    /** Notes that all pages were written. */
    void noteWritten(long upTo) {
        unwrittenBytes = 0;
        written = upTo;
    }
}
