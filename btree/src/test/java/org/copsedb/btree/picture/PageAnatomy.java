package org.copsedb.btree.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.copsedb.btree.node.KeyBytes;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.picture.PagePart.Kind;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;

/** Takes the bytes of a node apart: every byte belongs to one part. */
final class PageAnatomy {
    private static final int STAMP_OFFSET = Long.BYTES;
    private static final int COUNT_OFFSET = 14;

    private final byte[] page;
    private final boolean leaf;
    private final List<PagePart> parts = new ArrayList<>();

    private PageAnatomy(byte[] page) {
        this.page = page;
        this.leaf = PageHeader.level(page) == 0;
    }

    /** Returns the parts in the order of their bytes, without gaps. */
    static List<PagePart> of(byte[] page) {
        return new PageAnatomy(page).takeApart();
    }

    private List<PagePart> takeApart() {
        int prefixLength = NodeFormat.prefixLength(page);
        int slots = NodeFormat.slotsStart(prefixLength);
        int count = PageHeader.entryCount(page);
        add(0, PageHeader.SIZE, Kind.PAGE_HEADER, -1);
        add(PageHeader.SIZE, NodeFormat.PREFIX_OFFSET, Kind.NODE_HEADER, -1);
        add(NodeFormat.PREFIX_OFFSET, slots, Kind.PREFIX, -1);
        int slotCount = leaf ? count : count - 1;
        for (int i = 0; i < slotCount; i++) {
            addSlot(slots + i * NodeFormat.slotSize(page), i);
        }
        if (!leaf) {
            addReferences(slots + slotCount * NodeFormat.SLOT_SIZE, count);
        }
        parts.sort(Comparator.comparingInt(PagePart::from));
        return fillGaps();
    }

    private void add(int from, int to, Kind kind, int number) {
        if (from < to) {
            parts.add(new PagePart(from, to, kind, number));
        }
    }

    private void addSlot(int slot, int number) {
        add(slot, slot + NodeFormat.SLOT_CELL_OFFSET, Kind.HEAD, number);
        add(slot + NodeFormat.SLOT_CELL_OFFSET, slot + NodeFormat.slotSize(page), Kind.PLACE, number);
        int width = NodeFormat.keyWidth(page);
        int suffix = width == 0
                ? LittleEndian.getUnsignedShort(page, slot + NodeFormat.SLOT_LENGTH_OFFSET)
                : width - NodeFormat.prefixLength(page);
        int tail = Math.max(0, suffix - KeyBytes.HEAD_SIZE);
        int cell = LittleEndian.getUnsignedShort(page, slot + NodeFormat.SLOT_CELL_OFFSET);
        if (leaf) {
            int value = NodeFormat.valueWidth(page);
            if (value < 0) {
                value = LittleEndian.getUnsignedShort(page, cell) & ~NodeFormat.LARGE_VALUE_MARK;
            }
            int key = cell + NodeFormat.valueLengthSize(page);
            add(cell, key, Kind.VALUE_LENGTH, number);
            add(key, key + tail, Kind.TAIL, number);
            add(key + tail, key + tail + value, Kind.VALUE, number);
        } else {
            add(cell, cell + tail, Kind.TAIL, number);
        }
    }

    private void addReferences(int start, int count) {
        for (int i = 0; i < count; i++) {
            int reference = start + i * PageReference.SIZE;
            add(reference, reference + STAMP_OFFSET, Kind.REFERENCE_PAGE, i);
            add(reference + STAMP_OFFSET, reference + COUNT_OFFSET, Kind.REFERENCE_STAMP, i);
            add(reference + COUNT_OFFSET, reference + PageReference.SIZE, Kind.REFERENCE_COUNT, i);
        }
    }

    private List<PagePart> fillGaps() {
        List<PagePart> whole = new ArrayList<>();
        int cells = NodeFormat.cellStart(page);
        int end = 0;
        for (PagePart part : parts) {
            if (part.from() < end) {
                throw new IllegalStateException(part + " begins before byte " + end);
            }
            addGap(whole, end, part.from(), cells);
            whole.add(part);
            end = part.to();
        }
        addGap(whole, end, page.length, cells);
        return whole;
    }

    private static void addGap(List<PagePart> whole, int from, int to, int cells) {
        if (from < Math.min(to, cells)) {
            whole.add(new PagePart(from, Math.min(to, cells), Kind.FREE, -1));
        }
        if (Math.max(from, cells) < to) {
            whole.add(new PagePart(Math.max(from, cells), to, Kind.DEAD, -1));
        }
    }
}
