package org.copsedb.codec;

/** Strings in UTF-8, whose byte order is that of the code points. */
final class StringCodec implements KeyCodec<String> {
    @Override
    public String name() {
        return "string";
    }

    @Override
    public void encode(String value, ByteWriter out) {
        out.writeUtf8(value);
    }

    @Override
    public String decode(ByteReader in) {
        return in.readUtf8(in.remaining());
    }
}
