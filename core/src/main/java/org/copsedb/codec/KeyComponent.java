package org.copsedb.codec;

import java.util.function.Function;

/**
 * A component of a record that is a key. Made by {@link Codecs#component(KeyCodec, Function)}. Immutable.
 *
 * @param <R> the type of the record
 * @param <C> the type of the component
 * @see Codecs#record(String, Function, KeyComponent...)
 */
public final class KeyComponent<R, C> extends Component<R, C> {
    private final KeyCodec<C> codec;
    private final KeyCodec<C> delimited;

    KeyComponent(KeyCodec<C> codec, Function<? super R, ? extends C> getter) {
        super(codec, getter);
        this.codec = codec;
        this.delimited = codec.delimited();
    }

    /**
     * Returns the condition that this component has a certain value.
     *
     * @param value the value
     * @return the condition
     */
    public KeyCondition<R> is(C value) {
        return new KeyCondition<>(this, true, out -> delimited.encode(value, out), out -> codec.encode(value, out));
    }

    /**
     * Returns the condition that this component begins with a certain value, as {@link KeyCodec#startingWith} explains.
     *
     * @param beginning the beginning
     * @return the condition
     */
    public KeyCondition<R> startingWith(C beginning) {
        return new KeyCondition<>(
                this, false, out -> delimited.encodePrefix(beginning, out), out -> codec.encodePrefix(beginning, out));
    }

    @Override
    KeyComponent<R, C> delimited() {
        return delimited == codec ? this : new KeyComponent<>(delimited, getter());
    }

    void encodePrefix(R beginning, ByteWriter out) {
        codec.encodePrefix(get(beginning), out);
    }
}
