package org.copsedb.codec;

import java.util.Objects;

/**
 * Four components, compared one after the other when they are a key.
 *
 * @param <A> the type of the first
 * @param <B> the type of the second
 * @param <C> the type of the third
 * @param <D> the type of the fourth
 * @param first the first component
 * @param second the second component
 * @param third the third component
 * @param fourth the fourth component
 * @see Codecs#tuple(KeyCodec, KeyCodec, KeyCodec, KeyCodec)
 */
public record Tuple4<A, B, C, D>(A first, B second, C third, D fourth) {
    /**
     * Checks that no component is null.
     *
     * @param first the first component
     * @param second the second component
     * @param third the third component
     * @param fourth the fourth component
     */
    public Tuple4 {
        Objects.requireNonNull(first, "The first component is null");
        Objects.requireNonNull(second, "The second component is null");
        Objects.requireNonNull(third, "The third component is null");
        Objects.requireNonNull(fourth, "The fourth component is null");
    }
}
