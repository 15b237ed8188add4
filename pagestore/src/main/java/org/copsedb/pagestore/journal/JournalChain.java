package org.copsedb.pagestore.journal;

import java.util.ArrayList;
import java.util.List;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.StorageFile;

/**
 * The extents of a journal as one stream of bytes.
 *
 * <p>The position of a byte in the stream is given once and never again in the life of a file, so old bytes of an
 * extent that is used again can not be taken for new ones. Reading and writing are for one thread at a time; the list
 * of extents may be asked for by any thread.
 */
public final class JournalChain {
    private final StorageFile file;
    private final FileLayout layout;
    private final long salt;
    private volatile List<JournalExtent> extents;

    private JournalChain(StorageFile file, FileLayout layout, long salt) {
        this.file = file;
        this.layout = layout;
        this.salt = salt;
        this.extents = List.of();
    }

    /**
     * Begins a chain without extents.
     *
     * @param file the file
     * @param layout where pages lie
     * @param salt what its records will carry; not 0
     * @return the chain
     */
    public static JournalChain empty(StorageFile file, FileLayout layout, long salt) {
        return new JournalChain(file, layout, salt);
    }

    /**
     * Finds all extents of a journal, from the one that a slot names to the last one that was linked.
     *
     * @param file the file
     * @param layout where pages lie
     * @param start where replay begins, of a journal that {@linkplain JournalStart#exists exists}
     * @return the chain
     * @throws CorruptFileException if an extent lies outside the file, or is not where its predecessor ends
     */
    public static JournalChain read(StorageFile file, FileLayout layout, JournalStart start) {
        JournalChain chain = new JournalChain(file, layout, start.salt());
        List<JournalExtent> found = new ArrayList<>();
        JournalExtent extent = chain.readFirst(start);
        while (true) {
            found.add(extent);
            byte[] block = chain.readBlock(extent.linkOffset());
            long next = extent.nextIn(block, start.salt());
            if (next == JournalExtent.NO_PAGE) {
                chain.extents = List.copyOf(found);
                return chain;
            }
            JournalExtent following = chain.readHeader(next, "the link of the extent before");
            if (following.start() != extent.end()) {
                throw new CorruptFileException(
                        chain.place(following),
                        "an extent that starts at position " + extent.end(),
                        "one that starts at " + following.start());
            }
            extent = following;
        }
    }

    private JournalExtent readFirst(JournalStart start) {
        JournalExtent first = readHeader(start.extent(), "the checkpoint slot");
        if (start.position() < first.start()
                || start.position() > first.end()
                || start.position() % JournalRecord.ALIGNMENT != 0) {
            throw new CorruptFileException(
                    place(first),
                    "an extent with position " + start.position() + ", where replay begins",
                    "one of positions " + first.start() + " to " + first.end());
        }
        return first;
    }

    private JournalExtent readHeader(long page, String namedBy) {
        long basePages = Math.max(0, (file.size() - layout.dataStart()) / layout.basePageSize());
        if (!layout.contains(page, basePages) || layout.pageSize(PageNumber.order(page)) > Integer.MAX_VALUE) {
            throw new CorruptFileException(
                    "journal extent in " + file.description() + ", named by " + namedBy,
                    "a page within " + basePages + " base pages",
                    "page number " + Long.toHexString(page));
        }
        byte[] block = readBlock(layout.offset(page));
        if (!JournalExtent.isHeader(block, salt, page)) {
            throw new CorruptFileException(
                    "journal extent " + PageNumber.decode(page) + " at offset " + layout.offset(page) + " of "
                            + file.description(),
                    "the header of an extent of this journal",
                    "other bytes");
        }
        return JournalExtent.of(page, layout, JournalExtent.startIn(block));
    }

    private byte[] readBlock(long offset) {
        byte[] block = new byte[JournalExtent.BLOCK_SIZE];
        file.read(offset, block, 0, block.length);
        return block;
    }

