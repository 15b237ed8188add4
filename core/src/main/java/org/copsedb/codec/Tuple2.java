package org.copsedb.codec;

import java.util.Objects;

/**
 * Two components, compared one after the other when they are a key.
 *
 * @param <A> the type of the first
 * @param <B> the type of the second
 * @param first the first component
 * @param second the second component
 * @see Codecs#tuple(KeyCodec, KeyCodec)
 */
public record Tuple2<A, B>(A first, B second) {
    /**
     * Checks that no component is null.
     *
     * @param first the first component
     * @param second the second component
     */
    public Tuple2 {
        Objects.requireNonNull(first, "The first component is null");
        Objects.requireNonNull(second, "The second component is null");
    }
}
