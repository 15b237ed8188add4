package org.copsedb.pagestore.format;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.Version;
import org.copsedb.pagestore.journal.JournalStart;

/**
 * A durable state of the database, as both slots behind the header name it, one after the other. Byte table in
 * {@code docs/file-format.md}.
 *
 * @param sequence grows with every state; the valid slot with the larger one is the state of the file
 * @param commitNumber the last commit in this state
 * @param watermark the last stamp of a page of this state
 * @param reservedStamps no stamp beyond this one is in the file
 * @param basePages base pages in all regions
 * @param userRoot the root of the tables' catalog
 * @param systemRoot the root of what the database keeps about itself
 * @param journal where replay begins, with the commit after the last one in this state
 * @param directory the first page of what describes the state, and as count its bytes; none in a new file
 */
public record CheckpointSlot(
        long sequence,
        long commitNumber,
        long watermark,
        long reservedStamps,
        long basePages,
        PageReference userRoot,
        PageReference systemRoot,
        JournalStart journal,
        PageReference directory) {
    /** The bytes of a slot that carry content; the rest of its block is zero. */
    public static final int SIZE = 132;

    /** Where the first slot's block begins in the file; the second follows it. */
    public static final int FIRST_SLOT_OFFSET = FileHeader.BLOCK_SIZE;

    /** The number of slots. */
    public static final int SLOT_COUNT = 2;

    /** Where the checksum lies: of all other bytes of the slot. */
    public static final int CHECKSUM_OFFSET = 0;
    /** Where the bytes that the checksum covers begin. */
    public static final int CHECKED_OFFSET = 8;
    /** Where the sequence lies. */
    public static final int SEQUENCE_OFFSET = 8;
    /** Where the commit number lies. */
    public static final int COMMIT_NUMBER_OFFSET = 16;
    /** Where the watermark lies. */
    public static final int WATERMARK_OFFSET = 24;
    /** Where the reserved stamp lies. */
    public static final int RESERVED_STAMPS_OFFSET = 32;
    /** Where the number of base pages lies. */
    public static final int BASE_PAGES_OFFSET = 40;
    /** Where the reference to the user root lies. */
    public static final int USER_ROOT_OFFSET = 48;
    /** Where the reference to the system root lies. */
    public static final int SYSTEM_ROOT_OFFSET = 68;
    /** Where the start of the journal lies. */
    public static final int JOURNAL_OFFSET = 88;
    /** Where the reference to the directory lies. */
    public static final int DIRECTORY_OFFSET = 112;

    /**
     * Returns where a slot begins.
     *
     * @param slot 0 or 1
     * @return an offset in the file
     */
    public static long offset(int slot) {
        return FIRST_SLOT_OFFSET + (long) slot * FileHeader.BLOCK_SIZE;
    }

    /**
     * Returns the version in this state.
     *
     * @return number, watermark and roots
     */
    public Version version() {
        return new Version(commitNumber, watermark, userRoot, systemRoot);
    }

    /**
     * Returns this state under another sequence.
     *
     * @param newSequence the sequence
     * @return the state
     */
    public CheckpointSlot withSequence(long newSequence) {
        return new CheckpointSlot(
                newSequence,
                commitNumber,
                watermark,
                reservedStamps,
                basePages,
                userRoot,
                systemRoot,
                journal,
                directory);
    }

    /**
     * Returns this state with another reservation.
     *
     * @param stamp no stamp beyond this one is in the file
     * @return the state
     */
    public CheckpointSlot withReservedStamps(long stamp) {
        return new CheckpointSlot(
                sequence, commitNumber, watermark, stamp, basePages, userRoot, systemRoot, journal, directory);
    }

    /**
     * Encodes the slot.
     *
     * @return a block of {@value FileHeader#BLOCK_SIZE} bytes
     */
    public byte[] toBytes() {
        byte[] block = new byte[FileHeader.BLOCK_SIZE];
        LittleEndian.putLong(block, SEQUENCE_OFFSET, sequence);
        LittleEndian.putLong(block, COMMIT_NUMBER_OFFSET, commitNumber);
        LittleEndian.putLong(block, WATERMARK_OFFSET, watermark);
        LittleEndian.putLong(block, RESERVED_STAMPS_OFFSET, reservedStamps);
        LittleEndian.putLong(block, BASE_PAGES_OFFSET, basePages);
        userRoot.put(block, USER_ROOT_OFFSET);
        systemRoot.put(block, SYSTEM_ROOT_OFFSET);
        journal.put(block, JOURNAL_OFFSET);
        directory.put(block, DIRECTORY_OFFSET);
        LittleEndian.putInt(block, CHECKSUM_OFFSET, checksum(block));
        return block;
    }

    /**
     * Tells whether a block holds a slot.
     *
     * @param block {@value FileHeader#BLOCK_SIZE} bytes
     * @return whether its checksum is right and it was ever written
     */
    public static boolean isValid(byte[] block) {
        return LittleEndian.getLong(block, SEQUENCE_OFFSET) > 0
                && LittleEndian.getInt(block, CHECKSUM_OFFSET) == checksum(block);
    }

    /**
     * Decodes a slot that {@link #isValid}.
     *
     * @param block {@value FileHeader#BLOCK_SIZE} bytes
     * @return the slot
     */
    public static CheckpointSlot fromBytes(byte[] block) {
        return new CheckpointSlot(
                LittleEndian.getLong(block, SEQUENCE_OFFSET),
                LittleEndian.getLong(block, COMMIT_NUMBER_OFFSET),
                LittleEndian.getLong(block, WATERMARK_OFFSET),
                LittleEndian.getLong(block, RESERVED_STAMPS_OFFSET),
                LittleEndian.getLong(block, BASE_PAGES_OFFSET),
                PageReference.get(block, USER_ROOT_OFFSET),
                PageReference.get(block, SYSTEM_ROOT_OFFSET),
                JournalStart.get(block, JOURNAL_OFFSET),
                PageReference.get(block, DIRECTORY_OFFSET));
    }

    private static int checksum(byte[] block) {
        return PageChecksum.of(block, CHECKED_OFFSET, FileHeader.BLOCK_SIZE - CHECKED_OFFSET);
    }
}
