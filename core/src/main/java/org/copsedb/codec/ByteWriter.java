package org.copsedb.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a codec appends the bytes of a value, most significant byte first. It grows as needed, up to a limit beyond
 * which it throws {@link CodecException}. It may be used only while {@link Codec#encode} runs, by the thread that
 * called it.
 */
public final class ByteWriter {
    /** The most bytes that an encoding may have; some less than the longest array, for rounding up. */
    static final int MAXIMUM_SIZE = Integer.MAX_VALUE - 16_384;

    /** An array larger than this is not kept for the next value. */
    private static final int RETAINED_CAPACITY = 65_536;

    private static final int INITIAL_CAPACITY = 64;
    private static final int CHARACTERS_AT_A_TIME = 1_024;

    /** By how much the array may pass the limit, because text asks for the space of its longest encoding. */
    private static final int SLACK = 4 * CHARACTERS_AT_A_TIME;

    private static final byte[] NOTHING = {};
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int maximumSize;
    private byte[] bytes = NOTHING;
    private int size;

    /** The length of {@link #bytes} while a codec may write, else 0, so that a late write is noticed at no cost. */
    private int capacity;

    private @Nullable String codecName;

    ByteWriter(int maximumSize) {
        this.maximumSize = maximumSize;
    }

    /**
     * Appends one byte.
     *
     * @param value the byte in the low 8 bits; the others are ignored
     */
    public void writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /**
     * Appends two bytes.
     *
     * @param value the bytes in the low 16 bits; the others are ignored
     */
    public void writeShort(int value) {
        reserve(Short.BYTES);
        SHORTS.set(bytes, size, (short) value);
        size += Short.BYTES;
    }

    /**
     * Appends four bytes.
     *
     * @param value the bytes
     */
    public void writeInt(int value) {
        reserve(Integer.BYTES);
        INTS.set(bytes, size, value);
        size += Integer.BYTES;
    }

    /**
     * Appends eight bytes.
     *
     * @param value the bytes
     */
    public void writeLong(long value) {
        reserve(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    /**
     * Appends all bytes of an array.
     *
     * @param source the bytes
     */
    public void writeBytes(byte[] source) {
        writeBytes(source, 0, source.length);
    }

    /**
     * Appends bytes of an array.
     *
     * @param source the array
     * @param offset where they begin
     * @param length how many
     * @throws IndexOutOfBoundsException if the array does not have them
     */
    public void writeBytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /**
     * Appends the bytes between position and limit of a buffer, which is left as it was.
     *
     * @param source the bytes
     */
    public void writeBytes(ByteBuffer source) {
        int length = source.remaining();
        reserve(length);
        source.get(source.position(), bytes, size, length);
        size += length;
    }

    /**
     * Appends a text in UTF-8, whose byte order is the order of code points.
     *
     * @param text the text
     * @throws CodecException if it contains an unpaired surrogate, which UTF-8 cannot express
     */
    public void writeUtf8(String text) {
        int length = text.length();
        for (int index = 0; index < length; ) {
            index = writeUtf8(text, index, Math.min(length, index + CHARACTERS_AT_A_TIME));
        }
    }

    /** Appends the characters up to an index, or one more if it divides a pair; returns where it stopped. */
    private int writeUtf8(String text, int from, int to) {
        reserve(3 * (to - from) + 1);
        byte[] target = bytes;
        int at = size;
        int index = from;
        while (index < to) {
            char character = text.charAt(index++);
            if (character < 0x80) {
                target[at++] = (byte) character;
            } else if (character < 0x800) {
                target[at++] = (byte) (0xC0 | character >> 6);
                target[at++] = (byte) (0x80 | (character & 0x3F));
            } else if (!Character.isSurrogate(character)) {
                target[at++] = (byte) (0xE0 | character >> 12);
                target[at++] = (byte) (0x80 | (character >> 6 & 0x3F));
                target[at++] = (byte) (0x80 | (character & 0x3F));
            } else {
                int codePoint = text.codePointAt(index - 1);
                if (codePoint == character) {
                    throw failure("the text has an unpaired surrogate, " + String.format("U+%04X", codePoint)
                            + ", at index " + (index - 1));
                }
                index++;
                target[at++] = (byte) (0xF0 | codePoint >> 18);
                target[at++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
                target[at++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
                target[at++] = (byte) (0x80 | (codePoint & 0x3F));
            }
        }
        size = at;
        return index;
    }

    private void reserve(int length) {
        if (length > capacity - size) {
            grow(length);
        }
    }

    private void grow(int length) {
        if (codecName == null) {
            throw new CodecException("a codec wrote after its encode method had returned");
        }
        long needed = (long) size + length;
        if (needed > (long) maximumSize + SLACK) {
            throw failure("it wrote more than " + maximumSize + " bytes, the limit here");
        }
        long doubled = Math.min(2L * bytes.length, (long) maximumSize + SLACK);
        bytes = Arrays.copyOf(bytes, (int) Math.max(Math.max(needed, doubled), INITIAL_CAPACITY));
        capacity = bytes.length;
    }

    private CodecException failure(String problem) {
        return codecName == null ? new CodecException(problem) : new CodecException(codecName, problem);
    }

    // What follows is for those who call codecs.

    /** Lets a codec write, until {@link #end}. */
    void begin(String name) {
        if (codecName != null) {
            throw new CodecException(name, "it was called while codec " + codecName + " was writing the same bytes");
        }
        codecName = name;
        capacity = bytes.length;
    }

    void end() {
        codecName = null;
        capacity = 0;
    }

    int maximumSize() {
        return maximumSize;
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    /** Forgets all bytes from a size on. */
    void truncate(int newSize) {
        size = newSize;
        if (newSize == 0 && bytes.length > RETAINED_CAPACITY) {
            bytes = NOTHING;
            capacity = 0;
        }
    }

    /** Returns the bytes in an array of just their size, and forgets them. Only long ones are handed over uncopied. */
    byte[] take() {
        byte[] taken = size == bytes.length && size > RETAINED_CAPACITY ? bytes : Arrays.copyOf(bytes, size);
        truncate(0);
        return taken;
    }

    /** Inverts all bits from an offset on. */
    void invertFrom(int start) {
        byte[] target = bytes;
        for (int i = start; i < size; i++) {
            target[i] = (byte) ~target[i];
        }
    }

    /** Makes room for bytes before those from an offset on. */
    void insert(int start, int length) {
        reserve(length);
        System.arraycopy(bytes, start, bytes, start + length, size - start);
        size += length;
    }

    /** Replaces a byte that was written. */
    void set(int offset, int value) {
        bytes[offset] = (byte) value;
    }

    /** Escapes the bytes from an offset on, so that an {@link EndMark} can follow. */
    void escapeFrom(int start) {
        int first = EndMark.indexOfSpecial(bytes, start, size, 0);
        if (first == size) {
            return;
        }
        int specials = EndMark.countSpecials(bytes, first, size);
        reserve(specials);
        EndMark.escape(bytes, first, size, specials);
        size += specials;
    }
}
