package org.copsedb.pagestore.journal;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.format.PageChecksum;
import org.copsedb.pagestore.region.FileLayout;

/**
 * A page that holds a stretch of the journal, between a header and a link to the next extent. Byte tables in
 * {@code docs/file-format.md}.
 *
 * <p>The header is durable before anything refers to the extent; the link is written once, when the next extent is
 * ready, and is durable before any byte past the {@link #middle} is written. So the end of the chain is certain: bytes
 * past the middle of an extent without a link mean damage.
 *
 * @param page the encoded page number
 * @param offset where the page begins in the file
 * @param size its length in bytes
 * @param start the position of the first byte of the stretch in the journal's stream
 */
public record JournalExtent(long page, long offset, long size, long start) {
    /** The bytes of the header at the start of an extent, and of the link at its end. */
    public static final int BLOCK_SIZE = 64;

    /** Where the checksum lies: of the rest of the block. */
    public static final int CHECKSUM_OFFSET = 0;
    /** Where the bytes that the checksum covers begin. */
    public static final int CHECKED_OFFSET = 4;
    /** Where it lies what the block is: {@link #HEADER_KIND} or {@link #LINK_KIND}. */
    public static final int KIND_OFFSET = 4;
    /** Where the journal's salt lies. */
    public static final int SALT_OFFSET = 8;
    /** Where the number of the page lies that the block belongs to. */
    public static final int PAGE_OFFSET = 16;
    /** Where the position of the extent's first byte in the stream lies. */
    public static final int START_OFFSET = 24;
    /** Where the number of the next extent's page lies, in a link; zero in a header. */
    public static final int NEXT_OFFSET = 32;

    /** What a header has as its kind: "JEXT". */
    public static final int HEADER_KIND = 0x5458_454A;
    /** What a link has as its kind: "JLNK". */
    public static final int LINK_KIND = 0x4B4E_4C4A;

    /** A sound link never names this page: it has unused bits set. */
    static final long NO_PAGE = -1;

    /**
     * Describes an extent.
     *
     * @param page the encoded page number, within the layout
     * @param layout where pages lie
     * @param start the position of its first byte in the stream
     * @return the extent
     */
    static JournalExtent of(long page, FileLayout layout, long start) {
        return new JournalExtent(page, layout.offset(page), layout.pageSize(PageNumber.order(page)), start);
    }

    /**
     * Returns how many bytes of the stream it holds.
     *
     * @return a multiple of {@link JournalRecord#ALIGNMENT}
     */
    public long capacity() {
        return size - 2 * BLOCK_SIZE;
    }

    /**
     * Returns the position behind its last byte: where the next extent starts.
     *
     * @return a position
     */
    public long end() {
        return start + capacity();
    }

    /**
     * Returns the position that the stream does not pass before the link is durable.
     *
     * @return a position
     */
    public long middle() {
        return start + (capacity() / 2 & -JournalRecord.ALIGNMENT);
    }

    /**
     * Returns where a byte of the stream lies in the file.
     *
     * @param position its position, {@link #start} to {@link #end}
     * @return an offset in the file
     */
    public long offsetOf(long position) {
        return offset + BLOCK_SIZE + (position - start);
    }

    /** Returns where the link lies in the file. */
    long linkOffset() {
        return offset + size - BLOCK_SIZE;
    }

    /** Encodes the header. */
    byte[] header(long salt) {
        return block(HEADER_KIND, salt, 0);
    }

    /** Encodes the link to the next extent. */
    byte[] link(long salt, long next) {
        return block(LINK_KIND, salt, next);
    }

    private byte[] block(int kind, long salt, long next) {
        byte[] block = new byte[BLOCK_SIZE];
        LittleEndian.putInt(block, KIND_OFFSET, kind);
        LittleEndian.putLong(block, SALT_OFFSET, salt);
        LittleEndian.putLong(block, PAGE_OFFSET, page);
        LittleEndian.putLong(block, START_OFFSET, start);
        LittleEndian.putLong(block, NEXT_OFFSET, next);
        LittleEndian.putInt(block, CHECKSUM_OFFSET, checksum(block));
        return block;
    }

    /** Returns the position that a header names as its extent's first; the caller has checked the rest. */
    static long startIn(byte[] header) {
        return LittleEndian.getLong(header, START_OFFSET);
    }

    /** Tells whether a block is the header of an extent of this page and journal, whatever its start. */
    static boolean isHeader(byte[] block, long salt, long page) {
        return isBlock(block, HEADER_KIND, salt, page);
    }

    /** Returns the page that a block links to; {@link #NO_PAGE} if it is no link of this extent in its present life. */
    long nextIn(byte[] block, long salt) {
        return isBlock(block, LINK_KIND, salt, page) && LittleEndian.getLong(block, START_OFFSET) == start
                ? LittleEndian.getLong(block, NEXT_OFFSET)
                : NO_PAGE;
    }

    private static boolean isBlock(byte[] block, int kind, long salt, long page) {
        return LittleEndian.getInt(block, KIND_OFFSET) == kind
                && LittleEndian.getLong(block, SALT_OFFSET) == salt
                && LittleEndian.getLong(block, PAGE_OFFSET) == page
                && LittleEndian.getInt(block, CHECKSUM_OFFSET) == checksum(block);
    }

    private static int checksum(byte[] block) {
        return PageChecksum.of(block, CHECKED_OFFSET, BLOCK_SIZE - CHECKED_OFFSET);
    }
}
