package org.copsedb.pagestore.cache;

import java.util.Arrays;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.format.PageChecksum;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.StorageFile;

/**
 * Writes dirty pages in file order, neighbours together: a disk takes one write of 1 MiB in the time of a few scattered
 * pages. Every page gets its checksum here. For one thread at a time.
 */
public final class PageWriteQueue {
    /** The most bytes handed to the file in one write, unless a single page is larger. */
    static final int STAGE_SIZE = 1 << 20;

    /** Few pages need little memory. */
    private static final int FIRST_STAGE_SIZE = 1 << 14;

    private final StorageFile file;
    private final FileLayout layout;
    private final PageTable table;
    private byte[] stage = new byte[0];
    private long stageOffset;
    private int staged;

    /**
     * Makes a queue.
     *
     * @param file where to write
     * @param layout where pages lie in it
     * @param table where the pages are
     */
    public PageWriteQueue(StorageFile file, FileLayout layout, PageTable table) {
        this.file = file;
        this.layout = layout;
        this.table = table;
    }

    /**
     * Seals and writes some dirty pages, which nobody gives back meanwhile. The caller syncs.
     *
     * @param pages their numbers in file order, each once
     * @param from the position of the first to write
     * @param most how many bytes to write at most, but for the last page
     * @return the position behind the last one that was written
     * @throws org.copsedb.storage.StorageException if the disk refuses; some pages may have been written
     */
    public int write(PageList pages, int from, long most) {
        staged = 0;
        long bytes = 0;
        int position = from;
        while (position < pages.size() && bytes < most) {
            long number = pages.get(position++);
            byte[] page = table.findDirty(layout.basePage(number));
            if (page == null || PageHeader.pageNumber(page) != number) {
                throw new IllegalStateException("page " + Long.toHexString(number) + " is not dirty");
            }
            PageChecksum.seal(page);
            add(layout.offset(number), page);
            bytes += page.length;
        }
        flush();
        return position;
    }

    private void add(long offset, byte[] page) {
        if (staged > 0 && (offset != stageOffset + staged || staged + page.length > STAGE_SIZE)) {
            flush();
        }
        if (page.length > STAGE_SIZE / 2) {
            flush();
            file.write(offset, page, 0, page.length);
            return;
        }
        if (staged == 0) {
            stageOffset = offset;
        }
        if (staged + page.length > stage.length) {
            int wanted = Math.max(2 * stage.length, Math.max(FIRST_STAGE_SIZE, staged + page.length));
            stage = Arrays.copyOf(stage, Math.min(wanted, STAGE_SIZE));
        }
        System.arraycopy(page, 0, stage, staged, page.length);
        staged += page.length;
    }

    private void flush() {
        if (staged > 0) {
            file.write(stageOffset, stage, 0, staged);
            staged = 0;
        }
    }
}
