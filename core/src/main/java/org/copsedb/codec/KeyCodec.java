package org.copsedb.codec;

/**
 * A codec whose bytes are in the order of the values: if {@code a} comes before {@code b}, then the encoding of
 * {@code a} comes before that of {@code b} when bytes are compared one by one as unsigned numbers and a sequence comes
 * before the longer ones that begin with it. Equal values, and only they, have equal bytes. The order of each built-in
 * codec is stated at {@link Codecs}; a codec that breaks the rule makes ranges and iteration follow its bytes, and
 * harms nothing else.
 *
 * @param <T> the type of the keys, never null
 */
public interface KeyCodec<T> extends Codec<T> {
    /**
     * Returns the form of this codec that can stand before other components of a tuple: no encoding of it is the
     * beginning of another, and the order is the same. A codec whose encodings have this property already overrides
     * this method to return itself; the others get an end mark after each value, and are checked if their size is
     * fixed.
     *
     * @return a codec of the same name, values and order, itself if it is delimited already
     */
    @Override
    default KeyCodec<T> delimited() {
        return fixedSize().isPresent() ? new FixedSizeKeyCodec<>(this) : new EndMarkedKeyCodec<>(this);
    }

    /**
     * Writes the bytes with which the encodings of all keys begin that begin with the given one. Strings and byte
     * sequences begin with their prefixes, tuples with a tuple whose last component is a prefix of theirs; keys of
     * other types begin with themselves only.
     *
     * @param beginning the common beginning
     * @param out where to append
     */
    default void encodePrefix(T beginning, ByteWriter out) {
        encode(beginning, out);
    }

    /**
     * Returns the range of all keys that begin with the given one, as {@link #encodePrefix} explains.
     *
     * @param beginning the common beginning
     * @return the prefix of their encodings
     * @throws CodecException if it cannot be encoded
     */
    default KeyPrefix<T> startingWith(T beginning) {
        return KeyPrefix.startingWith(this, beginning);
    }
}
