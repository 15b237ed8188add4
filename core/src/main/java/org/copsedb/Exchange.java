package org.copsedb;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the value of a key for another one or for none. The old one is decoded before anything changes, so that a
 * codec that fails at it leaves it where it is.
 */
final class Exchange<V> implements UnaryOperator<byte @Nullable []> {
    private final EntryCodec<?, V> codec;
    private final byte @Nullable [] successor;
    private final boolean putsAbsent;
    private boolean hasChanged;
    private @Nullable V former;
    private @Nullable Throwable refusal;

    /**
     * Creates an exchange.
     *
     * @param successor the new value, null to remove the key
     * @param putsAbsent whether a key that is absent gets the new value
     */
    Exchange(EntryCodec<?, V> codec, byte @Nullable [] successor, boolean putsAbsent) {
        this.codec = codec;
        this.successor = successor;
        this.putsAbsent = putsAbsent;
    }

    @Override
    public byte @Nullable [] apply(byte @Nullable [] present) {
        if (present == null && !putsAbsent) {
            return null;
        }
        try {
            former = codec.toNullableValue(present);
        } catch (Throwable thrown) {
            refusal = thrown;
            throw thrown;
        }
        hasChanged = true;
        return successor;
    }

    boolean hasChanged() {
        return hasChanged;
    }

    /** Returns the old value, null if there was none. */
    @Nullable
    V former() {
        return former;
    }

    /** Returns what the codec threw. */
    @Nullable
    Throwable refusal() {
        return refusal;
    }
}
