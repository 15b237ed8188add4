package org.copsedb.pagestore.region;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.storage.CorruptFileException;

/**
 * A bitmap in groups of 64: the plain form in which sets of pages are exchanged.
 *
 * <p>It has room for whole words. {@link #isSet}, {@link #set}, {@link #clear} and {@link #forEachSet} keep to the bits
 * below the length; the methods that work on whole words see the bits behind it as well, and say so.
 *
 * <p>Serialized, little-endian: the number of bits (4 bytes), then the 64-bit words. The number of words follows from
 * the number of bytes.
 *
 * <p>Not thread-safe. Single bits cost O(1), everything else is proportional to the number of words.
 */
public final class GroupedBitmap {
    private static final int WORD_SHIFT = 6;

    private final long[] words;
    private int length;

    private GroupedBitmap(int length, long[] words) {
        this.length = length;
        this.words = words;
    }

    /**
     * Creates a bitmap of unset bits.
     *
     * @param length the number of bits, 0 to the capacity
     * @param capacity the bits to have room for; rounded up to whole words
     * @return the bitmap
     * @throws IllegalArgumentException if a number is out of range
     */
    public static GroupedBitmap empty(int length, int capacity) {
        return new GroupedBitmap(length, newWords(length, capacity));
    }

    /**
     * Creates a bitmap of set bits; those behind the length are set too.
     *
     * @param length the number of bits, 0 to the capacity
     * @param capacity the bits to have room for; rounded up to whole words
     * @return the bitmap
     * @throws IllegalArgumentException if a number is out of range
     */
    public static GroupedBitmap full(int length, int capacity) {
        long[] words = newWords(length, capacity);
        Arrays.fill(words, -1L);
        return new GroupedBitmap(length, words);
    }

    private static long[] newWords(int length, int capacity) {
        int words = wordCount(Math.max(0, capacity));
        if (length < 0 || length > (long) words << WORD_SHIFT) {
            throw new IllegalArgumentException("a bitmap of " + length + " bits with a capacity of " + capacity);
        }
        return new long[words];
    }

    /**
     * Returns the number of bits.
     *
     * @return the length
     */
    public int length() {
        return length;
    }

    /**
     * Returns the number of bits that the words have room for.
     *
     * @return a multiple of 64
     */
    public int capacity() {
        return words.length << WORD_SHIFT;
    }

    /**
     * Changes the number of bits; no bit changes, so that those that appear have whatever value they had.
     *
     * @param newLength the new number of bits, 0 to the capacity less 1: the seed refuses to fill the last word
     * @throws IllegalArgumentException if the length is out of range
     */
    public void resize(int newLength) {
        if (newLength < 0 || newLength >= capacity()) {
            throw new IllegalArgumentException("length " + newLength + " is not within 0 to " + (capacity() - 1));
        }
        length = newLength;
    }

    /**
     * Tells whether a bit is set.
     *
     * @param index which bit
     * @return whether it is set
     * @throws IllegalArgumentException if there is no such bit
     */
    public boolean isSet(int index) {
        checkIndex(index);
        return ((words[index >>> WORD_SHIFT] >>> index) & 1) != 0;
    }

    /**
     * Sets a bit.
     *
     * @param index which bit
     * @return whether all 64 bits of its word are now set, those behind the length included
     * @throws IllegalArgumentException if there is no such bit
     */
    public boolean set(int index) {
        checkIndex(index);
        words[index >>> WORD_SHIFT] |= 1L << index;
        return words[index >>> WORD_SHIFT] == -1L;
    }

    /**
     * Clears a bit.
     *
     * @param index which bit
     * @return whether all 64 bits of its word were set before, those behind the length included
     * @throws IllegalArgumentException if there is no such bit
     */
    public boolean clear(int index) {
        checkIndex(index);
        long before = words[index >>> WORD_SHIFT];
        words[index >>> WORD_SHIFT] = before & ~(1L << index);
        return before == -1L;
    }

