package org.copsedb.btree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.copsedb.btree.node.ValueFormat;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageWriter;

/**
 * Writes one large value into pages of its own. It holds one piece and the list of pages, never the value.
 *
 * <p>Used once: any number of {@link #append} and then {@link #finish}, or {@link #abandon} if something failed
 * between.
 */
public final class LargeValueWriter {
    private final PageWriter pages;
    private final int maximumOrder;
    private byte[] list = new byte[ValueFormat.MAXIMUM_LISTED * ValueFormat.ENTRY_SIZE];
    private int listed;
    private int height;
    private long length;
    private int piece;

    LargeValueWriter(PageWriter pages) {
        this.pages = pages;
        this.maximumOrder = pages.maximumOrder();
    }

    /**
     * Writes a value that is there as a whole.
     *
     * @param pages where the pages come from
     * @param value the value
     * @param maximumDescription the bytes that the description may take
     * @return the description
     */
    public static byte[] write(PageWriter pages, byte[] value, int maximumDescription) {
        LargeValueWriter writer = new LargeValueWriter(pages);
        writer.append(value, value.length);
        return writer.finish(maximumDescription);
    }

    /**
     * Returns how many bytes the page of the largest piece takes: so many at once make all pieces but the last full.
     */
    int largestPiece() {
        int order = ValueFormat.pieceOrder(Long.MAX_VALUE, pages.basePageSize(), maximumOrder);
        return (pages.basePageSize() << order) - PageHeader.SIZE;
    }

    /**
     * Writes the rest of a value from a stream.
     *
     * @param begun bytes that were read before, in a buffer of {@link #largestPiece} bytes
     * @param length how many
     */
    void appendAll(byte[] begun, int length, InputStream rest) throws IOException {
        int filled = length;
        while (filled == begun.length) {
            append(begun, filled);
            filled = rest.readNBytes(begun, 0, begun.length);
        }
        append(begun, filled);
    }

    /** Writes bytes into pieces: full ones but for the last. Only the last call may leave one that is not full. */
    void append(byte[] bytes, int count) {
        int done = 0;
        while (done < count) {
            byte[] page = addPiece(count - done);
            int part = Math.min(count - done, page.length - PageHeader.SIZE);
            System.arraycopy(bytes, done, page, PageHeader.SIZE, part);
            done += part;
        }
        length += count;
        if (length > LittleEndian.MAXIMUM_48) {
            throw new IllegalArgumentException("a value of more than " + LittleEndian.MAXIMUM_48 + " bytes");
        }
    }

    /** Writes a whole value of a known length through a filler, piece by piece. */
    void fill(long wholeLength, ValueFiller filler) {
        long remaining = wholeLength;
        while (remaining > 0) {
            byte[] page = addPiece(remaining);
            int part = (int) Math.min(remaining, page.length - PageHeader.SIZE);
            filler.fill(ByteBuffer.wrap(page, PageHeader.SIZE, part).slice());
            remaining -= part;
        }
        length = wholeLength;
    }

    private byte[] addPiece(long remaining) {
        pages.relieve();
        byte[] page = pages.allocate(ValueFormat.pieceOrder(remaining, pages.basePageSize(), maximumOrder));
        remember(page);
        PageHeader.setKind(page, PageKind.VALUE);
        PageHeader.setEntryCount(page, piece++ & 0xFFFF);
        return page;
    }

    private void remember(byte[] page) {
        int place = listed * ValueFormat.ENTRY_SIZE;
        if (place == list.length) {
            list = Arrays.copyOf(list, list.length * 2);
        }
        LittleEndian.putLong(list, place, PageHeader.pageNumber(page));
        LittleEndian.putUnsigned48(list, place + ValueFormat.ENTRY_STAMP_OFFSET, PageHeader.stamp(page));
        listed++;
    }

    /**
     * Writes the index pages.
     *
     * @param maximumDescription the bytes that the description may take
     * @return the description
     */
    byte[] finish(int maximumDescription) {
        int limit = Math.min(
                ValueFormat.MAXIMUM_LISTED, (maximumDescription - ValueFormat.LIST_OFFSET) / ValueFormat.ENTRY_SIZE);
        while (listed > limit) {
            addHeight();
        }
        byte[] description = new byte[ValueFormat.LIST_OFFSET + listed * ValueFormat.ENTRY_SIZE];
        LittleEndian.putUnsigned48(description, ValueFormat.LENGTH_OFFSET, length);
        description[ValueFormat.HEIGHT_OFFSET] = (byte) height;
        description[ValueFormat.COUNT_OFFSET] = (byte) listed;
        System.arraycopy(list, 0, description, ValueFormat.LIST_OFFSET, listed * ValueFormat.ENTRY_SIZE);
        return description;
    }

    private void addHeight() {
        byte[] below = list;
        int count = listed;
        list = new byte[ValueFormat.MAXIMUM_LISTED * ValueFormat.ENTRY_SIZE];
        listed = 0;
        height++;
        int capacity = (pages.basePageSize() - PageHeader.SIZE) / ValueFormat.ENTRY_SIZE;
        for (int i = 0; i < count; i += capacity) {
            byte[] page = pages.allocate(0);
            int entries = Math.min(capacity, count - i);
            PageHeader.setKind(page, PageKind.VALUE_INDEX);
            PageHeader.setLevel(page, height);
            PageHeader.setEntryCount(page, entries);
            System.arraycopy(
                    below, i * ValueFormat.ENTRY_SIZE, page, PageHeader.SIZE, entries * ValueFormat.ENTRY_SIZE);
            remember(page);
        }
    }

    /** Frees the pieces that were written so far, where the source of the value failed before {@link #finish}. */
    void abandon() {
        for (int i = 0; i < listed; i++) {
            int place = i * ValueFormat.ENTRY_SIZE;
            pages.free(
                    LittleEndian.getLong(list, place),
                    LittleEndian.getUnsigned48(list, place + ValueFormat.ENTRY_STAMP_OFFSET));
        }
        listed = 0;
    }
}
