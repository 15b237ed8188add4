package org.copsedb.codec;

import java.util.function.Consumer;

/**
 * What one component of a key must be or begin with. Immutable.
 *
 * @param <R> the type of the record that is the key
 * @see RecordKeyCodec#where
 */
public final class KeyCondition<R> {
    private final KeyComponent<R, ?> component;
    private final boolean exact;
    private final Consumer<ByteWriter> delimited;
    private final Consumer<ByteWriter> last;

    KeyCondition(
            KeyComponent<R, ?> component, boolean exact, Consumer<ByteWriter> delimited, Consumer<ByteWriter> last) {
        this.component = component;
        this.exact = exact;
        this.delimited = delimited;
        this.last = last;
    }

    KeyComponent<R, ?> component() {
        return component;
    }

    /** Tells whether the component must be the value, so that a condition on the next one makes sense. */
    boolean isExact() {
        return exact;
    }

    /** Writes the bytes that the component begins with where others follow it. */
    void encodeDelimited(ByteWriter out) {
        delimited.accept(out);
    }

    /** Writes the bytes that the component begins with where it is the record's last. */
    void encodeLast(ByteWriter out) {
        last.accept(out);
    }
}