    /**
     * Counts the unset bits of all words, those behind the length included.
     *
     * @return how many are unset
     */
    public int countUnset() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(~word);
        }
        return count;
    }

    /**
     * Tells whether some bit of some word is unset, those behind the length included.
     *
     * @return whether one is
     */
    public boolean anyUnset() {
        for (long word : words) {
            if (word != -1L) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds the first unset bit from an index to the end of its word, which may lie behind the length.
     *
     * @param start where to begin
     * @return its index, or {@link SummaryBitmap#NONE} if all of them are set
     * @throws IllegalArgumentException if the start is beyond the words
     */
    public int firstUnsetInWord(int start) {
        if (start < 0 || start >= capacity()) {
            throw new IllegalArgumentException("bit " + start + " of " + capacity());
        }
        long unset = ~words[start >>> WORD_SHIFT] & (-1L << start);
        return unset == 0 ? SummaryBitmap.NONE : (start & -Long.SIZE) + Long.numberOfTrailingZeros(unset);
    }

    /**
     * Visits the set bits below the length, in ascending order.
     *
     * @param visitor takes their indexes
     * @throws IllegalStateException if there are no words
     */
    public void forEachSet(IntConsumer visitor) {
        requireWords();
        for (int first = 0; first < length; first += Long.SIZE) {
            long behind = length - first < Long.SIZE ? -1L << length : 0;
            visit(first, words[first >>> WORD_SHIFT] & ~behind, visitor);
        }
    }

    /**
     * Visits the bits that are set here and not in another bitmap, in ascending order, those behind the length
     * included.
     *
     * @param other has as many words
     * @param visitor takes their indexes
     * @throws IllegalArgumentException if the other has fewer or more words
     * @throws IllegalStateException if there are no words
     */
    public void forEachSetOnlyHere(GroupedBitmap other, IntConsumer visitor) {
        requireWords();
        if (other.words.length != words.length) {
            throw new IllegalArgumentException(
                    "a bitmap of " + words.length + " words compared with one of " + other.words.length);
        }
        for (int word = 0; word < words.length; word++) {
            visit(word << WORD_SHIFT, words[word] & ~other.words[word], visitor);
        }
    }

    private static void visit(int first, long bits, IntConsumer visitor) {
        for (long left = bits; left != 0; left &= left - 1) {
            visitor.accept(first + Long.numberOfTrailingZeros(left));
        }
    }

    /**
     * Serializes the bitmap.
     *
     * @return 4 bytes and 8 for each word
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[Integer.BYTES + words.length * Long.BYTES];
        write(bytes, 0);
        return bytes;
    }

    /**
     * Reads a bitmap.
     *
     * @param bytes holds it, and nothing behind it
     * @return the bitmap
     * @throws CorruptFileException if the bytes do not end with a word, or have fewer bits than the length says
     */
    public static GroupedBitmap fromBytes(byte[] bytes) {
        String where = "grouped bitmap of " + bytes.length + " bytes";
        if (bytes.length < Integer.BYTES || (bytes.length - Integer.BYTES) % Long.BYTES != 0) {
            throw new CorruptFileException(where, "4 bytes and 8 for each word", bytes.length + " bytes");
        }
        long[] words = new long[bytes.length / Long.BYTES];
        int length = LittleEndian.getInt(bytes, 0);
        if (length < 0 || length > (long) words.length << WORD_SHIFT) {
            throw new CorruptFileException(where, "at most " + words.length * Long.SIZE + " bits", length + " bits");
        }
        for (int word = 0; word < words.length; word++) {
            words[word] = LittleEndian.getLong(bytes, Integer.BYTES + word * Long.BYTES);
        }
        return new GroupedBitmap(length, words);
    }

    /** The bytes of a serialized bitmap whose capacity is its length. */
    static int serializedSize(int length) {
        return Integer.BYTES + wordCount(length) * Long.BYTES;
    }

    static int wordCount(int bits) {
        return (int) ((bits + 63L) >>> WORD_SHIFT);
    }

    /** Writes the bitmap and returns where it ends. */
    int write(byte[] bytes, int offset) {
        LittleEndian.putInt(bytes, offset, length);
        int at = offset + Integer.BYTES;
        for (long word : words) {
            LittleEndian.putLong(bytes, at, word);
            at += Long.BYTES;
        }
        return at;
    }

    void setWord(int word, long bits) {
        words[word] = bits;
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= length) {
            throw new IllegalArgumentException("bit " + index + " of a bitmap of " + length + " bits");
        }
    }

    private void requireWords() {
        if (words.length == 0) {
            throw new IllegalStateException("a bitmap without words has nothing to visit");
        }
    }
}
