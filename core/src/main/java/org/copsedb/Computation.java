package org.copsedb;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Computes a value from the old one, with what a codec throws kept apart from what the user's function throws. */
final class Computation<V> implements UnaryOperator<byte @Nullable []> {
    private final EntryCodec<?, V> codec;
    private final Function<@Nullable V, ? extends @Nullable V> function;
    private boolean hasChanged;
    private @Nullable V result;
    private @Nullable Throwable refusal;

    Computation(EntryCodec<?, V> codec, Function<@Nullable V, ? extends @Nullable V> function) {
        this.codec = codec;
        this.function = function;
    }

    @Override
    public byte @Nullable [] apply(byte @Nullable [] present) {
        V former;
        try {
            former = codec.toNullableValue(present);
        } catch (Throwable thrown) {
            refusal = thrown;
            throw thrown;
        }
        V value = function.apply(former);
        result = value;
        hasChanged = present != null || value != null;
        if (value == null) {
            return null;
        }
        try {
            return codec.value(value);
        } catch (Throwable thrown) {
            refusal = thrown;
            throw thrown;
        }
    }

    /** Tells whether there was a value, or is one now. */
    boolean hasChanged() {
        return hasChanged;
    }

    /** Returns the new value, null if there is none. */
    @Nullable
    V result() {
        return result;
    }

    /** Returns what the codec threw: nothing has changed then. */
    @Nullable
    Throwable refusal() {
        return refusal;
    }
}