    private String place(JournalExtent extent) {
        return "journal extent " + PageNumber.decode(extent.page()) + " at offset " + extent.offset() + " of "
                + file.description();
    }

    /**
     * Returns all extents, in the order of the stream.
     *
     * @return the extents; does not change
     */
    public List<JournalExtent> extents() {
        return extents;
    }

    /**
     * Returns what all records carry.
     *
     * @return the salt, not 0
     */
    public long salt() {
        return salt;
    }

    StorageFile file() {
        return file;
    }

    FileLayout layout() {
        return layout;
    }

    /**
     * Returns the position behind the last extent.
     *
     * @return a position, 0 if there is no extent
     */
    public long end() {
        List<JournalExtent> all = extents;
        return all.isEmpty() ? 0 : all.get(all.size() - 1).end();
    }

    /** Returns up to where the stream may be written: the middle of the last extent, as it has no link. */
    long writableEnd() {
        List<JournalExtent> all = extents;
        return all.isEmpty() ? 0 : all.get(all.size() - 1).middle();
    }

    /** Returns the extent that holds a position. */
    JournalExtent extentAt(long position) {
        List<JournalExtent> all = extents;
        for (int i = all.size() - 1; i >= 0; i--) {
            JournalExtent extent = all.get(i);
            if (extent.start() <= position && position < extent.end()) {
                return extent;
            }
        }
        throw new IllegalArgumentException("position " + position + " is not in the journal's extents " + all);
    }

    void add(JournalExtent extent) {
        List<JournalExtent> more = new ArrayList<>(extents);
        more.add(extent);
        extents = List.copyOf(more);
    }

    /** Takes the extents out that end at a position or before; the last one always stays. */
    List<JournalExtent> removeBefore(long position) {
        List<JournalExtent> all = extents;
        int count = 0;
        while (count < all.size() - 1 && all.get(count).end() <= position) {
            count++;
        }
        extents = List.copyOf(all.subList(count, all.size()));
        return all.subList(0, count);
    }

    /** Reads bytes of the stream that lie within the extents. */
    void read(long position, byte[] target, int from, int length) {
        long next = position;
        int done = 0;
        while (done < length) {
            JournalExtent extent = extentAt(next);
            int piece = (int) Math.min(length - done, extent.end() - next);
            file.read(extent.offsetOf(next), target, from + done, piece);
            next += piece;
            done += piece;
        }
    }

    /** Writes bytes of the stream that lie within the extents, and waits until they are durable. */
    void writeDurably(long position, byte[] source, int from, int length) {
        long next = position;
        int done = 0;
        while (done < length) {
            JournalExtent extent = extentAt(next);
            int piece = (int) Math.min(length - done, extent.end() - next);
            file.writeDurably(extent.offsetOf(next), source, from + done, piece);
            next += piece;
            done += piece;
        }
    }

    /** Writes bytes of the stream that lie within the extents; durable after the next sync of the file. */
    void write(long position, byte[] source, int from, int length) {
        long next = position;
        int done = 0;
        while (done < length) {
            JournalExtent extent = extentAt(next);
            int piece = (int) Math.min(length - done, extent.end() - next);
            file.write(extent.offsetOf(next), source, from + done, piece);
            next += piece;
            done += piece;
        }
    }

    /** Writes the headers and links again that are there; durable after the next sync of the file. */
    void rewriteBlocks() {
        List<JournalExtent> all = extents;
        for (int i = 0; i < all.size(); i++) {
            JournalExtent extent = all.get(i);
            byte[] header = extent.header(salt);
            file.write(extent.offset(), header, 0, header.length);
            if (i + 1 < all.size()) {
                byte[] link = extent.link(salt, all.get(i + 1).page());
                file.write(extent.linkOffset(), link, 0, link.length);
            }
        }
    }

    /** Names a place in the stream, for an exception. */
    String place(long position) {
        String where = position < end()
                ? ", offset " + extentAt(position).offsetOf(position) + " of " + file.description()
                : ", behind the last extent in " + file.description();
        return "journal record at position " + position + where;
    }
}
