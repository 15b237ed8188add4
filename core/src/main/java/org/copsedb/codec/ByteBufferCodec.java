package org.copsedb.codec;

import java.nio.ByteBuffer;

/** The bytes between position and limit of a buffer as they are; the same bytes as those of an array. */
final class ByteBufferCodec implements KeyCodec<ByteBuffer> {
    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public void encode(ByteBuffer value, ByteWriter out) {
        out.writeBytes(value);
    }

    @Override
    public ByteBuffer decode(ByteReader in) {
        return ByteBuffer.wrap(in.readBytes(in.remaining()));
    }
}
