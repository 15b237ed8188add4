package org.copsedb.codec;

/**
 * Primitive types in as many bytes as they have in Java, most significant first. Signed integers have their sign bit
 * inverted, so that negative numbers come first. Floating-point numbers are their IEEE 754 bits with the sign bit
 * inverted if they are positive, all bits if they are negative; every NaN is stored as the canonical one.
 */
final class PrimitiveCodecs {
    private PrimitiveCodecs() {}

    /** The bits whose unsigned order is that of the numbers; {@link #doubleBits} is the way back. */
    private static long orderedBits(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ (bits >> 63 | Long.MIN_VALUE);
    }

    private static long doubleBits(long ordered) {
        return ordered ^ (~ordered >> 63 | Long.MIN_VALUE);
    }

    private static int orderedBits(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ (bits >> 31 | Integer.MIN_VALUE);
    }

    private static int floatBits(int ordered) {
        return ordered ^ (~ordered >> 31 | Integer.MIN_VALUE);
    }

    static final class BooleanCodec extends FixedKeyCodec<Boolean> {
        BooleanCodec() {
            super("boolean", 1);
        }

        @Override
        public void encode(Boolean value, ByteWriter out) {
            out.writeByte(value ? 1 : 0);
        }

        @Override
        public Boolean decode(ByteReader in) {
            int stored = in.readUnsignedByte();
            if (stored > 1) {
                throw in.malformed("0 or 1 before here", Integer.toString(stored));
            }
            return stored == 1;
        }
    }

    static final class ByteCodec extends FixedKeyCodec<Byte> {
        ByteCodec() {
            super("byte", Byte.BYTES);
        }

        @Override
        public void encode(Byte value, ByteWriter out) {
            out.writeByte(value ^ Byte.MIN_VALUE);
        }

        @Override
        public Byte decode(ByteReader in) {
            return (byte) (in.readByte() ^ Byte.MIN_VALUE);
        }
    }

    static final class ShortCodec extends FixedKeyCodec<Short> {
        ShortCodec() {
            super("short", Short.BYTES);
        }

        @Override
        public void encode(Short value, ByteWriter out) {
            out.writeShort(value ^ Short.MIN_VALUE);
        }

        @Override
        public Short decode(ByteReader in) {
            return (short) (in.readShort() ^ Short.MIN_VALUE);
        }
    }

    static final class CharacterCodec extends FixedKeyCodec<Character> {
        CharacterCodec() {
            super("char", Character.BYTES);
        }

        @Override
        public void encode(Character value, ByteWriter out) {
            out.writeShort(value);
        }

        @Override
        public Character decode(ByteReader in) {
            return (char) in.readShort();
        }
    }

    static final class IntegerCodec extends FixedKeyCodec<Integer> {
        IntegerCodec() {
            super("int", Integer.BYTES);
        }

        @Override
        public void encode(Integer value, ByteWriter out) {
            out.writeInt(value ^ Integer.MIN_VALUE);
        }

        @Override
        public Integer decode(ByteReader in) {
            return in.readInt() ^ Integer.MIN_VALUE;
        }
    }

    static final class LongCodec extends FixedKeyCodec<Long> {
        LongCodec() {
            super("long", Long.BYTES);
        }

        @Override
        public void encode(Long value, ByteWriter out) {
            out.writeLong(value ^ Long.MIN_VALUE);
        }

        @Override
        public Long decode(ByteReader in) {
            return in.readLong() ^ Long.MIN_VALUE;
        }
    }

    static final class FloatCodec extends FixedKeyCodec<Float> {
        FloatCodec() {
            super("float", Float.BYTES);
        }

        @Override
        public void encode(Float value, ByteWriter out) {
            out.writeInt(orderedBits(value));
        }

        @Override
        public Float decode(ByteReader in) {
            int ordered = in.readInt();
            float value = Float.intBitsToFloat(floatBits(ordered));
            if (orderedBits(value) != ordered) {
                throw in.malformed("a float before here", "a NaN other than the canonical one");
            }
            return value;
        }
    }

    static final class DoubleCodec extends FixedKeyCodec<Double> {
        DoubleCodec() {
            super("double", Double.BYTES);
        }

        @Override
        public void encode(Double value, ByteWriter out) {
            out.writeLong(orderedBits(value));
        }

        @Override
        public Double decode(ByteReader in) {
            long ordered = in.readLong();
            double value = Double.longBitsToDouble(doubleBits(ordered));
            if (orderedBits(value) != ordered) {
                throw in.malformed("a double before here", "a NaN other than the canonical one");
            }
            return value;
        }
    }
}
