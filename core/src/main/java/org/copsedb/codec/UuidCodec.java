package org.copsedb.codec;

import java.util.UUID;

/** The 128 bits of a UUID, most significant first, unsigned: the order of its text. */
final class UuidCodec extends FixedKeyCodec<UUID> {
    UuidCodec() {
        super("uuid", 2 * Long.BYTES);
    }

    @Override
    public void encode(UUID value, ByteWriter out) {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    @Override
    public UUID decode(ByteReader in) {
        long mostSignificant = in.readLong();
        return new UUID(mostSignificant, in.readLong());
    }
}
