package org.copsedb.pagestore.checkpoint;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageReference;

/**
 * What the directory, or the list of a savepoint, says of a region. Byte table in {@code docs/file-format.md}.
 *
 * @param list the first page of the list of its chunks, none if no page is live
 * @param freeBasePages base pages that are free in the durable state; 0 in a savepoint's list
 * @param highestFreeOrder the largest order of a free block, -1 if nothing is free or in a savepoint's list
 * @param pages the number of live pages
 * @param basePages the base pages that they cover
 */
record RegionRecord(PageReference list, int freeBasePages, int highestFreeOrder, int pages, int basePages) {
    /** The bytes of a record. */
    static final int SIZE = 32;
    /** Where the number of the list's first page lies. */
    static final int LIST_PAGE_OFFSET = 0;
    /** Where the stamp of the list's pages lies. */
    static final int LIST_STAMP_OFFSET = 8;
    /** Where the highest free order lies, plus one. */
    static final int HIGHEST_FREE_ORDER_OFFSET = 14;
    /** Where the number of free base pages lies. */
    static final int FREE_BASE_PAGES_OFFSET = 16;
    /** Where the number of live pages lies. */
    static final int PAGES_OFFSET = 20;
    /** Where the number of base pages lies that they cover. */
    static final int LIVE_BASE_PAGES_OFFSET = 24;

    void put(byte[] bytes, int offset) {
        LittleEndian.putLong(bytes, offset + LIST_PAGE_OFFSET, list.page());
        LittleEndian.putUnsigned48(bytes, offset + LIST_STAMP_OFFSET, list.stamp());
        LittleEndian.putShort(bytes, offset + HIGHEST_FREE_ORDER_OFFSET, highestFreeOrder + 1);
        LittleEndian.putInt(bytes, offset + FREE_BASE_PAGES_OFFSET, freeBasePages);
        LittleEndian.putInt(bytes, offset + PAGES_OFFSET, pages);
        LittleEndian.putInt(bytes, offset + LIVE_BASE_PAGES_OFFSET, basePages);
    }

    static RegionRecord get(byte[] bytes, int offset) {
        return new RegionRecord(
                new PageReference(
                        LittleEndian.getLong(bytes, offset + LIST_PAGE_OFFSET),
                        LittleEndian.getUnsigned48(bytes, offset + LIST_STAMP_OFFSET),
                        0),
                LittleEndian.getInt(bytes, offset + FREE_BASE_PAGES_OFFSET),
                LittleEndian.getUnsignedShort(bytes, offset + HIGHEST_FREE_ORDER_OFFSET) - 1,
                LittleEndian.getInt(bytes, offset + PAGES_OFFSET),
                LittleEndian.getInt(bytes, offset + LIVE_BASE_PAGES_OFFSET));
    }

    /** Tells whether a region of a length can be so. */
    boolean isPossible(int length) {
        return freeBasePages >= 0
                && basePages >= 0
                && pages >= 0
                && pages <= basePages
                && (long) freeBasePages + basePages <= length
                && highestFreeOrder < Integer.SIZE - Integer.numberOfLeadingZeros(freeBasePages)
                && (freeBasePages == 0) == (highestFreeOrder < 0)
                && list.isNone() == (pages == 0);
    }
}
