package org.copsedb.pagestore;

/**
 * The first {@value #SIZE} bytes of every page, little-endian.
 *
 * <pre>
 * offset size  content
 *      0    4  CRC-32C of all bytes of the page from offset 4 on
 *      4    1  kind of the page, one of {@link PageKind}
 *      5    1  order: the page is base page size &lt;&lt; order bytes long
 *      6    2  number of entries, for the owner of the kind
 *      8    6  birth stamp
 *     14    1  level: 0 for a leaf, child = parent - 1
 *     15    1  flags, for the owner of the kind
 *     16    8  own page number
 * </pre>
 *
 * <p>The page store sets order, stamp and number when it allocates a page and the checksum when it writes it; the owner
 * of the page sets the rest. The methods read and write plain array elements: a page that was published is immutable
 * and may be read by any thread, a page under construction belongs to one thread.
 */
public final class PageHeader {
    /** The bytes a page's header takes, before its content. */
    public static final int SIZE = 24;

    /** Where the checksum lies. */
    public static final int CHECKSUM_OFFSET = 0;
    /** Where the bytes that the checksum covers begin. */
    public static final int CHECKED_OFFSET = 4;
    /** Where the kind lies. */
    public static final int KIND_OFFSET = 4;
    /** Where the order lies. */
    public static final int ORDER_OFFSET = 5;
    /** Where the number of entries lies. */
    public static final int ENTRY_COUNT_OFFSET = 6;
    /** Where the birth stamp lies. */
    public static final int STAMP_OFFSET = 8;
    /** Where the level lies. */
    public static final int LEVEL_OFFSET = 14;
    /** Where the flags lie. */
    public static final int FLAGS_OFFSET = 15;
    /** Where the page's own number lies. */
    public static final int PAGE_NUMBER_OFFSET = 16;

    /** The largest stamp, 2^48 - 1. */
    public static final long MAXIMUM_STAMP = LittleEndian.MAXIMUM_48;

    private PageHeader() {}

    /**
     * Returns the stored checksum.
     *
     * @param page the page's bytes
     * @return the CRC-32C that was stored
     */
    public static int checksum(byte[] page) {
        return LittleEndian.getInt(page, CHECKSUM_OFFSET);
    }

    /**
     * Stores the checksum.
     *
     * @param page the page's bytes
     * @param checksum the CRC-32C of the bytes from {@link #CHECKED_OFFSET} on
     */
    public static void setChecksum(byte[] page, int checksum) {
        LittleEndian.putInt(page, CHECKSUM_OFFSET, checksum);
    }

    /**
     * Returns the kind of the page.
     *
     * @param page the page's bytes
     * @return one of {@link PageKind}, or another value in a damaged page
     */
    public static int kind(byte[] page) {
        return page[KIND_OFFSET] & 0xFF;
    }

    /**
     * Sets the kind of the page.
     *
     * @param page the page's bytes
     * @param kind one of {@link PageKind}
     */
    public static void setKind(byte[] page, int kind) {
        page[KIND_OFFSET] = (byte) kind;
    }

    /**
     * Returns the order of the page.
     *
     * @param page the page's bytes
     * @return the order, 0 to 20 in a sound page
     */
    public static int order(byte[] page) {
        return page[ORDER_OFFSET] & 0xFF;
    }

    /**
     * Returns the number of entries.
     *
     * @param page the page's bytes
     * @return 0 to 65,535
     */
    public static int entryCount(byte[] page) {
        return LittleEndian.getUnsignedShort(page, ENTRY_COUNT_OFFSET);
    }

    /**
     * Sets the number of entries.
     *
     * @param page the page's bytes
     * @param count 0 to 65,535
     */
    public static void setEntryCount(byte[] page, int count) {
        LittleEndian.putShort(page, ENTRY_COUNT_OFFSET, count);
    }

    /**
     * Returns the birth stamp.
     *
     * @param page the page's bytes
     * @return 0 to {@link #MAXIMUM_STAMP}
     */
    public static long stamp(byte[] page) {
        return LittleEndian.getLong(page, STAMP_OFFSET) & MAXIMUM_STAMP;
    }

    /**
     * Returns the level of the page in its tree.
     *
     * @param page the page's bytes
     * @return 0 for a leaf, one more than its children for a branch
     */
    public static int level(byte[] page) {
        return page[LEVEL_OFFSET] & 0xFF;
    }

    /**
     * Sets the level of the page in its tree.
     *
     * @param page the page's bytes
     * @param level 0 to 255
     */
    public static void setLevel(byte[] page, int level) {
        page[LEVEL_OFFSET] = (byte) level;
    }

    /**
     * Returns the flags.
     *
     * @param page the page's bytes
     * @return 0 to 255
     */
    public static int flags(byte[] page) {
        return page[FLAGS_OFFSET] & 0xFF;
    }

    /**
     * Sets the flags.
     *
     * @param page the page's bytes
     * @param flags 0 to 255
     */
    public static void setFlags(byte[] page, int flags) {
        page[FLAGS_OFFSET] = (byte) flags;
    }

    /**
     * Returns the page's own number.
     *
     * @param page the page's bytes
     * @return the encoded {@link PageNumber}
     */
    public static long pageNumber(byte[] page) {
        return LittleEndian.getLong(page, PAGE_NUMBER_OFFSET);
    }

    /**
     * Makes the header of a new page: order, stamp and number as given, all else zero.
     *
     * @param page the page's bytes
     * @param pageNumber the encoded {@link PageNumber}
     * @param stamp its birth stamp, 0 to {@link #MAXIMUM_STAMP}
     */
    public static void initialize(byte[] page, long pageNumber, long stamp) {
        LittleEndian.putLong(page, 0, 0);
        page[ORDER_OFFSET] = (byte) PageNumber.order(pageNumber);
        LittleEndian.putLong(page, STAMP_OFFSET, stamp);
        LittleEndian.putLong(page, PAGE_NUMBER_OFFSET, pageNumber);
    }
}
