package org.copsedb.pagestore.checkpoint;

import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.cache.PageFile;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.pagestore.region.LivePages;
import org.copsedb.pagestore.region.StoredChunks;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * The live set of one region as the file holds it: a list of its chunks, read when it is first asked for. Checkpoints
 * and savepoints share what did not change. Immutable but for that, and safe for use by many threads.
 */
final class StoredRegion implements LivePages.ChunkSource {
    /** Bytes of the list for each chunk: page number and stamp. */
    static final int CHUNK_REFERENCE_SIZE = 14;

    /** What there is of the list and the chunks, once it is in memory. */
    private static final class Content {
        final @Nullable StoredChunk[] stored;
        final long[] @Nullable [] chunks;

        /** The pages of the list itself. */
        final PageList listPages;

        Content(@Nullable StoredChunk[] stored, long[] @Nullable [] chunks, PageList listPages) {
            this.stored = stored;
            this.chunks = chunks;
            this.listPages = listPages;
        }
    }

    private final PageReference reference;
    private final LivePages pages;
    private final int length;
    private final @Nullable PageFile file;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Content content;

    /**
     * Makes a region that is in the file only.
     *
     * @param file reads pages
     * @param reference the first page of its list; of a region without pages: none
     * @param counted how many pages it is said to have, and how many base pages they cover
     * @param length base pages that the region has, and can have
     */
    StoredRegion(PageFile file, PageReference reference, Counts counted, Extent length) {
        this.file = file;
        this.reference = reference;
        this.length = length.length();
        this.pages = new LivePages(length.capacity(), counted.pages(), counted.basePages(), this);
    }

    /**
     * How many pages a region is said to have.
     *
     * @param pages the number of pages
     * @param basePages the base pages that they cover
     */
    record Counts(int pages, int basePages) {}

    /**
     * How long a region is.
     *
     * @param length base pages that it has
     * @param capacity base pages that it can have
     */
    record Extent(int length, int capacity) {}

    /**
     * Makes a region that was just written.
     *
     * @param reference the first page of its list
     * @param pages its pages
     * @param stored where each chunk lies, null where there is none
     * @param listPages the pages of the list
     */
    StoredRegion(PageReference reference, LivePages pages, @Nullable StoredChunk[] stored, PageList listPages) {
        this.file = null;
        this.reference = reference;
        this.pages = pages;
        this.length = pages.capacity();
        this.content = new Content(stored, pages.chunks(), listPages);
    }

    PageReference reference() {
        return reference;
    }

    LivePages pages() {
        return pages;
    }

    @Override
    public long[] @Nullable [] chunks() {
        return content().chunks;
    }

    /** Returns the stored form of a chunk if it is this array, null if not. */
    @Nullable
    StoredChunk find(int place, long[] words) {
        Content present = content;
        StoredChunk chunk = present == null ? null : present.stored[place];
        return chunk != null && chunk.words() == words ? chunk : null;
    }

    /** Enters the numbers of all pages that describe this region into a list. */
    void addPages(PageList out) {
        Content present = content();
        out.addAll(present.listPages);
        for (StoredChunk chunk : present.stored) {
            if (chunk != null) {
                out.addAll(chunk.pages());
            }
        }
    }

    /** Tells whether all pages that describe this region lie below a base page, as far as they are known. */
    boolean liesBelow(long limit, FileLayout layout) {
        if (content == null) {
            return true;
        }
        PageList own = new PageList();
        addPages(own);
        for (int i = 0; i < own.size(); i++) {
            if (layout.basePage(own.get(i)) >= limit) {
                return false;
            }
        }
        return true;
    }

    private Content content() {
        Content present = content;
        if (present != null) {
            return present;
        }
        reading.lock();
        try {
            present = content;
            if (present == null) {
                present = read();
                content = present;
            }
            return present;
        } finally {
            reading.unlock();
        }
    }

    private Content read() {
        PageFile from = file;
        int count = StoredChunks.count(pages.capacity());
        @Nullable StoredChunk[] stored = new StoredChunk[count];
        long[] @Nullable [] chunks = new long[count][];
        PageList listPages = new PageList();
        if (reference.isNone() || from == null) {
            return new Content(stored, chunks, listPages);
        }
        byte[] list = MetadataPages.read(
                from,
                PageKind.REGION,
                new PageReference(reference.page(), reference.stamp(), (long) count * CHUNK_REFERENCE_SIZE),
                listPages);
        for (int place = 0; place < count; place++) {
            StoredChunk chunk = readChunk(from, list, place * CHUNK_REFERENCE_SIZE);
            stored[place] = chunk;
            chunks[place] = chunk == null ? null : chunk.words();
        }
        check(from, chunks);
        return new Content(stored, chunks, listPages);
    }

    private @Nullable StoredChunk readChunk(PageFile from, byte[] list, int offset) {
        long page = LittleEndian.getLong(list, offset);
        long stamp = LittleEndian.getUnsigned48(list, offset + Long.BYTES);
        if (stamp == 0 && page == 0) {
            return null;
        }
        if (stamp == 0) {
            if (page < 0 || page > 21) {
                throw new CorruptFileException(from.place(reference.page()), "an order", Long.toString(page - 1));
            }
            return new StoredChunk(StoredChunks.uniform((int) page - 1), new PageReference(page, 0, 0), new PageList());
        }
        int size = StoredChunks.size(pages.capacity());
        PageList chunkPages = new PageList();
        PageReference first = new PageReference(page, stamp, size);
        byte[] bytes = MetadataPages.read(from, PageKind.LIVE_SET, first, chunkPages);
        return new StoredChunk(StoredChunks.fromBytes(bytes, pages.capacity()), first, chunkPages);
    }

    private void check(PageFile from, long[] @Nullable [] chunks) {
        try {
            StoredChunks.check(chunks, length);
        } catch (IllegalArgumentException impossible) {
            throw new CorruptFileException(
                    "live set listed in " + from.place(reference.page()),
                    "pages that do not overlap",
                    String.valueOf(impossible.getMessage()));
        }
        Counts found = new Counts(StoredChunks.countPages(chunks), StoredChunks.countBasePages(chunks));
        if (found.pages() != pages.count() || found.basePages() != pages.basePages()) {
            throw new CorruptFileException(
                    "live set listed in " + from.place(reference.page()),
                    new Counts(pages.count(), pages.basePages()).toString(),
                    found.toString());
        }
    }
}
