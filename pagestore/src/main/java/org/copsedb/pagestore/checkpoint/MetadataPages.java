package org.copsedb.pagestore.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.cache.PageFile;
import org.copsedb.pagestore.format.PageChecksum;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.StorageFile;

/**
 * Strings of bytes that describe the durable state, as chains of base pages, each of which names the next. Written
 * once, never changed. Byte table in {@code docs/file-format.md}.
 *
 * <p>One object is for one checkpoint and one thread; reading is for all.
 */
final class MetadataPages {
    /** Where the number of the next page lies; 0 in the last one. */
    static final int NEXT_PAGE_OFFSET = PageHeader.SIZE;
    /** Where the stamp of the next page lies; 0 in the last one. */
    static final int NEXT_STAMP_OFFSET = 32;
    /** Where the content begins. */
    static final int CONTENT_OFFSET = 40;

    private static final int STAGE_SIZE = 1 << 20;

    /** Far beyond the directory of the largest file. */
    private static final long LONGEST = 1L << 30;

    private final StorageFile file;
    private final FileLayout layout;
    private final long stamp;
    private final List<byte[]> unwritten = new ArrayList<>();

    /**
     * Makes a writer.
     *
     * @param file where to write
     * @param layout where pages lie in it
     * @param stamp what all pages are born under
     */
    MetadataPages(StorageFile file, FileLayout layout, long stamp) {
        this.file = file;
        this.layout = layout;
        this.stamp = stamp;
    }

    /** Returns how many pages a string needs, at least one. */
    static int pagesFor(FileLayout layout, long length) {
        int content = layout.basePageSize() - CONTENT_OFFSET;
        return (int) Math.max(1, (length + content - 1) / content);
    }

    /** Returns the shortest string that needs all of so many pages. */
    static int shortestFor(FileLayout layout, int pages) {
        return (pages - 1) * (layout.basePageSize() - CONTENT_OFFSET) + 1;
    }

    /**
     * Makes the pages of a string; {@link #flush} writes them.
     *
     * @param kind one of {@link PageKind}
     * @param bytes the string
     * @param pages at least as many as it needs, all of order 0
     * @return the reference to the first
     */
    PageReference add(int kind, byte[] bytes, PageList pages) {
        int content = layout.basePageSize() - CONTENT_OFFSET;
        int count = pagesFor(layout, bytes.length);
        for (int i = 0; i < count; i++) {
            byte[] page = new byte[layout.basePageSize()];
            PageHeader.initialize(page, pages.get(i), stamp);
            PageHeader.setKind(page, kind);
            if (i + 1 < count) {
                LittleEndian.putLong(page, NEXT_PAGE_OFFSET, pages.get(i + 1));
                LittleEndian.putUnsigned48(page, NEXT_STAMP_OFFSET, stamp);
            }
            int from = i * content;
            System.arraycopy(bytes, from, page, CONTENT_OFFSET, Math.min(content, bytes.length - from));
            PageChecksum.seal(page);
            unwritten.add(page);
        }
        return new PageReference(pages.get(0), stamp, bytes.length);
    }

    /** Tells whether so much waits to be written that it should be. */
    boolean isFull() {
        return (long) unwritten.size() * layout.basePageSize() >= STAGE_SIZE;
    }

    /** Writes what was added, in file order, neighbours together. The caller syncs. */
    void flush() {
        unwritten.sort(Comparator.comparingLong(page -> layout.offset(PageHeader.pageNumber(page))));
        byte[] stage = new byte[Math.min(STAGE_SIZE, unwritten.size() * layout.basePageSize())];
        long offset = 0;
        int staged = 0;
        for (byte[] page : unwritten) {
            long own = layout.offset(PageHeader.pageNumber(page));
            if (staged > 0 && (own != offset + staged || staged + page.length > stage.length)) {
                file.write(offset, stage, 0, staged);
                staged = 0;
            }
            if (staged == 0) {
                offset = own;
            }
            System.arraycopy(page, 0, stage, staged, page.length);
            staged += page.length;
        }
        if (staged > 0) {
            file.write(offset, stage, 0, staged);
        }
        unwritten.clear();
    }

    /**
     * Reads a string.
     *
     * @param source reads and verifies pages
     * @param kind the kind that its pages must have
     * @param reference names the first page, and as count the number of bytes; believed no further than to look
     * @param pages receives the numbers of its pages
     * @return the bytes
     * @throws CorruptFileException if a page is damaged or not of this string
     */
    static byte[] read(PageFile source, int kind, PageReference reference, PageList pages) {
        long page = reference.page();
        long stamp = reference.stamp();
        source.requireInside(page);
        long longest = Math.min(source.fileBytes(), LONGEST);
        if (reference.count() > longest) {
            throw new CorruptFileException(
                    source.place(page), "at most " + longest + " bytes", reference.count() + " bytes");
        }
        byte[] bytes = new byte[(int) reference.count()];
        int done = 0;
        do {
            if (PageNumber.order(page) != 0) {
                throw new CorruptFileException(source.place(page), "order 0", "order " + PageNumber.order(page));
            }
            byte[] content = source.read(page, stamp);
            if (PageHeader.kind(content) != kind) {
                throw new CorruptFileException(source.place(page), "kind " + kind, "kind " + PageHeader.kind(content));
            }
            pages.add(page);
            int size = Math.min(content.length - CONTENT_OFFSET, bytes.length - done);
            System.arraycopy(content, CONTENT_OFFSET, bytes, done, size);
            done += size;
            page = LittleEndian.getLong(content, NEXT_PAGE_OFFSET);
            stamp = LittleEndian.getUnsigned48(content, NEXT_STAMP_OFFSET);
        } while (done < bytes.length);
        return bytes;
    }
}
