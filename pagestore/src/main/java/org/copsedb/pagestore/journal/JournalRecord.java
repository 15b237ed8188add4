package org.copsedb.pagestore.journal;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.format.PageChecksum;

/**
 * The bytes of a record: a header with a checksum of its own, then what the commit did. Byte table in
 * {@code docs/file-format.md}.
 *
 * <p>A record is found by nothing but its place, so it says which one it is written for: the journal's salt and its
 * position in the stream. It also says up to which commit the journal was durable when it was written. So damage before
 * a record can be told from a tail that a crash tore: {@link JournalReader}. The methods are plain array accesses.
 */
public final class JournalRecord {
    /** Records begin at multiples of so many bytes. */
    public static final int ALIGNMENT = 64;

    /** Where the checksum of the header lies: of the bytes from {@link #CHECKED_OFFSET} to {@link #CONTENT_OFFSET}. */
    public static final int CHECKSUM_OFFSET = 0;
    /** Where the bytes that the header's checksum covers begin. */
    public static final int CHECKED_OFFSET = 4;
    /** Where the length of the content lies, in bytes. */
    public static final int LENGTH_OFFSET = 4;
    /** Where the journal's salt lies. */
    public static final int SALT_OFFSET = 8;
    /** Where the record's own position in the stream lies. */
    public static final int POSITION_OFFSET = 16;
    /** Where the commit number lies. */
    public static final int COMMIT_NUMBER_OFFSET = 24;
    /** Where the number of the last commit lies that was durable when the record was written. */
    public static final int DURABLE_NUMBER_OFFSET = 32;
    /** Where the checksum of the content lies. */
    public static final int CONTENT_CHECKSUM_OFFSET = 40;
    /** Where the content begins; zeros follow it, up to the next multiple of {@link #ALIGNMENT}. */
    public static final int CONTENT_OFFSET = 48;

    /** The longest content in bytes: 1 GiB. */
    public static final int MAXIMUM_LENGTH = 1 << 30;

    private JournalRecord() {}

    /**
     * Returns how many bytes of the stream a record takes.
     *
     * @param length the length of its content, 0 to {@link #MAXIMUM_LENGTH}
     * @return a multiple of {@link #ALIGNMENT}
     */
    public static int sizeOf(int length) {
        return CONTENT_OFFSET + length + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Writes what is known of a record when it is appended; its content stands behind it already. */
    static void begin(byte[] bytes, int at, int length, long number) {
        LittleEndian.putInt(bytes, at + LENGTH_OFFSET, length);
        LittleEndian.putLong(bytes, at + COMMIT_NUMBER_OFFSET, number);
        LittleEndian.putInt(bytes, at + CONTENT_CHECKSUM_OFFSET, PageChecksum.of(bytes, at + CONTENT_OFFSET, length));
        LittleEndian.putInt(bytes, at + CONTENT_CHECKSUM_OFFSET + 4, 0);
    }

    /** Writes for which place a record is. */
    static void place(byte[] bytes, int at, long salt, long position) {
        LittleEndian.putLong(bytes, at + SALT_OFFSET, salt);
        LittleEndian.putLong(bytes, at + POSITION_OFFSET, position);
    }

    /** Completes a record that is about to be written. */
    static void seal(byte[] bytes, int at, long durableNumber) {
        LittleEndian.putLong(bytes, at + DURABLE_NUMBER_OFFSET, durableNumber);
        LittleEndian.putInt(bytes, at + CHECKSUM_OFFSET, headerChecksum(bytes, at));
    }

    /** Tells whether bytes look like the header of a record of this journal at this position, sound or not. */
    static boolean claims(byte[] bytes, int at, long salt, long position) {
        return LittleEndian.getLong(bytes, at + SALT_OFFSET) == salt
                && LittleEndian.getLong(bytes, at + POSITION_OFFSET) == position;
    }

    /** Tells whether bytes are the sound header of a record of this journal at this position. */
    static boolean isHeader(byte[] bytes, int at, long salt, long position) {
        return claims(bytes, at, salt, position)
                && LittleEndian.getInt(bytes, at + CHECKSUM_OFFSET) == headerChecksum(bytes, at)
                && length(bytes, at) >= 0
                && length(bytes, at) <= MAXIMUM_LENGTH;
    }

    static int length(byte[] bytes, int at) {
        return LittleEndian.getInt(bytes, at + LENGTH_OFFSET);
    }

    static long number(byte[] bytes, int at) {
        return LittleEndian.getLong(bytes, at + COMMIT_NUMBER_OFFSET);
    }

    static long durableNumber(byte[] bytes, int at) {
        return LittleEndian.getLong(bytes, at + DURABLE_NUMBER_OFFSET);
    }

    static int contentChecksum(byte[] bytes, int at) {
        return LittleEndian.getInt(bytes, at + CONTENT_CHECKSUM_OFFSET);
    }

    static int headerChecksum(byte[] bytes, int at) {
        return PageChecksum.of(bytes, at + CHECKED_OFFSET, CONTENT_OFFSET - CHECKED_OFFSET);
    }
}
