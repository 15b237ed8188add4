package org.copsedb.codec;

import java.util.OptionalInt;

/** A built-in codec that is known to write and read the same number of bytes always, so that nobody need check. */
abstract class FixedKeyCodec<T> implements KeyCodec<T> {
    private final String name;
    private final OptionalInt size;

    FixedKeyCodec(String name, int size) {
        this.name = name;
        this.size = OptionalInt.of(size);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final OptionalInt fixedSize() {
        return size;
    }

    @Override
    public final KeyCodec<T> delimited() {
        return this;
    }
}
