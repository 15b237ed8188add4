package org.copsedb.codec;

import java.util.Optional;

/** A value that may be absent: 0x00 if it is, else 0x01 and the value. */
class OptionalCodec<T> implements Codec<Optional<T>> {
    static final int ABSENT = 0;
    static final int PRESENT = 1;

    private final Codec<T> codec;

    OptionalCodec(Codec<T> codec) {
        this.codec = codec;
    }

    @Override
    public final String name() {
        return "optional(" + codec.name() + ")";
    }

    @Override
    public final void encode(Optional<T> value, ByteWriter out) {
        if (value.isEmpty()) {
            out.writeByte(ABSENT);
            return;
        }
        out.writeByte(PRESENT);
        codec.encode(value.get(), out);
    }

    @Override
    public final Optional<T> decode(ByteReader in) {
        int presence = in.readUnsignedByte();
        return switch (presence) {
            case ABSENT -> Optional.empty();
            case PRESENT -> Optional.of(codec.decode(in));
            default -> throw in.malformed("0 or 1 before here", Integer.toString(presence));
        };
    }

    @Override
    public Codec<Optional<T>> delimited() {
        Codec<T> delimited = codec.delimited();
        return delimited == codec ? this : new OptionalCodec<>(delimited);
    }
}
