package org.copsedb.transaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.copsedb.btree.KeyBounds;
import org.copsedb.pagestore.JournalContent;
import org.copsedb.pagestore.LittleEndian;

/**
 * What a write transaction has done to its tables, as its record in the journal will say it: results only, so that
 * replay needs no code of the user's. Byte table in {@code docs/file-format.md}.
 *
 * <p>The log is dropped when it becomes longer than a record can be; such a transaction commits by a checkpoint. For
 * one thread at a time.
 */
final class OperationLog {
    /** Where the offset of the list of tables lies; the operations begin behind it. */
    static final int TABLES_OFFSET = 0;
    /** Where the operations begin. */
    static final int OPERATIONS_OFFSET = 4;

    /** The operations that follow are on another table. */
    static final int SELECT = 1;
    /** A key got a value. */
    static final int PUT = 2;
    /** A key was removed. */
    static final int REMOVE = 3;
    /** All keys were removed. */
    static final int CLEAR = 4;
    /** The keys of a range were removed. */
    static final int REMOVE_RANGE = 5;

    /** Of a table in the list: it was there, and stays. */
    static final int EXISTING = 0;
    /** Of a table in the list: it is new. */
    static final int CREATED = 1;
    /** Of a table in the list: it was there under another name. */
    static final int RENAMED = 2;
    /** Of a table in the list: it is gone, also if it was new. */
    static final int DROPPED = 3;

    /** Of a range: it has a lower end. */
    static final int HAS_LOW = 1;
    /** Of a range: the lower end belongs to it. */
    static final int LOW_INCLUDED = 2;
    /** Of a range: it has an upper end. */
    static final int HAS_HIGH = 4;
    /** Of a range: the upper end belongs to it. */
    static final int HIGH_INCLUDED = 8;

    private static final int SMALLEST = 256;
    private static final int LONGEST_NUMBER = 10;

    private final int limit;
    private byte[] bytes = new byte[SMALLEST];
    private int length = OPERATIONS_OFFSET;
    private int selected = -1;
    private int tables;
    private boolean dropped;

    /**
     * Begins an empty log.
     *
     * @param limit the longest content of a record
     */
    OperationLog(int limit) {
        this.limit = limit;
    }

    /** Returns by which number the log knows the next table. */
    int nextIndex() {
        return tables++;
    }

    boolean isDropped() {
        return dropped;
    }

    /** Returns a place to {@linkplain #truncate return} to. */
    int position() {
        return length;
    }

    /** Forgets what was done since a position; a log that was dropped stays so. */
    void truncate(int position) {
        if (!dropped) {
            length = position;
        }
        selected = -1;
    }

    void put(int table, byte[] key, byte[] value) {
        if (begin(table, PUT, (long) key.length + value.length)) {
            append(key);
            append(value);
        }
    }

    void remove(int table, byte[] key) {
        if (begin(table, REMOVE, key.length)) {
            append(key);
        }
    }

    void clear(int table) {
        if (begin(table, CLEAR, 0)) {
            selected = table;
        }
    }

    void removeRange(int table, KeyBounds bounds) {
        byte[] low = bounds.low();
        byte[] high = bounds.high();
        long arguments = 1L + (low == null ? 0 : low.length) + (high == null ? 0 : high.length);
        if (!begin(table, REMOVE_RANGE, arguments)) {
            return;
        }
        bytes[length++] = (byte) ((low == null ? 0 : HAS_LOW)
                | (bounds.lowIncluded() ? LOW_INCLUDED : 0)
                | (high == null ? 0 : HAS_HIGH)
                | (bounds.highIncluded() ? HIGH_INCLUDED : 0));
        if (low != null) {
            append(low);
        }
        if (high != null) {
            append(high);
        }
    }

    /** Makes room, and appends all but the arguments; returns false if the log is dropped. */
    private boolean begin(int table, int operation, long arguments) {
        long most = length + arguments + 2 + 3L * LONGEST_NUMBER;
        if (dropped || most > limit) {
            drop();
            return false;
        }
        ensure((int) most);
        if (table != selected) {
            bytes[length++] = SELECT;
            appendNumber(table);
            selected = table;
        }
        bytes[length++] = (byte) operation;
        return true;
    }

    /** Gives the log up: the transaction commits by a checkpoint. */
    void drop() {
        dropped = true;
        bytes = new byte[0];
        length = 0;
    }

    private void ensure(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(capacity, (int) Math.min(limit, 2L * bytes.length)));
        }
    }

    private void append(byte[] argument) {
        appendNumber(argument.length);
        System.arraycopy(argument, 0, bytes, length, argument.length);
        length += argument.length;
    }

    private void appendNumber(long number) {
        long rest = number;
        while (rest > 0x7F) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void appendName(String name) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        ensure(length + LONGEST_NUMBER + encoded.length);
        append(encoded);
    }

    /**
     * Ends the log with the list of tables.
     *
     * @param tables those that were written to, renamed or dropped, with their final ids
     * @param waitsForDisk whether the commit is to be durable before it is visible
     * @return the content of the record, perhaps longer than the limit
     */
    JournalContent complete(Collection<WorkingTable> tables, boolean waitsForDisk) {
        LittleEndian.putInt(bytes, TABLES_OFFSET, length);
        for (WorkingTable table : tables) {
            ensure(length + 3 * LONGEST_NUMBER);
            appendNumber(table.index());
            appendNumber(table.id());
            int fate = fate(table);
            appendNumber(fate);
            if (fate == CREATED || fate == RENAMED) {
                appendName(table.name());
            }
            if (fate == CREATED) {
                appendName(table.record().keyType());
                appendName(table.record().valueType());
            }
        }
        return new JournalContent(bytes, length, waitsForDisk);
    }

    private static int fate(WorkingTable table) {
        if (table.isGone()) {
            return DROPPED;
        }
        return table.isCreated() ? CREATED : table.isRenamed() ? RENAMED : EXISTING;
    }
}
