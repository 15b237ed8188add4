package org.copsedb.pagestore.region;

import java.util.Arrays;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.storage.CorruptFileException;

/**
 * A bitmap that finds its first unset bit at once: a 64-way tree, in which a bit of an inner level is set if all 64
 * bits below it are. Levels are added until one fits a word, the root. Bits behind the end of a level are set.
 *
 * <p>Serialized, little-endian:
 *
 * <pre>
 * offset size  content
 *      0    4  H: number of levels
 *      4   4H  where each level ends, root first, counted from offset 0
 *   4+4H       the levels, root first, each a {@link GroupedBitmap}
 * </pre>
 *
 * <p>Not thread-safe. Finding, setting and clearing a bit cost O(H), where 64^H is the number of bits: H is at most 6.
 * Only serialization allocates memory.
 */
public final class SummaryBitmap {
    /** Returned where no bit is unset. */
    public static final int NONE = -1;

    private static final int MAXIMUM_HEIGHT = 6;

    /** Root first. */
    private final GroupedBitmap[] levels;

    private final GroupedBitmap leaves;

    /**
     * Creates a bitmap of set bits.
     *
     * @param length the number of bits, at least 0
     * @throws IllegalArgumentException if the length is negative
     */
    public SummaryBitmap(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("a bitmap of " + length + " bits");
        }
        levels = new GroupedBitmap[height(length)];
        int bits = length;
        for (int level = levels.length - 1; level >= 0; level--) {
            levels[level] = GroupedBitmap.full(bits, bits);
            bits = GroupedBitmap.wordCount(bits);
        }
        leaves = levels[levels.length - 1];
    }

    /**
     * Returns the number of bits.
     *
     * @return the length
     */
    public int length() {
        return leaves.length();
    }

    /**
     * Returns the number of bits that the leaf level has room for.
     *
     * @return the length, rounded up to a multiple of 64
     */
    public int capacity() {
        return leaves.capacity();
    }

    /**
     * Returns the number of levels.
     *
     * @return 1 to 6
     */
    public int height() {
        return levels.length;
    }

    /**
     * Tells whether a bit is set.
     *
     * @param index which bit
     * @return whether it is set
     * @throws IllegalArgumentException if there is no such bit
     */
    public boolean isSet(int index) {
        return leaves.isSet(index);
    }

    /**
     * Sets a bit. Nothing changes if it is set.
     *
     * @param index which bit
     * @throws IllegalArgumentException if there is no such bit
     */
    public void set(int index) {
        int position = index;
        for (int level = levels.length - 1; level >= 0 && levels[level].set(position); level--) {
            position >>>= 6;
        }
    }

    /**
     * Clears a bit. Nothing changes if it is unset.
     *
     * @param index which bit
     * @throws IllegalArgumentException if there is no such bit
     */
    public void clear(int index) {
        clearUpwards(levels.length - 1, index);
    }

    private void clearUpwards(int lowest, int index) {
        int position = index;
        for (int level = lowest; level >= 0 && levels[level].clear(position); level--) {
            position >>>= 6;
        }
    }

    /**
     * Finds the first unset bit.
     *
     * @return its index, or {@link #NONE} if all are set
     * @throws IllegalStateException if there are no bits at all
     */
    public int findFirstUnset() {
        if (length() == 0) {
            throw new IllegalStateException("a bitmap of no bits has no first one");
        }
        int position = 0;
        for (GroupedBitmap level : levels) {
            position = level.firstUnsetInWord(position << 6);
            if (position == NONE) {
                return NONE;
            }
        }
        return position;
    }

    /**
     * Finds the first unset bit and sets it.
     *
     * @return its index, or {@link #NONE} if all were set
     * @throws IllegalStateException if there are no bits at all
     */
    public int allocate() {
        int index = findFirstUnset();
        if (index != NONE) {
            set(index);
        }
        return index;
    }

    /**
     * Tells whether some bit is unset.
     *
     * @return whether {@link #findFirstUnset} finds one
     */
    public boolean hasUnset() {
        return levels[0].anyUnset();
    }

    /**
     * Counts the unset bits, in time proportional to the length.
     *
     * @return how many are unset
     */
    public int countUnset() {
        return leaves.countUnset();
    }

    /**
     * Serializes the bitmap.
     *
     * @return its bytes; their number depends on the length alone
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[serializedSize(length())];
        write(bytes, 0);
        return bytes;
    }

    /**
     * Reads a bitmap, and checks that no bit contradicts another.
     *
     * @param bytes holds it, and nothing behind it
     * @return the bitmap
     * @throws CorruptFileException if {@link #toBytes} could not have written the bytes
     */
    public static SummaryBitmap fromBytes(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    /** The bytes of a serialized bitmap of so many bits. */
    static int serializedSize(int length) {
        int size = headerSize(height(length));
        int bits = length;
        for (int level = height(length); level > 0; level--) {
            size += GroupedBitmap.serializedSize(bits);
            bits = GroupedBitmap.wordCount(bits);
        }
        return size;
    }

    static int height(int length) {
        int height = 1;
        for (int bits = length; bits > Long.SIZE; bits = GroupedBitmap.wordCount(bits)) {
            height++;
        }
        return height;
    }

    private static int headerSize(int height) {
        return Integer.BYTES + height * Integer.BYTES;
    }

    /** Writes the bitmap and returns where it ends. */
    int write(byte[] bytes, int offset) {
        return writeLevels(bytes, writeHeader(bytes, offset, length()));
    }

    /** Writes what precedes the levels of a bitmap of so many bits, and returns where it ends. */
    static int writeHeader(byte[] bytes, int offset, int length) {
        int height = height(length);
        LittleEndian.putInt(bytes, offset, height);
        int end = serializedSize(length);
        int bits = length;
        for (int level = height; level > 0; level--) {
            LittleEndian.putInt(bytes, offset + level * Integer.BYTES, end);
            end -= GroupedBitmap.serializedSize(bits);
            bits = GroupedBitmap.wordCount(bits);
        }
        return offset + headerSize(height);
    }

    /** Writes the levels and returns where they end. */
    int writeLevels(byte[] bytes, int offset) {
        int at = offset;
        for (GroupedBitmap level : levels) {
            at = level.write(bytes, at);
        }
        return at;
    }

    /**
     * Reads the bitmap that fills so many bytes, all of which must exist, and checks that no bit contradicts another.
     */
    static SummaryBitmap read(byte[] bytes, int offset, int size) {
        int length = readLength(bytes, offset, size);
        var bitmap = new SummaryBitmap(length);
        int words = GroupedBitmap.wordCount(length);
        int first = offset + size - words * Long.BYTES;
        for (int word = 0; word < words; word++) {
            long behind = word == words - 1 && length % Long.SIZE != 0 ? -1L << length : 0;
            bitmap.setWord(word, LittleEndian.getLong(bytes, first + word * Long.BYTES) | behind);
        }
        int mismatch = Arrays.mismatch(bitmap.toBytes(), 0, size, bytes, offset, offset + size);
        if (mismatch >= 0) {
            throw new CorruptFileException(
                    "bitmap at offset " + offset,
                    "levels that agree, and set bits behind their ends",
                    "others at its byte " + mismatch);
        }
        return bitmap;
    }

    /** Changes 64 bits of a bitmap in which they are all set. */
    void setWord(int word, long bits) {
        leaves.setWord(word, bits);
        if (bits != -1L) {
            clearUpwards(levels.length - 2, word);
        }
    }

    /** Finds the number of bits of a serialized bitmap. The header is believed as far as no array is exceeded. */
    static int readLength(byte[] bytes, int offset, int size) {
        String where = "bitmap at offset " + offset;
        int height = size < headerSize(1) ? 0 : LittleEndian.getInt(bytes, offset);
        if (height < 1 || height > MAXIMUM_HEIGHT || headerSize(height) > size) {
            throw new CorruptFileException(
                    where, "1 to " + MAXIMUM_HEIGHT + " levels", height + " levels in " + size + " bytes");
        }
        int leaves = height == 1 ? headerSize(1) : LittleEndian.getInt(bytes, offset + headerSize(height - 2));
        if (leaves < headerSize(height) || leaves > size - Integer.BYTES) {
            throw new CorruptFileException(where, "leaves within " + size + " bytes", "leaves from byte " + leaves);
        }
        int length = LittleEndian.getInt(bytes, offset + leaves);
        if (length < 0 || length > size * (long) Byte.SIZE || serializedSize(length) != size) {
            throw new CorruptFileException(where, "the number of bits that fill " + size + " bytes", length + " bits");
        }
        return length;
    }
}
