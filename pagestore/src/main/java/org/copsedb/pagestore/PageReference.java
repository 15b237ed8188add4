package org.copsedb.pagestore;

/**
 * How a parent, or the header, names a page: its number, the stamp it was born under, and the number of entries below.
 *
 * <p>A page whose stamp is not the one its reference names is stale: another life of the same page number. Inside pages
 * a reference takes {@value #SIZE} bytes:
 *
 * <pre>
 * offset size  content
 *      0    8  page number
 *      8    6  birth stamp
 *     14    6  number of entries in the page and below it
 * </pre>
 *
 * @param page the encoded {@link PageNumber}
 * @param stamp the birth stamp, 1 to 2^48 - 1; 0 only in {@link #NONE}
 * @param count the number of entries below, 0 to 2^48 - 1
 */
public record PageReference(long page, long stamp, long count) {
    /** The bytes of a reference inside a page. */
    public static final int SIZE = 20;

    /** The reference to nothing: an empty tree. No page is ever born under stamp 0. */
    public static final PageReference NONE = new PageReference(0, 0, 0);

    /**
     * Checks the ranges of the stamp and the count.
     *
     * @param page the encoded {@link PageNumber}
     * @param stamp the birth stamp
     * @param count the number of entries below
     * @throws IllegalArgumentException if one is out of range
     */
    public PageReference {
        if (stamp < 0 || stamp > PageHeader.MAXIMUM_STAMP) {
            throw new IllegalArgumentException("stamp " + stamp + " is not within 0 to " + PageHeader.MAXIMUM_STAMP);
        }
        if (count < 0 || count > LittleEndian.MAXIMUM_48) {
            throw new IllegalArgumentException("count " + count + " is not within 0 to " + LittleEndian.MAXIMUM_48);
        }
    }

    /**
     * Tells whether this names no page.
     *
     * @return whether the stamp is 0
     */
    public boolean isNone() {
        return stamp == 0;
    }

    /**
     * Reads a reference.
     *
     * @param bytes the array
     * @param offset where its {@value #SIZE} bytes begin
     * @return the reference
     */
    public static PageReference get(byte[] bytes, int offset) {
        return new PageReference(
                LittleEndian.getLong(bytes, offset),
                LittleEndian.getUnsigned48(bytes, offset + 8),
                LittleEndian.getUnsigned48(bytes, offset + 14));
    }

    /**
     * Writes this reference.
     *
     * @param bytes the array
     * @param offset where its {@value #SIZE} bytes begin
     */
    public void put(byte[] bytes, int offset) {
        LittleEndian.putLong(bytes, offset, page);
        LittleEndian.putUnsigned48(bytes, offset + 8, stamp);
        LittleEndian.putUnsigned48(bytes, offset + 14, count);
    }
}
