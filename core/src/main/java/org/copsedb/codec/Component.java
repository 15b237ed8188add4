package org.copsedb.codec;

import java.util.function.Function;

/**
 * One of the values that a record consists of: how to get it from a record, and how to store it. Made by
 * {@link Codecs#component(Codec, Function)}. Immutable.
 *
 * @param <R> the type of the record
 * @param <C> the type of the component
 * @see Codecs#record(String, Function, Component...)
 */
public sealed class Component<R, C> permits KeyComponent {
    private final Codec<C> codec;
    private final Codec<C> delimited;
    private final Function<? super R, ? extends C> getter;

    Component(Codec<C> codec, Function<? super R, ? extends C> getter) {
        this.codec = codec;
        this.delimited = codec.delimited();
        this.getter = getter;
    }

    /** Returns the codec for the last component of a record; others are delimited. */
    Codec<C> codec() {
        return codec;
    }

    /** Returns this component as one that anything can follow. */
    Component<R, C> delimited() {
        return delimited == codec ? this : new Component<>(delimited, getter);
    }

    final Function<? super R, ? extends C> getter() {
        return getter;
    }

    final C get(R value) {
        C component = getter.apply(value);
        if (component == null) {
            throw new CodecException("a component of the record is null, one stored as " + codec.name());
        }
        return component;
    }

    final void encode(R value, ByteWriter out) {
        codec.encode(get(value), out);
    }

    final void encodeDelimited(R value, ByteWriter out) {
        delimited.encode(get(value), out);
    }

    final C decode(ByteReader in) {
        return codec.decode(in);
    }

    final C decodeDelimited(ByteReader in) {
        return delimited.decode(in);
    }
}
