package org.copsedb.codec;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The way to call a codec that nobody has to trust: whatever it does, the caller gets a value or complete bytes, or an
 * exception that names the codec and says what it did, and a buffer holds what it held before. Exceptions of the codec
 * are the cause of a {@link CodecException}; an {@link Error} passes unchanged.
 *
 * <p>Name and fixed size are asked for once. Immutable and thread-safe, as the codec must be.
 *
 * @param <T> the type of the values
 */
public final class CheckedCodec<T> {
    /** The longest name that a codec may have, in characters. */
    public static final int MAXIMUM_NAME_LENGTH = 65_535;

    private static final int VARIABLE_SIZE = -1;

    private final Codec<T> codec;
    private final String name;
    private final int fixedSize;

    private CheckedCodec(Codec<T> codec) {
        this.codec = codec;
        this.name = nameOf(codec);
        this.fixedSize = fixedSizeOf(codec);
    }

    /**
     * Makes a codec safe to call.
     *
     * @param codec the codec
     * @param <T> the type of its values
     * @return the way to call it
     * @throws CodecException if its name is missing or too long, or its fixed size is negative
     */
    public static <T> CheckedCodec<T> of(Codec<T> codec) {
        return new CheckedCodec<>(codec);
    }

    /**
     * Returns the name of the codec.
     *
     * @return the name, at most {@value #MAXIMUM_NAME_LENGTH} characters
     */
    public String name() {
        return name;
    }

    /**
     * Returns the size that all encodings have.
     *
     * @return the size in bytes, or empty if sizes differ
     */
    public OptionalInt fixedSize() {
        return fixedSize == VARIABLE_SIZE ? OptionalInt.empty() : OptionalInt.of(fixedSize);
    }

    /**
     * Encodes a value into a new array.
     *
     * @param value the value
     * @return an array of exactly the bytes of its encoding
     * @throws CodecException if that failed
     */
    public byte[] encode(T value) {
        EncodedBytes bytes = new EncodedBytes();
        encode(value, bytes);
        return bytes.take();
    }

    /**
     * Encodes a value at the end of a buffer.
     *
     * @param value the value
     * @param out the buffer, which is as before if this method throws
     * @return how many bytes were appended
     * @throws CodecException if that failed
     */
    public int encode(T value, EncodedBytes out) {
        Objects.requireNonNull(value, () -> "A value for codec " + name + " is null");
        ByteWriter writer = out.writer();
        int start = writer.size();
        writer.begin(name);
        boolean complete = false;
        try {
            codec.encode(value, writer);
            requirePromisedSize(writer, start);
            complete = true;
        } catch (CodecException e) {
            throw e.in(name);
        } catch (RuntimeException e) {
            throw new CodecException(name, "its encode method threw " + e, e);
        } finally {
            writer.end();
            if (!complete) {
                writer.truncate(start);
            }
        }
        return writer.size() - start;
    }

    private void requirePromisedSize(ByteWriter writer, int start) {
        int written = writer.size() - start;
        if (fixedSize != VARIABLE_SIZE && written != fixedSize) {
            throw new CodecException(name, "it promises a fixed size of " + fixedSize + " bytes, but wrote " + written);
        }
        if (writer.size() > writer.maximumSize()) {
            throw new CodecException(
                    name, "it wrote " + written + " bytes, where " + (writer.maximumSize() - start) + " are the limit");
        }
    }

    /**
     * Decodes a value from part of an array, which is not changed and not kept.
     *
     * @param bytes the array
     * @param offset where the encoding begins
     * @param length how many bytes it has
     * @return the value
     * @throws CodecException if the bytes are no encoding of a value
     * @throws IndexOutOfBoundsException if the array has no such part
     */
    public T decode(byte[] bytes, int offset, int length) {
        ByteReader in = new ByteReader(name, bytes, offset, length);
        if (fixedSize != VARIABLE_SIZE && length != fixedSize) {
            throw in.malformed(fixedSize + " bytes", length + " bytes");
        }
        T value;
        try {
            value = codec.decode(in);
        } catch (CodecException e) {
            throw e.in(name);
        } catch (RuntimeException e) {
            throw new CodecException(name, "its decode method threw " + e, e);
        }
        if (value == null) {
            throw new CodecException(name, "its decode method returned null");
        }
        in.requireEnd(name);
        return value;
    }

    private static String nameOf(Codec<?> codec) {
        String name = codec.name();
        if (name == null || name.isBlank() || name.length() > MAXIMUM_NAME_LENGTH) {
            throw new CodecException("A codec's name has 1 to " + MAXIMUM_NAME_LENGTH + " characters, that of "
                    + codec.getClass().getName() + " is " + (name == null ? "null" : name.length() + " long"));
        }
        return name;
    }

    private static int fixedSizeOf(Codec<?> codec) {
        OptionalInt size = codec.fixedSize();
        if (size.isPresent() && size.getAsInt() < 0) {
            throw new CodecException(codec.name(), "its fixed size is negative: " + size.getAsInt());
        }
        return size.orElse(VARIABLE_SIZE);
    }
}
