package org.copsedb.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.storage.CorruptFileException;

/**
 * What the registry knows of a persistent savepoint; its pages and roots are the page store's. Byte table in
 * {@code docs/file-format.md}.
 *
 * @param id what the page store knows it by, from 1; never given twice
 * @param version the number of the commit that it keeps
 * @param created when it was made
 */
public record SavepointRecord(long id, long version, Instant created) {
    /** Where the id lies. */
    public static final int ID_OFFSET = 0;
    /** Where the number of the commit lies. */
    public static final int VERSION_OFFSET = 8;
    /** Where the seconds since 1970 lie. */
    public static final int SECONDS_OFFSET = 16;
    /** Where the nanoseconds behind them lie. */
    public static final int NANOSECONDS_OFFSET = 24;
    /** The bytes of a record. */
    public static final int SIZE = 28;

    /**
     * Encodes the record.
     *
     * @return {@value #SIZE} bytes
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[SIZE];
        LittleEndian.putLong(bytes, ID_OFFSET, id);
        LittleEndian.putLong(bytes, VERSION_OFFSET, version);
        LittleEndian.putLong(bytes, SECONDS_OFFSET, created.getEpochSecond());
        LittleEndian.putInt(bytes, NANOSECONDS_OFFSET, created.getNano());
        return bytes;
    }

    /**
     * Decodes a record.
     *
     * @param bytes the value in the system tree
     * @param name the savepoint's name, for messages
     * @return the record
     * @throws CorruptFileException if it can not be one
     */
    public static SavepointRecord fromBytes(byte[] bytes, String name) {
        if (bytes.length != SIZE) {
            throw new CorruptFileException(
                    "registry of savepoint \"" + name + "\"", SIZE + " bytes", bytes.length + " bytes");
        }
        int nanoseconds = LittleEndian.getInt(bytes, NANOSECONDS_OFFSET);
        long seconds = LittleEndian.getLong(bytes, SECONDS_OFFSET);
        try {
            return new SavepointRecord(
                    LittleEndian.getLong(bytes, ID_OFFSET),
                    LittleEndian.getLong(bytes, VERSION_OFFSET),
                    Instant.ofEpochSecond(seconds, nanoseconds));
        } catch (ArithmeticException | DateTimeException impossible) {
            throw new CorruptFileException(
                    "registry of savepoint \"" + name + "\"", "a time", seconds + " s, " + nanoseconds + " ns");
        }
    }
}
