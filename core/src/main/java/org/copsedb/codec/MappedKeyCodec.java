package org.copsedb.codec;

import java.util.function.Function;

/** Stores keys of one type as keys of another that have the same order. */
final class MappedKeyCodec<T, S> extends MappedCodec<T, S> implements KeyCodec<T> {
    private final KeyCodec<S> codec;

    MappedKeyCodec(
            KeyCodec<S> codec,
            Function<? super T, ? extends S> toStored,
            Function<? super S, ? extends T> fromStored,
            String name) {
        super(codec, toStored, fromStored, name);
        this.codec = codec;
    }

    @Override
    public void encodePrefix(T beginning, ByteWriter out) {
        codec.encodePrefix(toStored.apply(beginning), out);
    }

    @Override
    public KeyCodec<T> delimited() {
        KeyCodec<S> delimited = codec.delimited();
        return delimited == codec ? this : new MappedKeyCodec<>(delimited, toStored, fromStored, name());
    }
}
