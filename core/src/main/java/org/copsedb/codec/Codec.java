package org.copsedb.codec;

import java.util.OptionalInt;

/**
 * How values of one type become bytes and return from them. {@link Codecs} has the codecs of common types and ways to
 * compose them; a codec of your own is most easily made from one of them with {@link Codecs#map(Codec,
 * java.util.function.Function, java.util.function.Function, String) Codecs.map}.
 *
 * <p>A codec states no size in advance: it writes once, into a buffer that grows. What it may do wrong is found by
 * {@link CheckedCodec}, through which the database calls every codec, before it touches a table: it may throw, write
 * another size than the fixed one that it promised, read less than it was given, or return null.
 *
 * <p>Codecs are immutable and called by many threads at once. They must not call the database.
 *
 * @param <T> the type of the values, never null
 */
public interface Codec<T> {
    /**
     * Names the format of the bytes, such as {@code string} or {@code tuple(string,long)}. The name is stored with a
     * table and compared when the table is opened, so it must change when the bytes change their meaning, and must not
     * change otherwise.
     *
     * @return the name, the same at every call, 1 to {@value CheckedCodec#MAXIMUM_NAME_LENGTH} characters
     */
    String name();

    /**
     * Writes a value.
     *
     * @param value the value
     * @param out where to append its bytes
     * @throws CodecException if the value has no encoding; any other exception is reported as one
     */
    void encode(T value, ByteWriter out);

    /**
     * Reads a value. The reader ends where the value's bytes end, unless the codec is a {@link #delimited() delimited}
     * one, which finds its end itself.
     *
     * @param in the bytes; no more may be read than this value's
     * @return the value, which shares no memory with the reader
     * @throws CodecException if the bytes are not those of a value; any other exception is reported as one
     */
    T decode(ByteReader in);

    /**
     * Tells whether all values take the same number of bytes.
     *
     * @return that number, 0 or more, or empty if sizes differ
     */
    default OptionalInt fixedSize() {
        return OptionalInt.empty();
    }

    /**
     * Returns the form of this codec in which something else may follow a value: its encodings show where they end.
     * Unless a codec is known to do so itself, a length is put before each value, or the size is checked if it is
     * fixed.
     *
     * @return a codec of the same name and values, itself if it is delimited already
     */
    default Codec<T> delimited() {
        return fixedSize().isPresent() ? new FixedSizeCodec<>(this) : new LengthPrefixedCodec<>(this);
    }
}
