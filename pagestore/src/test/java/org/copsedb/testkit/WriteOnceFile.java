package org.copsedb.testkit;

import java.util.Map;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.format.PageChecksum;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.StorageFile;

/**
 * A database file that checks the rule of write once: a page is written at most once under one stamp, and its stamps
 * grow. Whatever is no page with a right checksum in its right place counts as a part of the journal.
 */
public final class WriteOnceFile extends DelegatingFile {
    private final FileLayout layout;
    private final Map<Long, Long> stamps;

    /**
     * Makes a file.
     *
     * @param file where calls go
     * @param pageSize bytes of a base page
     * @param regionPages base pages in a region
     * @param stamps of each page the last stamp that was written, to be shared by all that write to the same file
     */
    public WriteOnceFile(StorageFile file, int pageSize, int regionPages, Map<Long, Long> stamps) {
        super(file);
        this.layout = new FileLayout(pageSize, regionPages);
        this.stamps = stamps;
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        int at = from;
        while (at + layout.basePageSize() <= from + length) {
            at += checkPage(offset + at - from, source, at, from + length);
        }
        super.write(offset, source, from, length);
    }

    /** Returns the length of the page that begins at an offset, or of one base page if there is none. */
    private int checkPage(long offset, byte[] source, int at, int end) {
        byte[] header = new byte[layout.basePageSize()];
        System.arraycopy(source, at, header, 0, header.length);
        long number = PageHeader.pageNumber(header);
        int order = PageNumber.order(number);
        long size = order > layout.maximumOrder() ? Long.MAX_VALUE : layout.pageSize(order);
        if (size > end - at || layout.offset(number) != offset) {
            return header.length;
        }
        byte[] page = new byte[(int) size];
        System.arraycopy(source, at, page, 0, page.length);
        if (PageChecksum.of(page) != PageHeader.checksum(page)) {
            return header.length;
        }
        Long before = stamps.put(layout.basePage(number), PageHeader.stamp(page));
        if (before != null && before >= PageHeader.stamp(page)) {
            throw new AssertionError(PageNumber.decode(number) + " is written under stamp " + PageHeader.stamp(page)
                    + " after " + before);
        }
        return page.length;
    }
}
