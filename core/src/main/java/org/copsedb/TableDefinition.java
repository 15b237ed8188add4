package org.copsedb;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.copsedb.codec.Codec;
import org.copsedb.codec.KeyCodec;

/**
 * Names a table and its types. Meant to be a constant; it belongs to no database.
 *
 * <p>The names of the codecs are stored when the table is created and compared whenever it is opened.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param name the table's name, 1 to {@value #MAXIMUM_NAME_LENGTH} bytes of UTF-8
 * @param keyCodec turns keys into bytes that keep their order
 * @param valueCodec turns values into bytes
 */
public record TableDefinition<K, V>(String name, KeyCodec<K> keyCodec, Codec<V> valueCodec) {
    /** The longest name, in bytes of UTF-8. */
    public static final int MAXIMUM_NAME_LENGTH = 1_024;

    /**
     * Checks the name.
     *
     * @param name the table's name
     * @param keyCodec turns keys into bytes that keep their order
     * @param valueCodec turns values into bytes
     * @throws IllegalArgumentException if the name is empty, too long or has no UTF-8
     */
    public TableDefinition {
        Objects.requireNonNull(keyCodec, "keyCodec");
        Objects.requireNonNull(valueCodec, "valueCodec");
        requireName(name);
    }

    /** Refuses a name that no table can have. */
    static void requireName(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAXIMUM_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "a table's name takes 1 to " + MAXIMUM_NAME_LENGTH + " bytes of UTF-8, not " + length);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException(
                    "the name of a table has an unpaired surrogate, which UTF-8 can not express: \"" + name + '"');
        }
    }

    /**
     * Defines a table.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param name the table's name
     * @param keyCodec turns keys into bytes that keep their order
     * @param valueCodec turns values into bytes
     * @return the definition
     */
    public static <K, V> TableDefinition<K, V> of(String name, KeyCodec<K> keyCodec, Codec<V> valueCodec) {
        return new TableDefinition<>(name, keyCodec, valueCodec);
    }
}
