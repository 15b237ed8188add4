package org.copsedb.codec;

import java.math.BigInteger;

/**
 * Integers of any size, in order.
 *
 * <pre>
 * {@link OrderedInteger}: the number of bytes of the magnitude, negative if the integer is
 * the magnitude, most significant byte first, without leading zeros; all bits inverted if the integer is negative
 * </pre>
 */
final class BigIntegerCodec implements KeyCodec<BigInteger> {
    private static final int BITS_WITHOUT_SIGN = 63;

    @Override
    public String name() {
        return "big-integer";
    }

    @Override
    public void encode(BigInteger value, ByteWriter out) {
        int sign = value.signum();
        int start;
        if (value.bitLength() <= BITS_WITHOUT_SIGN && value.longValue() != Long.MIN_VALUE) {
            long magnitude = Math.abs(value.longValue());
            int size = (Long.SIZE + Byte.SIZE - 1 - Long.numberOfLeadingZeros(magnitude)) / Byte.SIZE;
            OrderedInteger.write((long) sign * size, out);
            start = out.size();
            for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                out.writeByte((int) (magnitude >>> shift));
            }
        } else {
            byte[] magnitude = value.abs().toByteArray();
            int leadingZeros = magnitude[0] == 0 ? 1 : 0;
            OrderedInteger.write((long) sign * (magnitude.length - leadingZeros), out);
            start = out.size();
            out.writeBytes(magnitude, leadingZeros, magnitude.length - leadingZeros);
        }
        if (sign < 0) {
            out.invertFrom(start);
        }
    }

    @Override
    public BigInteger decode(ByteReader in) {
        long signedSize = OrderedInteger.read(in);
        if (Math.abs(signedSize) > in.remaining() || signedSize == Long.MIN_VALUE) {
            throw in.malformed("a magnitude of " + signedSize + " bytes", in.remaining() + " left");
        }
        int size = (int) Math.abs(signedSize);
        if (signedSize >= 0) {
            return decodeMagnitude(size, in);
        }
        in.invert();
        try {
            return decodeMagnitude(size, in).negate();
        } finally {
            in.invert();
        }
    }

    @Override
    public KeyCodec<BigInteger> delimited() {
        return this;
    }

    private static BigInteger decodeMagnitude(int size, ByteReader in) {
        if (size < Long.BYTES) {
            long magnitude = 0;
            for (int i = 0; i < size; i++) {
                magnitude = magnitude << Byte.SIZE | in.readUnsignedByte();
            }
            if (size > 0 && magnitude >>> ((size - 1) * Byte.SIZE) == 0) {
                throw leadingZero(in);
            }
            return BigInteger.valueOf(magnitude);
        }
        byte[] magnitude = in.readBytes(size);
        if (magnitude[0] == 0) {
            throw leadingZero(in);
        }
        return new BigInteger(1, magnitude);
    }

    private static CodecException leadingZero(ByteReader in) {
        return in.malformed("a magnitude without leading zeros before here", "one with");
    }
}
