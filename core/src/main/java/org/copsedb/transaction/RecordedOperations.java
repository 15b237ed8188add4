package org.copsedb.transaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.copsedb.btree.KeyBounds;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.storage.CorruptFileException;

/**
 * Reads what an {@link OperationLog} wrote. Nothing read is trusted: whatever does not fit is reported. For one thread
 * at a time.
 */
final class RecordedOperations {
    private final byte[] bytes;
    private final int tablesAt;
    private final long commit;
    private int position;
    private int end;

    /**
     * Begins to read.
     *
     * @param bytes the content of a record
     * @param commit the number of its commit, for messages
     * @throws CorruptFileException if it is too short
     */
    RecordedOperations(byte[] bytes, long commit) {
        this.bytes = bytes;
        this.commit = commit;
        if (bytes.length < OperationLog.OPERATIONS_OFFSET) {
            throw corrupt("at least " + OperationLog.OPERATIONS_OFFSET + " bytes", bytes.length + " bytes");
        }
        this.tablesAt = LittleEndian.getInt(bytes, OperationLog.TABLES_OFFSET);
        if (tablesAt < OperationLog.OPERATIONS_OFFSET || tablesAt > bytes.length) {
            throw corrupt("a list of tables within " + bytes.length + " bytes", "one at offset " + tablesAt);
        }
    }

    /** Goes to the list of tables. */
    void beginTables() {
        position = tablesAt;
        end = bytes.length;
    }

    /** Goes to the operations. */
    void beginOperations() {
        position = OperationLog.OPERATIONS_OFFSET;
        end = tablesAt;
    }

    /** Tells whether something is left of the part that was begun. */
    boolean hasNext() {
        return position < end;
    }

    int nextByte() {
        if (position >= end) {
            throw corrupt("another byte at offset " + position, "the end of the record");
        }
        return bytes[position++];
    }

    long nextNumber() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = nextByte();
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw corrupt("a number at offset " + (position - 1), "more than ten bytes");
    }

    byte[] nextBytes() {
        long length = nextNumber();
        if (length < 0 || length > end - position) {
            throw corrupt(length + " bytes at offset " + position, (end - position) + " bytes");
        }
        int from = position;
        position += (int) length;
        return Arrays.copyOfRange(bytes, from, position);
    }

    String nextName() {
        return new String(nextBytes(), StandardCharsets.UTF_8);
    }

    KeyBounds nextBounds() {
        int flags = nextByte();
        byte[] low = (flags & OperationLog.HAS_LOW) == 0 ? null : nextBytes();
        byte[] high = (flags & OperationLog.HAS_HIGH) == 0 ? null : nextBytes();
        if (low != null && high != null && Arrays.compareUnsigned(low, high) > 0) {
            throw corrupt("a range of keys before offset " + position, "an inverted one");
        }
        return new KeyBounds(
                low, (flags & OperationLog.LOW_INCLUDED) != 0, high, (flags & OperationLog.HIGH_INCLUDED) != 0);
    }

    CorruptFileException corrupt(String expected, String found) {
        return new CorruptFileException("journal record of commit " + commit, expected, found);
    }
}
