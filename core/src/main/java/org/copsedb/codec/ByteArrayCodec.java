package org.copsedb.codec;

/** Bytes as they are. */
final class ByteArrayCodec implements KeyCodec<byte[]> {
    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public void encode(byte[] value, ByteWriter out) {
        out.writeBytes(value);
    }

    @Override
    public byte[] decode(ByteReader in) {
        return in.readBytes(in.remaining());
    }
}
