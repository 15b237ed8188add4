package org.copsedb.btree.apply;

import org.copsedb.btree.node.WriteCell;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageWriter;

/**
 * Sorted writes that went out of a full buffer into scratch pages: each page holds as many cells as fit, one behind the
 * other after its header, which counts them. The pages live no longer than the transaction.
 */
final class SortedRun {
    private static final int MAXIMUM_PAGE_SIZE = 256 << 10;

    private final PageWriter pages;
    private final PageList list = new PageList();
    /** The birth stamps of the pages. */
    private final PageList stamps = new PageList();

    private SortedRun(PageWriter pages) {
        this.pages = pages;
    }

    /** Writes a run. */
    static SortedRun write(PageWriter pages, SortedWrites writes) {
        SortedRun run = new SortedRun(pages);
        int order = 0;
        while (order < pages.maximumOrder() && pages.basePageSize() << (order + 1) <= MAXIMUM_PAGE_SIZE) {
            order++;
        }
        byte[] page = new byte[0];
        int end = 0;
        int count = 0;
        while (writes.next()) {
            int size = WriteCell.size(writes.array, writes.cell);
            if (end + size > page.length) {
                page = run.nextPage(order, size);
                end = PageHeader.SIZE;
                count = 0;
            }
            System.arraycopy(writes.array, writes.cell, page, end, size);
            end += size;
            PageHeader.setEntryCount(page, ++count);
        }
        return run;
    }

    private byte[] nextPage(int order, int cellSize) {
        pages.relieve();
        byte[] page = pages.allocate(order);
        PageHeader.setKind(page, PageKind.SORTED_RUN);
        list.add(PageHeader.pageNumber(page));
        stamps.add(PageHeader.stamp(page));
        if (page.length - PageHeader.SIZE < cellSize) {
            throw new IllegalStateException(
                    "a write of " + cellSize + " bytes does not fit a scratch page of " + page.length);
        }
        return page;
    }

    /** Returns the writes of this run. Each page is given up when its last write was taken. */
    SortedWrites takeAll() {
        return new Reader();
    }

    /** Gives the pages up. */
    void free(Superseded superseded) {
        SortedWrites writes = takeAll();
        while (writes.next()) {
            superseded.drop(writes.array, writes.cell);
        }
    }

    private final class Reader extends SortedWrites {
        private int page;
        private int left;
        private int following;

        @Override
        boolean next() {
            if (left == 0) {
                if (page == list.size()) {
                    return false;
                }
                array = pages.readTransient(list.get(page), stamps.get(page));
                left = PageHeader.entryCount(array);
                following = PageHeader.SIZE;
                // The array stays as it is for as long as somebody refers to it.
                pages.free(list.get(page), stamps.get(page));
                page++;
            }
            cell = following;
            following += WriteCell.size(array, cell);
            left--;
            return true;
        }
    }
}
