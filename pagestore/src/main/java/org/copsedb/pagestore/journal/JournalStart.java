package org.copsedb.pagestore.journal;

import org.copsedb.pagestore.LittleEndian;

/**
 * Where replay begins, as a checkpoint slot names it: at the record of the commit after the checkpoint. Byte table in
 * {@code docs/file-format.md}.
 *
 * @param extent the encoded number of the page that is the extent; 0 if there is no journal
 * @param position where in the stream of the journal's bytes
 * @param salt what all records of this file's journal carry; 0 if there is no journal
 */
public record JournalStart(long extent, long position, long salt) {
    /** The bytes it takes in a slot. */
    public static final int SIZE = 24;

    /** Where the extent's page number lies. */
    public static final int EXTENT_OFFSET = 0;
    /** Where the position lies. */
    public static final int POSITION_OFFSET = 8;
    /** Where the salt lies. */
    public static final int SALT_OFFSET = 16;

    /** There is no journal yet. */
    public static final JournalStart NONE = new JournalStart(0, 0, 0);

    /**
     * Tells whether there is a journal.
     *
     * @return false of a file that never had one
     */
    public boolean exists() {
        return salt != 0;
    }

    /**
     * Encodes it.
     *
     * @param bytes where to
     * @param offset the index of the first of {@value #SIZE} bytes
     */
    public void put(byte[] bytes, int offset) {
        LittleEndian.putLong(bytes, offset + EXTENT_OFFSET, extent);
        LittleEndian.putLong(bytes, offset + POSITION_OFFSET, position);
        LittleEndian.putLong(bytes, offset + SALT_OFFSET, salt);
    }

    /**
     * Decodes one; whoever uses it checks it.
     *
     * @param bytes where from
     * @param offset the index of the first of {@value #SIZE} bytes
     * @return the start
     */
    public static JournalStart get(byte[] bytes, int offset) {
        return new JournalStart(
                LittleEndian.getLong(bytes, offset + EXTENT_OFFSET),
                LittleEndian.getLong(bytes, offset + POSITION_OFFSET),
                LittleEndian.getLong(bytes, offset + SALT_OFFSET));
    }
}
