package org.copsedb.codec;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All keys whose encodings begin with the same bytes: the strings that begin with {@code "Ber"}, or the tuples whose
 * first component is {@code "DE"}. They are the keys from {@link #lower}, included, to {@link #upper}, excluded,
 * because keys are compared as unsigned bytes. Immutable.
 *
 * @param <K> the type of the keys
 * @see KeyCodec#startingWith(Object)
 * @see Tuple2KeyCodec#withFirst(Object)
 */
public final class KeyPrefix<K> {
    private static final byte HIGHEST = (byte) 0xFF;

    private final KeyCodec<K> codec;
    private final byte[] lower;
    private final byte @Nullable [] upper;

    private KeyPrefix(KeyCodec<K> codec, byte[] lower) {
        this.codec = codec;
        this.lower = lower;
        this.upper = successor(lower);
    }

    /** Returns the keys that begin as the given one. */
    static <K> KeyPrefix<K> startingWith(KeyCodec<K> codec, K beginning) {
        Objects.requireNonNull(beginning, () -> "A beginning for codec " + codec.name() + " is null");
        return of(codec, out -> codec.encodePrefix(beginning, out));
    }

    /** Returns the keys of a codec that begin with the bytes that a part of it writes. */
    static <K> KeyPrefix<K> of(KeyCodec<K> codec, Consumer<ByteWriter> encoding) {
        String name = codec.name();
        EncodedBytes bytes = new EncodedBytes();
        ByteWriter writer = bytes.writer();
        writer.begin(name);
        try {
            encoding.accept(writer);
        } catch (CodecException e) {
            throw e.in(name);
        } catch (RuntimeException e) {
            throw new CodecException(name, "the encoding of a prefix threw " + e, e);
        } finally {
            writer.end();
        }
        return new KeyPrefix<>(codec, bytes.take());
    }

    private static byte @Nullable [] successor(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == HIGHEST) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] next = Arrays.copyOf(bytes, length);
        next[length - 1]++;
        return next;
    }

    /**
     * Returns the codec whose encodings begin so; a prefix means nothing to a table of another one.
     *
     * @return the codec
     */
    public KeyCodec<K> codec() {
        return codec;
    }

    /**
     * Returns the common bytes, which are the lowest possible key.
     *
     * @return a copy of them
     */
    public byte[] lower() {
        return lower.clone();
    }

    /**
     * Returns the lowest bytes that come after all these keys.
     *
     * @return a copy of them, or empty if no bytes do, because all common ones are 0xFF or there are none
     */
    public Optional<byte[]> upper() {
        return upper == null ? Optional.empty() : Optional.of(upper.clone());
    }

    /**
     * Tells whether the encoding of a key begins with the common bytes.
     *
     * @param key the encoding
     * @return whether it does
     */
    public boolean isPrefixOf(byte[] key) {
        return key.length >= lower.length && Arrays.equals(key, 0, lower.length, lower, 0, lower.length);
    }

    @Override
    public String toString() {
        return codec.name() + " beginning with 0x" + HexFormat.of().formatHex(lower);
    }
}
