package org.copsedb.pagestore.journal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.StorageFile;
import org.copsedb.storage.StoreFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Appends records to a journal and writes them durably, many at a time, into extents that were prepared before: so that
 * a commit changes nothing of the file but the bytes of its record.
 *
 * <p>{@link #append} and {@link #take} are for whoever holds the lock of {@link GroupCommit}, {@link #write} for its
 * one writer; {@link #reserve}, {@link #prepareExtent}, {@link #startAt} and {@link #releaseBefore} may run beside
 * them. Tests extend this class to plant bugs.
 */
public class Journal {
    private static final int SMALLEST_BUFFER = 1 << 14;
    private static final int LARGEST_KEPT_BUFFER = 1 << 20;
    private static final byte[] ZEROS = new byte[1 << 16];
    private static final int MOST_SPARES = 16;

    /** Records that are written together. */
    static final class Batch {
        private final byte[] bytes;
        private final int length;
        private final long position;

        Batch(byte[] bytes, int length, long position) {
            this.bytes = bytes;
            this.length = length;
            this.position = position;
        }
    }

    private final StorageFile file;
    private final FileLayout layout;
    private final ExtentSource source;
    private final JournalOptions options;

    /** Held while extents come and go. */
    private final ReentrantLock extending = new ReentrantLock();

    private final Deque<JournalExtent> spares = new ArrayDeque<>();
    private volatile @Nullable JournalChain chain;
    private volatile long appendedEnd;
    private volatile long checkpointed;
    private byte[] filling = new byte[SMALLEST_BUFFER];
    private byte @Nullable [] resting = new byte[SMALLEST_BUFFER];
    private volatile int filled;

    /**
     * Continues a journal behind its certain end, or begins one with its first extent.
     *
     * @param file the file
     * @param layout where pages lie
     * @param source where extents come from
     * @param options how large it becomes
     */
    public Journal(StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options) {
        this.file = file;
        this.layout = layout;
        this.source = source;
        this.options = options;
    }

    /**
     * Continues a journal that was read; before anything else.
     *
     * @param existing its extents
     * @param start where replay began
     * @param end its certain end
     */
    public final void resume(JournalChain existing, long start, long end) {
        chain = existing;
        checkpointed = start;
        appendedEnd = end;
    }

    /**
     * Tells whether there is an extent to append to.
     *
     * @return false before the first checkpoint of a new file
     */
    public final boolean exists() {
        return chain != null;
    }

    /**
     * Returns the extents.
     *
     * @return the chain of a journal that {@link #exists}
     */
    protected final JournalChain chain() {
        JournalChain existing = chain;
        if (existing == null) {
            throw new IllegalStateException("the journal has no extent yet");
        }
        return existing;
    }

    /**
     * Returns how large it becomes.
     *
     * @return the options
     */
    public final JournalOptions options() {
        return options;
    }

    /**
     * Returns the position behind the last record that was appended.
     *
     * @return a position
     */
    public final long appendedEnd() {
        return appendedEnd;
    }

    /**
     * Returns where the next record would end.
     *
     * @param length the length of its content
     * @return a position
     */
    public final long positionAfter(int length) {
        return appendedEnd + JournalRecord.sizeOf(length);
    }

    /**
     * Returns how many bytes of records are newer than the last checkpoint.
     *
     * @return bytes
     */
    public final long bytesSinceCheckpoint() {
        return appendedEnd - checkpointed;
    }

    /** Returns how many bytes of records wait to be written. */
    int pendingBytes() {
        return filled;
    }

    /**
     * Makes room for one more record, so that {@link #append} can not fail.
     *
     * @param length the length of its content
     * @throws StorageException if the disk has no room for another extent; nothing has changed then
     * @throws StoreFailedException if the disk refused otherwise: no more may be written
     */
    public final void reserve(int length) {
        long end = appendedEnd + JournalRecord.sizeOf(length);
        if (end <= writableEnd()) {
            return;
        }
        extending.lock();
        try {
            while (end > writableEnd()) {
                addExtent(chain());
            }
        } finally {
            extending.unlock();
        }
    }

    /**
     * Tells whether the last extent fills up, so that it is time for {@link #prepareExtent}.
     *
     * @return whether the stream is past the first quarter of the last extent; half of it can be written
     */
    public final boolean wantsExtent() {
        JournalChain existing = chain;
        if (existing == null) {
            return false;
        }
        List<JournalExtent> all = existing.extents();
        JournalExtent last = all.get(all.size() - 1);
        return appendedEnd > last.start() + last.capacity() / 4;
    }

    /**
     * Links another extent behind the last one if it is time. Costs, for an extent that was not used before, writing
     * all of it and two syncs.
     *
     * @return whether an extent was added
     * @throws StorageException if the disk has no room; nothing has changed then
     * @throws StoreFailedException if the disk refused otherwise: no more may be written
     */
    public final boolean prepareExtent() {
        extending.lock();
        try {
            if (!wantsExtent()) {
                return false;
            }
            addExtent(chain());
            return true;
        } finally {
            extending.unlock();
        }
    }

    /** Makes an extent ready before the link to it is written, and that before the caller writes on. */
    private void addExtent(JournalChain existing) {
        JournalExtent extent = makeExtent(existing);
        List<JournalExtent> all = existing.extents();
        if (!all.isEmpty()) {
            JournalExtent last = all.get(all.size() - 1);
            writeBlock(last.linkOffset(), last.link(existing.salt(), extent.page()));
        }
        existing.add(extent);
    }

    /** Takes a smaller extent where the file has no room for a larger one and can not grow. */
    private long allocate(int wanted) {
        for (int order = wanted; ; order--) {
            try {
                return source.allocateExtent(order);
            } catch (StorageException full) {
                if (order <= 1) {
                    throw full;
                }
            }
        }
    }

    private JournalExtent makeExtent(JournalChain existing) {
        JournalExtent spare = spares.poll();
        if (spare != null) {
            JournalExtent extent = JournalExtent.of(spare.page(), layout, existing.end());
            writeBlock(extent.offset(), extent.header(existing.salt()));
            return extent;
        }
        long page = allocate(orderOfNext(existing));
        JournalExtent extent = JournalExtent.of(page, layout, existing.end());
        try {
            fill(extent, existing.salt());
        } catch (StorageException full) {
            source.releaseExtent(page); // nothing refers to it, so whatever it holds now does not matter
            throw full;
        }
        try {
            syncExtent();
        } catch (RuntimeException | Error refused) {
            throw new StoreFailedException(refused);
        }
        return extent;
    }

    /** Makes a new extent durable, before the link to it is written. */
    protected void syncExtent() {
        file.sync();
    }

    /**
     * Returns the position that records do not pass before another extent is linked.
     *
     * @return a position in the last extent
     */
    protected long writableEnd() {
        return chain().writableEnd();
    }

    private void writeBlock(long offset, byte[] block) {
        try {
            file.writeDurably(offset, block, 0, block.length);
        } catch (RuntimeException | Error refused) {
            throw new StoreFailedException(refused);
        }
    }

    private int orderOfNext(JournalChain existing) {
        long used = 0;
        for (JournalExtent extent : existing.extents()) {
            used += extent.size();
        }
        long size = Math.min(Math.max(used, options.smallestExtent()), options.largestExtent());
        int order = 0;
        while (order < layout.maximumOrder() && layout.pageSize(order) < size) {
            order++;
        }
        return order;
    }

    /** Writes all of a new extent, so that later writes need no space and change no metadata of the file. */
    private void fill(JournalExtent extent, long salt) {
        byte[] header = extent.header(salt);
        file.write(extent.offset(), header, 0, header.length);
        long position = extent.offset() + header.length;
        long end = extent.offset() + extent.size();
        while (position < end) {
            int length = (int) Math.min(ZEROS.length, end - position);
            file.write(position, ZEROS, 0, length);
            position += length;
        }
    }

    /**
     * Appends a record, to be written later.
     *
     * @param content the bytes of its content
     * @param length how many of them count; {@link #reserve} has made room
     * @param number its commit
     */
    void append(byte[] content, int length, long number) {
        JournalChain existing = chain();
        int size = JournalRecord.sizeOf(length);
        long position = appendedEnd;
        if (position + size > writableEnd()) {
            throw new IllegalStateException("no room was reserved for a record of " + length + " bytes");
        }
        if (filled + size > filling.length) {
            filling = Arrays.copyOf(filling, Math.max(filled + size, (int) Math.min(2L * filling.length, 1 << 30)));
        }
        byte[] bytes = filling;
        int at = filled;
        System.arraycopy(content, 0, bytes, at + JournalRecord.CONTENT_OFFSET, length);
        Arrays.fill(bytes, at + JournalRecord.CONTENT_OFFSET + length, at + size, (byte) 0);
        JournalRecord.begin(bytes, at, length, number);
        JournalRecord.place(bytes, at, existing.salt(), position);
        filled = at + size;
        appendedEnd = position + size;
    }

    /** Takes what was appended since, to be written. */
    Batch take() {
        Batch batch = new Batch(filling, filled, appendedEnd - filled);
        byte[] next = resting;
        resting = null;
        filling = next != null ? next : new byte[SMALLEST_BUFFER];
        filled = 0;
        return batch;
    }

    /** Gives the array of a batch that was written back. */
    void recycle(Batch batch) {
        if (batch.bytes.length <= LARGEST_KEPT_BUFFER) {
            resting = batch.bytes;
        }
    }

    /** Writes records durably; they say that all up to a commit were durable before. */
    final void write(Batch batch, long durableNumber) {
        for (int at = 0; at < batch.length; at += JournalRecord.sizeOf(JournalRecord.length(batch.bytes, at))) {
            JournalRecord.seal(batch.bytes, at, durableNumber);
        }
        write(batch.position, batch.bytes, batch.length);
    }

    /**
     * Writes bytes of the stream and waits until they are durable.
     *
     * @param position where they begin
     * @param bytes the bytes
     * @param length how many
     */
    protected void write(long position, byte[] bytes, int length) {
        chain().writeDurably(position, bytes, 0, length);
    }

    /**
     * Names a place in the journal for a checkpoint slot; begins the journal if there is none.
     *
     * @param position a position behind a record, not before the last checkpoint's
     * @return where replay begins
     * @throws StorageException if the disk has no room for the first extent; nothing has changed then
     * @throws StoreFailedException if the disk refused otherwise: no more may be written
     */
    public final JournalStart startAt(long position) {
        extending.lock();
        try {
            JournalChain existing = chain;
            if (existing == null) {
                existing = JournalChain.empty(file, layout, drawSalt());
                addExtent(existing);
                chain = existing;
            }
            return new JournalStart(existing.extentAt(position).page(), position, existing.salt());
        } finally {
            extending.unlock();
        }
    }

    private static long drawSalt() {
        return UUID.randomUUID().getMostSignificantBits() | 1L << 12;
    }

    /**
     * Gives up what lies before a position, when nothing durable names it any more. Some extents are kept to be used
     * again.
     *
     * @param position where replay begins from now on
     */
    public final void releaseBefore(long position) {
        extending.lock();
        try {
            JournalChain existing = chain();
            checkpointed = position;
            int useful = orderOfNext(existing);
            for (JournalExtent extent : existing.removeBefore(position)) {
                if (spares.size() < MOST_SPARES && PageNumber.order(extent.page()) >= useful) {
                    spares.add(extent);
                } else {
                    source.releaseExtent(extent.page());
                }
            }
        } finally {
            extending.unlock();
        }
    }

    /**
     * Returns the pages of the chain: those that a slot's journal needs, and perhaps some before.
     *
     * @return the pages, in the order of the stream
     */
    public final PageList chainPages() {
        PageList pages = new PageList();
        JournalChain existing = chain;
        if (existing != null) {
            existing.extents().forEach(extent -> pages.add(extent.page()));
        }
        return pages;
    }

    /**
     * Returns all pages that the journal has taken, those of the chain and those kept to be used again.
     *
     * @return the pages
     */
    public final PageList pages() {
        extending.lock();
        try {
            PageList pages = chainPages();
            spares.forEach(extent -> pages.add(extent.page()));
            return pages;
        } finally {
            extending.unlock();
        }
    }
}
