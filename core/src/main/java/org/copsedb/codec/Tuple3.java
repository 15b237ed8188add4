package org.copsedb.codec;

import java.util.Objects;

/**
 * Three components, compared one after the other when they are a key.
 *
 * @param <A> the type of the first
 * @param <B> the type of the second
 * @param <C> the type of the third
 * @param first the first component
 * @param second the second component
 * @param third the third component
 * @see Codecs#tuple(KeyCodec, KeyCodec, KeyCodec)
 */
public record Tuple3<A, B, C>(A first, B second, C third) {
    /**
     * Checks that no component is null.
     *
     * @param first the first component
     * @param second the second component
     * @param third the third component
     */
    public Tuple3 {
        Objects.requireNonNull(first, "The first component is null");
        Objects.requireNonNull(second, "The second component is null");
        Objects.requireNonNull(third, "The third component is null");
    }
}
