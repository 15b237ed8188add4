package org.copsedb.btree;

import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.node.ValueFormat;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.storage.CorruptFileException;

/**
 * Walks the pages of one large value in order, index pages before what they list. Reads the index pages; the pieces are
 * only named.
 *
 * <p>Bounded by the value's length: every page that is named takes its share of it, and index pages stand at falling
 * levels.
 */
public final class LargeValuePages {
    private final PageReader reader;
    private final byte[][] lists;
    private final int[] next;
    private final int[] ends;
    private int height;
    private final int top;

    private long remaining;
    private long page;
    private long stamp;
    private int kind;

    /**
     * @param holder the page that holds the description
     * @param offset where it begins
     * @param size its length
     */
    LargeValuePages(PageReader reader, byte[] holder, int offset, int size) {
        this.reader = reader;
        if (size < ValueFormat.MINIMUM_DESCRIPTION_SIZE) {
            throw NodeFormat.corrupt(
                    holder,
                    "a description of a large value of " + ValueFormat.MINIMUM_DESCRIPTION_SIZE + " bytes or more",
                    size + " bytes at " + offset);
        }
        remaining = ValueFormat.length(holder, offset);
        top = holder[offset + ValueFormat.HEIGHT_OFFSET] & 0xFF;
        int count = holder[offset + ValueFormat.COUNT_OFFSET] & 0xFF;
        if (top > ValueFormat.MAXIMUM_HEIGHT
                || count == 0
                || remaining == 0
                || size != ValueFormat.LIST_OFFSET + count * ValueFormat.ENTRY_SIZE) {
            throw NodeFormat.corrupt(
                    holder,
                    "a description of a large value",
                    "length " + remaining + ", height " + top + ", " + count + " pages in " + size + " bytes");
        }
        lists = new byte[top + 1][];
        next = new int[top + 1];
        ends = new int[top + 1];
        height = top;
        lists[top] = holder;
        next[top] = offset + ValueFormat.LIST_OFFSET;
        ends[top] = offset + size;
    }

    /**
     * Frees all pages of a value.
     *
     * @param pages where they go
     * @param holder the array that holds the description
     * @param offset where it begins
     * @param size its length
     */
    public static void free(PageWriter pages, byte[] holder, int offset, int size) {
        LargeValuePages walk = new LargeValuePages(pages, holder, offset, size);
        while (walk.next()) {
            pages.free(walk.page, walk.stamp);
        }
    }

    long page() {
        return page;
    }

    long stamp() {
        return stamp;
    }

    int kind() {
        return kind;
    }

    /** Returns the bytes of the value that the pages named so far do not hold. */
    long remaining() {
        return remaining;
    }

    /** Moves to the next piece, past index pages. */
    boolean nextPiece() {
        while (next()) {
            if (kind == PageKind.VALUE) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the end; fails where the list of pieces does not fit the value's length. */
    void requireWholeList() {
        boolean more = true;
        while (more) {
            more = next();
        }
    }

    /** Moves to the next page. */
    boolean next() {
        while (next[height] == ends[height]) {
            if (height == top) {
                if (remaining != 0) {
                    throw damaged("pieces up to the end of the value", remaining + " bytes more");
                }
                return false;
            }
            height++;
        }
        byte[] list = lists[height];
        int place = next[height];
        page = LittleEndian.getLong(list, place);
        stamp = LittleEndian.getUnsigned48(list, place + ValueFormat.ENTRY_STAMP_OFFSET);
        next[height] = place + ValueFormat.ENTRY_SIZE;
        if (remaining == 0) {
            throw damaged("no page behind the end of the value", "page " + NodeFormat.name(page));
        }
        if (height > 0) {
            kind = PageKind.VALUE_INDEX;
            enter();
        } else {
            kind = PageKind.VALUE;
            long size = (long) reader.basePageSize() << Math.min(PageNumber.order(page), PageNumber.MAXIMUM_ORDER);
            if (size > ValueFormat.MAXIMUM_PIECE_SIZE) {
                throw damaged("pieces of at most " + ValueFormat.MAXIMUM_PIECE_SIZE + " bytes", size + " bytes");
            }
            remaining -= Math.min(remaining, size - PageHeader.SIZE);
        }
        return true;
    }

    private void enter() {
        byte[] index = reader.readTransient(page, stamp);
        int count = PageHeader.entryCount(index);
        int end = PageHeader.SIZE + count * ValueFormat.ENTRY_SIZE;
        if (PageHeader.kind(index) != PageKind.VALUE_INDEX
                || PageHeader.level(index) != height
                || count == 0
                || end > index.length) {
            throw NodeFormat.corrupt(
                    index,
                    "an index of a large value of level " + height,
                    "kind " + PageHeader.kind(index) + ", level " + PageHeader.level(index) + ", " + count
                            + " entries");
        }
        height--;
        lists[height] = index;
        next[height] = PageHeader.SIZE;
        ends[height] = end;
    }

    private CorruptFileException damaged(String expected, String found) {
        return NodeFormat.corrupt(lists[height], expected, found);
    }
}
