package org.copsedb.codec;

import java.util.OptionalInt;
import java.util.function.Function;

/** Stores values of one type as values of another. */
class MappedCodec<T, S> implements Codec<T> {
    final Function<? super T, ? extends S> toStored;
    final Function<? super S, ? extends T> fromStored;
    private final Codec<S> codec;
    private final String name;

    MappedCodec(
            Codec<S> codec,
            Function<? super T, ? extends S> toStored,
            Function<? super S, ? extends T> fromStored,
            String name) {
        this.codec = codec;
        this.toStored = toStored;
        this.fromStored = fromStored;
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void encode(T value, ByteWriter out) {
        codec.encode(toStored.apply(value), out);
    }

    @Override
    public final T decode(ByteReader in) {
        return fromStored.apply(codec.decode(in));
    }

    @Override
    public final OptionalInt fixedSize() {
        return codec.fixedSize();
    }

    @Override
    public Codec<T> delimited() {
        Codec<S> delimited = codec.delimited();
        return delimited == codec ? this : new MappedCodec<>(delimited, toStored, fromStored, name);
    }
}
