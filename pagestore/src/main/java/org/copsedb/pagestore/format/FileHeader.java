package org.copsedb.pagestore.format;

import java.util.UUID;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.ForeignFileException;
import org.copsedb.storage.UnsupportedFormatException;

/**
 * The first block of the file: what never changes after creation. Byte table in {@code docs/file-format.md}.
 *
 * @param databaseId drawn at random when the file is created
 * @param layout the geometry
 */
public record FileHeader(UUID databaseId, FileLayout layout) {
    /** The bytes of the header block and of each slot's block. */
    public static final int BLOCK_SIZE = 4_096;

    /** Where the process that has the file open for writing leaves its mark, drawn at random. */
    public static final long OWNER_OFFSET = 3L * BLOCK_SIZE;

    /** The bytes of that mark. */
    public static final int OWNER_SIZE = 16;

    /** The first eight bytes of every file: "CopseDB" and an end-of-file character, so that text tools stop. */
    public static final long MAGIC = 0x1A_42_44_65_73_70_6F_43L;

    /** The format version that this code writes and reads. */
    public static final int FORMAT_VERSION = 1;

    /** Where the magic number lies. */
    public static final int MAGIC_OFFSET = 0;
    /** Where the format version lies. */
    public static final int VERSION_OFFSET = 8;
    /** Where the checksum of the block lies. */
    public static final int CHECKSUM_OFFSET = 12;
    /** Where the bytes that the checksum covers begin: all up to the end of the block. */
    public static final int CHECKED_OFFSET = 16;
    /** Where the database id lies. */
    public static final int DATABASE_ID_OFFSET = 16;
    /** Where the base page size lies. */
    public static final int BASE_PAGE_SIZE_OFFSET = 32;
    /** Where the number of base pages in a region lies. */
    public static final int REGION_PAGES_OFFSET = 36;

    /**
     * Encodes the header.
     *
     * @return a block of {@value #BLOCK_SIZE} bytes
     */
    public byte[] toBytes() {
        byte[] block = new byte[BLOCK_SIZE];
        LittleEndian.putLong(block, MAGIC_OFFSET, MAGIC);
        LittleEndian.putInt(block, VERSION_OFFSET, FORMAT_VERSION);
        LittleEndian.putLong(block, DATABASE_ID_OFFSET, databaseId.getMostSignificantBits());
        LittleEndian.putLong(block, DATABASE_ID_OFFSET + 8, databaseId.getLeastSignificantBits());
        LittleEndian.putInt(block, BASE_PAGE_SIZE_OFFSET, layout.basePageSize());
        LittleEndian.putInt(block, REGION_PAGES_OFFSET, layout.regionPages());
        LittleEndian.putInt(
                block, CHECKSUM_OFFSET, PageChecksum.of(block, CHECKED_OFFSET, BLOCK_SIZE - CHECKED_OFFSET));
        return block;
    }

    /**
     * Tells whether the checksum of a header is right.
     *
     * @param block at least {@value #BLOCK_SIZE} bytes from the start of the file
     * @return whether it is
     */
    public static boolean isValid(byte[] block) {
        return LittleEndian.getInt(block, CHECKSUM_OFFSET)
                == PageChecksum.of(block, CHECKED_OFFSET, BLOCK_SIZE - CHECKED_OFFSET);
    }

    /**
     * Decodes and verifies the header.
     *
     * @param block {@value #BLOCK_SIZE} bytes from the start of the file
     * @param file what to call the file in an exception
     * @return the header
     * @throws ForeignFileException if the file is not of CopseDB
     * @throws UnsupportedFormatException if it is of another version
     * @throws CorruptFileException if the header is damaged
     */
    public static FileHeader fromBytes(byte[] block, String file) {
        long magic = LittleEndian.getLong(block, MAGIC_OFFSET);
        if (magic != MAGIC) {
            throw new ForeignFileException(
                    file,
                    "begins with " + Long.toHexString(Long.reverseBytes(magic)) + ", not with "
                            + Long.toHexString(Long.reverseBytes(MAGIC)));
        }
        int version = LittleEndian.getInt(block, VERSION_OFFSET);
        if (version != FORMAT_VERSION) {
            throw new UnsupportedFormatException(file, version, FORMAT_VERSION, FORMAT_VERSION);
        }
        int stored = LittleEndian.getInt(block, CHECKSUM_OFFSET);
        int computed = PageChecksum.of(block, CHECKED_OFFSET, BLOCK_SIZE - CHECKED_OFFSET);
        if (stored != computed) {
            throw new CorruptFileException(
                    "header of " + file, "checksum " + Integer.toHexString(computed), Integer.toHexString(stored));
        }
        UUID databaseId = new UUID(
                LittleEndian.getLong(block, DATABASE_ID_OFFSET), LittleEndian.getLong(block, DATABASE_ID_OFFSET + 8));
        int basePageSize = LittleEndian.getInt(block, BASE_PAGE_SIZE_OFFSET);
        int regionPages = LittleEndian.getInt(block, REGION_PAGES_OFFSET);
        try {
            return new FileHeader(databaseId, new FileLayout(basePageSize, regionPages));
        } catch (IllegalArgumentException impossible) {
            throw new CorruptFileException(
                    "header of " + file, "a possible geometry", String.valueOf(impossible.getMessage()));
        }
    }
}
