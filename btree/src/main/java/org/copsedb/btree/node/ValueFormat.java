package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;

/**
 * The bytes of large values: their description in the leaf, the pages that hold their pieces, and the pages that list
 * these.
 *
 * <p>The description, in place of the value:
 *
 * <pre>
 * offset size  content
 *      0    6  length of the value in bytes
 *      6    1  height: 0 if the list names pieces, else the level of the index pages that it names
 *      7    1  number of pages in the list, 1 to {@value #MAXIMUM_LISTED}
 *      8 14*n  the list: page number (8), birth stamp (6)
 * </pre>
 *
 * <p>A page of kind {@link PageKind#VALUE} holds one piece after its {@link PageHeader}; the header's entry count is
 * the number of the piece modulo 65,536. All pieces but the last are full. A page of kind {@link PageKind#VALUE_INDEX}
 * has the level of the height it stands at, 1 or more, and after its header a list like the description's, with the
 * header's entry count of entries.
 *
 * <p>A piece's page is at most {@value #MAXIMUM_PIECE_SIZE} bytes long. Every piece takes the greatest order that it
 * fills, so less than one base page is left over at the end: 5 base pages become order 2 and order 0.
 */
public final class ValueFormat {
    /** Where the length lies in a description. */
    public static final int LENGTH_OFFSET = 0;
    /** Where the height lies in a description. */
    public static final int HEIGHT_OFFSET = 6;
    /** Where the number of listed pages lies in a description. */
    public static final int COUNT_OFFSET = 7;
    /** Where the list begins in a description. */
    public static final int LIST_OFFSET = 8;
    /** The bytes of an entry of the list. */
    public static final int ENTRY_SIZE = 14;
    /** Where the stamp lies in an entry of the list. */
    public static final int ENTRY_STAMP_OFFSET = 8;
    /** The greatest number of pages that a description lists. */
    public static final int MAXIMUM_LISTED = 8;
    /** The greatest length of a piece's page in bytes. */
    public static final int MAXIMUM_PIECE_SIZE = 256 * 1024;
    /** The greatest height of index pages: more than 2^48 bytes need with the smallest pages. */
    public static final int MAXIMUM_HEIGHT = 10;
    /** The bytes of the shortest description. */
    public static final int MINIMUM_DESCRIPTION_SIZE = LIST_OFFSET + ENTRY_SIZE;

    private ValueFormat() {}

    /**
     * Returns the length of a value from its description.
     *
     * @param page the array that holds the description
     * @param description where it begins
     * @return the length in bytes
     */
    public static long length(byte[] page, int description) {
        return LittleEndian.getUnsigned48(page, description + LENGTH_OFFSET);
    }

    /**
     * Returns the order of the page for the next piece.
     *
     * @param remaining the bytes of the value that are left, 1 or more
     * @param basePageSize the bytes of a page of order 0
     * @param maximumOrder the greatest order that can be allocated
     * @return the greatest order that the bytes fill, or 0
     */
    public static int pieceOrder(long remaining, int basePageSize, int maximumOrder) {
        int order = 0;
        while (order < maximumOrder
                && (long) basePageSize << (order + 1) <= MAXIMUM_PIECE_SIZE
                && ((long) basePageSize << (order + 1)) - PageHeader.SIZE <= remaining) {
            order++;
        }
        return order;
    }
}
