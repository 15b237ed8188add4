package org.copsedb.pagestore.cache;

import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.format.PageChecksum;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.pagestore.region.PageSpace;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.StorageFile;

/**
 * Reads pages from the file and believes nothing of them: place, length, checksum, own number and stamp are verified.
 * Safe for use by many threads.
 */
public final class PageFile {
    private final StorageFile file;
    private final FileLayout layout;
    private final PageSpace space;

    /**
     * Makes a reader.
     *
     * @param file where to read
     * @param layout where pages lie in it
     * @param space how many base pages there are
     */
    public PageFile(StorageFile file, FileLayout layout, PageSpace space) {
        this.file = file;
        this.layout = layout;
        this.space = space;
    }

    /**
     * Reads one life of a page.
     *
     * @param page the encoded page number, from anywhere
     * @param stamp the birth stamp that it must have
     * @return its bytes, a new array
     * @throws CorruptFileException if it is damaged, stale, misdirected or outside the file
     */
    public byte[] read(long page, long stamp) {
        byte[] bytes = read(page);
        if (PageHeader.stamp(bytes) != stamp) {
            throw new CorruptFileException(
                    place(page), "stamp " + stamp, "stamp " + PageHeader.stamp(bytes) + ": another life of the page");
        }
        return bytes;
    }

    /**
     * Reads a page, whichever life it has.
     *
     * @param page the encoded page number, from anywhere
     * @return its bytes, a new array
     * @throws CorruptFileException if it is damaged, misdirected or outside the file
     */
    public byte[] read(long page) {
        requireInside(page);
        byte[] bytes = new byte[(int) layout.pageSize(PageNumber.order(page))];
        file.read(layout.offset(page), bytes, 0, bytes.length);
        int computed = PageChecksum.of(bytes);
        if (computed != PageHeader.checksum(bytes)) {
            throw new CorruptFileException(
                    place(page),
                    "checksum " + Integer.toHexString(computed),
                    Integer.toHexString(PageHeader.checksum(bytes)));
        }
        if (PageHeader.pageNumber(bytes) != page) {
            throw new CorruptFileException(
                    place(page), "its own number", "that of " + PageNumber.decode(PageHeader.pageNumber(bytes)));
        }
        return bytes;
    }

    /**
     * Checks that a page number names a page within the file, and not too long a one.
     *
     * @param page the encoded page number, from anywhere
     * @throws CorruptFileException if it does not
     */
    public void requireInside(long page) {
        long basePages = space.basePages();
        if (!layout.contains(page, basePages)) {
            throw new CorruptFileException(
                    "reference to " + PageNumber.decode(page) + " in " + file.description(),
                    "a page within " + basePages + " base pages",
                    "a page outside");
        }
        if (layout.pageSize(PageNumber.order(page)) > PageStore.MAXIMUM_PAGE_SIZE) {
            throw new CorruptFileException(
                    "reference to " + PageNumber.decode(page) + " in " + file.description(),
                    "a page of at most " + PageStore.MAXIMUM_PAGE_SIZE + " bytes",
                    layout.pageSize(PageNumber.order(page)) + " bytes");
        }
    }

    /**
     * Returns how long the file is as far as its regions reach: no string of bytes in it can be longer.
     *
     * @return bytes
     */
    public long fileBytes() {
        return layout.fileLength(space.basePages());
    }

    /**
     * Says where a page lies, for messages.
     *
     * @param page the encoded page number
     * @return its number, offset and file
     */
    public String place(long page) {
        return PageNumber.decode(page) + " at offset " + layout.offset(page) + " of " + file.description();
    }
}
