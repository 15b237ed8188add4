package org.copsedb.codec;

import java.util.Optional;

/** A key that may be absent, which puts it first. */
final class OptionalKeyCodec<T> extends OptionalCodec<T> implements KeyCodec<Optional<T>> {
    private final KeyCodec<T> codec;

    OptionalKeyCodec(KeyCodec<T> codec) {
        super(codec);
        this.codec = codec;
    }

    @Override
    public void encodePrefix(Optional<T> beginning, ByteWriter out) {
        if (beginning.isEmpty()) {
            out.writeByte(ABSENT);
            return;
        }
        out.writeByte(PRESENT);
        codec.encodePrefix(beginning.get(), out);
    }

    @Override
    public KeyCodec<Optional<T>> delimited() {
        KeyCodec<T> delimited = codec.delimited();
        return delimited == codec ? this : new OptionalKeyCodec<>(delimited);
    }
}
