package org.copsedb.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes from which a codec reads a value, most significant byte first: a part of a larger array, read where it
 * lies. Every method that would pass the end throws {@link CodecException} instead, before it allocates anything. A
 * reader may be used only while {@link Codec#decode} runs, by the thread that called it.
 */
public final class ByteReader {
    private static final char REPLACEMENT_CHARACTER = '\uFFFD';
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final String codecName;
    private final byte[] bytes;
    private final int start;
    private int position;
    private int limit;

    /** Every byte read is combined with this by exclusive or: 0, or -1 where bytes are stored inverted. */
    private int mask;

    ByteReader(String codecName, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.codecName = codecName;
        this.bytes = bytes;
        this.start = offset;
        this.position = offset;
        this.limit = offset + length;
    }

    /**
     * Returns how many bytes are left.
     *
     * @return 0 or more
     */
    public int remaining() {
        return limit - position;
    }

    /**
     * Reads a byte.
     *
     * @return -128 to 127
     */
    public byte readByte() {
        require(1);
        return (byte) (bytes[position++] ^ mask);
    }

    /**
     * Reads a byte as an unsigned number.
     *
     * @return 0 to 255
     */
    public int readUnsignedByte() {
        return readByte() & 0xFF;
    }

    /**
     * Reads two bytes.
     *
     * @return their value
     */
    public short readShort() {
        require(Short.BYTES);
        short value = (short) SHORTS.get(bytes, position);
        position += Short.BYTES;
        return (short) (value ^ mask);
    }

    /**
     * Reads four bytes.
     *
     * @return their value
     */
    public int readInt() {
        require(Integer.BYTES);
        int value = (int) INTS.get(bytes, position);
        position += Integer.BYTES;
        return value ^ mask;
    }

    /**
     * Reads eight bytes.
     *
     * @return their value
     */
    public long readLong() {
        require(Long.BYTES);
        long value = (long) LONGS.get(bytes, position);
        position += Long.BYTES;
        return value ^ mask;
    }

    /**
     * Reads bytes into a new array.
     *
     * @param length how many
     * @return a copy of them
     */
    public byte[] readBytes(int length) {
        require(length);
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        if (mask != 0) {
            for (int i = 0; i < length; i++) {
                copy[i] = (byte) ~copy[i];
            }
        }
        return copy;
    }

    /**
     * Reads bytes without copying them, where that is possible.
     *
     * @param length how many
     * @return a read-only buffer of them, valid until {@link Codec#decode} returns
     */
    public ByteBuffer readBuffer(int length) {
        if (mask != 0) {
            return ByteBuffer.wrap(readBytes(length)).asReadOnlyBuffer();
        }
        require(length);
        ByteBuffer view = ByteBuffer.wrap(bytes, position, length).slice().asReadOnlyBuffer();
        position += length;
        return view;
    }

    /**
     * Reads a text in UTF-8.
     *
     * @param length how many bytes it takes
     * @return the text
     * @throws CodecException if the bytes are not well-formed UTF-8
     */
    public String readUtf8(int length) {
        require(length);
        byte[] source = bytes;
        int from = position;
        if (mask != 0) {
            source = readBytes(length);
            position = from;
            from = 0;
        }
        String text = new String(source, from, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT_CHARACTER) >= 0 && !isUtf8Of(text, source, from, length)) {
            throw malformed(length + " bytes of UTF-8", "a malformed sequence among them");
        }
        position += length;
        return text;
    }

    /** Malformed input is decoded as the replacement character, which is a legal character too. */
    private static boolean isUtf8Of(String text, byte[] source, int from, int length) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(expected, 0, expected.length, source, from, from + length);
    }

    /**
     * Creates the exception for bytes that are no value, with the codec's name and the place.
     *
     * @param expected what should have been there
     * @param found what is there instead
     * @return the exception, for the caller to throw
     */
    public CodecException malformed(String expected, String found) {
        return new CodecException(
                codecName,
                "at byte " + (position - start) + " of " + (limit - start) + ": expected " + expected + ", found "
                        + found);
    }

    private void require(int length) {
        if (length < 0 || length > limit - position) {
            throw missing(length);
        }
    }

    private CodecException missing(int length) {
        return length < 0
                ? malformed("a number of bytes to read", "the negative number " + length)
                : malformed(length + (length == 1 ? " byte" : " bytes"), remaining() + " left");
    }

    // What follows is for the codecs that contain others.

    String codecName() {
        return codecName;
    }

    byte[] array() {
        return bytes;
    }

    int mask() {
        return mask;
    }

    /** Returns the index in {@link #array} of the next byte. */
    int position() {
        return position;
    }

    /** Returns the index in {@link #array} after the last byte. */
    int limit() {
        return limit;
    }

    void skip(int length) {
        require(length);
        position += length;
    }

    /** From here on, bytes are read as if each of their bits were the other; a second call ends it. */
    void invert() {
        mask = ~mask;
    }

    /** Decodes a value from exactly the given number of bytes. */
    <T> T readExactly(int length, Codec<T> codec) {
        require(length);
        int outerLimit = limit;
        limit = position + length;
        try {
            T value = codec.decode(this);
            requireEnd(codec.name());
            return value;
        } finally {
            limit = outerLimit;
        }
    }

    /** Refuses bytes that a codec did not read. */
    void requireEnd(String reader) {
        if (position != limit) {
            throw malformed("the end of a " + reader, remaining() + " more bytes");
        }
    }
}
