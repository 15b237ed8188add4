package org.copsedb.transaction;

import org.copsedb.pagestore.JournalContent;
import org.copsedb.pagestore.LittleEndian;

/** Falsifies what records of the journal say of tables, for planted bugs. */
public final class RecordedFates {
    private final byte[] bytes;
    private int position;

    private RecordedFates(JournalContent content) {
        this.bytes = content.bytes();
        this.position = LittleEndian.getInt(bytes, OperationLog.TABLES_OFFSET);
    }

    /**
     * Makes a record say that tables stay which its commit drops.
     *
     * @param content the record's content, which is changed
     */
    public static void hideDrops(JournalContent content) {
        new RecordedFates(content).change(content.length(), true);
    }

    /**
     * Makes a record give tables names that differ in the last letter from those which its commit gives them.
     *
     * @param content the record's content, which is changed
     */
    public static void falsifyNames(JournalContent content) {
        new RecordedFates(content).change(content.length(), false);
    }

    private void change(int end, boolean drops) {
        while (position < end) {
            nextNumber();
            long id = nextNumber();
            int place = position;
            long fate = nextNumber();
            if (fate == OperationLog.DROPPED && drops && id != 0) {
                bytes[place] = OperationLog.EXISTING;
            }
            if (fate == OperationLog.RENAMED) {
                skipName();
                if (!drops) {
                    bytes[position - 1] = (byte) (bytes[position - 1] ^ 8);
                }
            }
            for (int i = 0; fate == OperationLog.CREATED && i < 3; i++) {
                skipName();
            }
        }
    }

    private void skipName() {
        position += (int) nextNumber();
    }

    private long nextNumber() {
        long number = 0;
        int shift = 0;
        do {
            number |= (long) (bytes[position] & 0x7F) << shift;
            shift += 7;
        } while (bytes[position++] < 0);
        return number;
    }
}
