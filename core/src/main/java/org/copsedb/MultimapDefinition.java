package org.copsedb;

import java.util.Objects;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.KeyCodec;
import org.copsedb.codec.Tuple2;
import org.copsedb.codec.Tuple2KeyCodec;

/**
 * Names a multimap table and its types. Meant to be a constant; it belongs to no database.
 *
 * <p>Multimaps and tables share their names. A multimap is stored as a table of the pairs of its keys and values, so
 * the encodings of both together must not be longer than a key can be.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param name the multimap's name, 1 to {@value TableDefinition#MAXIMUM_NAME_LENGTH} bytes of UTF-8
 * @param keyCodec turns keys into bytes that keep their order
 * @param valueCodec turns values into bytes that keep their order
 */
public record MultimapDefinition<K, V>(String name, KeyCodec<K> keyCodec, KeyCodec<V> valueCodec) {
    /**
     * Checks the name.
     *
     * @param name the multimap's name
     * @param keyCodec turns keys into bytes that keep their order
     * @param valueCodec turns values into bytes that keep their order
     * @throws IllegalArgumentException if the name is empty, too long or has no UTF-8
     */
    public MultimapDefinition {
        TableDefinition.requireName(name);
        Objects.requireNonNull(keyCodec, "keyCodec");
        Objects.requireNonNull(valueCodec, "valueCodec");
    }

    /**
     * Defines a multimap.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param name the multimap's name
     * @param keyCodec turns keys into bytes that keep their order
     * @param valueCodec turns values into bytes that keep their order
     * @return the definition
     */
    public static <K, V> MultimapDefinition<K, V> of(String name, KeyCodec<K> keyCodec, KeyCodec<V> valueCodec) {
        return new MultimapDefinition<>(name, keyCodec, valueCodec);
    }

    Tuple2KeyCodec<K, V> pairCodec() {
        return Codecs.tuple(keyCodec, valueCodec);
    }

    /** Returns the table of the pairs; the name of its value codec is what tells it from other tables. */
    TableDefinition<Tuple2<K, V>, Presence> pairs(Tuple2KeyCodec<K, V> codec) {
        return TableDefinition.of(name, codec, Presence.CODEC);
    }
}
