package org.copsedb.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Decimal numbers in the order of {@link BigDecimal#compareTo}, and those that it calls equal in the order of their
 * scale, which is kept: 1.0 comes just before 1.00. A number other than 0 is sign * 0.d1d2...dk * 10^exponent, where d1
 * and dk are not 0, followed by further zeros that only the scale knows of.
 *
 * <pre>
 * sign: 1 byte, 0 negative, 1 zero, 2 positive
 * of zero:
 *   scale: 4 bytes, sign bit inverted
 * of other numbers:
 *   exponent: {@link OrderedInteger}                                       (all bits inverted if negative)
 *   digits: two in a byte, value + 1, a 0 put after the last if k is odd   (all bits inverted if negative)
 *   end of digits: 0x00                                                    (all bits inverted if negative)
 *   zeros after dk: {@link OrderedInteger}
 * </pre>
 *
 * <p>A number may have {@value #MAXIMUM_DIGITS} digits, because the time to convert them grows with their square.
 */
final class BigDecimalCodec implements KeyCodec<BigDecimal> {
    static final int MAXIMUM_DIGITS = 65_536;

    private static final int NEGATIVE = 0;
    private static final int ZERO = 1;
    private static final int POSITIVE = 2;
    private static final int END_OF_DIGITS = 0;
    private static final int BASE = 100;
    private static final int DIGITS_IN_LONG = 18;

    /** More than a decimal digit has, so that numbers far too long are refused before their digits are counted. */
    private static final int BITS_OF_DIGIT = 4;

    @Override
    public String name() {
        return "big-decimal";
    }

    @Override
    public KeyCodec<BigDecimal> delimited() {
        return this;
    }

    @Override
    public void encode(BigDecimal value, ByteWriter out) {
        int sign = value.signum();
        if (sign == 0) {
            out.writeByte(ZERO);
            out.writeInt(value.scale() ^ Integer.MIN_VALUE);
            return;
        }
        String digits = digits(value.unscaledValue());
        out.writeByte(sign < 0 ? NEGATIVE : POSITIVE);
        int start = out.size();
        OrderedInteger.write((long) digits.length() - value.scale(), out);
        int significant = digits.length();
        while (digits.charAt(significant - 1) == '0') {
            significant--;
        }
        for (int i = 0; i < significant; i += 2) {
            int second = i + 1 < significant ? digits.charAt(i + 1) - '0' : 0;
            out.writeByte((digits.charAt(i) - '0') * 10 + second + 1);
        }
        out.writeByte(END_OF_DIGITS);
        if (sign < 0) {
            out.invertFrom(start);
        }
        OrderedInteger.write(digits.length() - significant, out);
    }

    private static String digits(BigInteger unscaled) {
        BigInteger magnitude = unscaled.abs();
        if (magnitude.bitLength() > MAXIMUM_DIGITS * BITS_OF_DIGIT) {
            throw tooLong("more than " + MAXIMUM_DIGITS);
        }
        String digits = magnitude.toString();
        if (digits.length() > MAXIMUM_DIGITS) {
            throw tooLong(Integer.toString(digits.length()));
        }
        return digits;
    }

    private static CodecException tooLong(String count) {
        return new CodecException(
                "a decimal number has " + count + " digits, where " + MAXIMUM_DIGITS + " are the limit");
    }

    @Override
    public BigDecimal decode(ByteReader in) {
        int sign = in.readUnsignedByte();
        return switch (sign) {
            case ZERO -> BigDecimal.valueOf(0, in.readInt() ^ Integer.MIN_VALUE);
            case POSITIVE -> decodeNumber(in);
            case NEGATIVE -> decodeNegative(in);
            default -> throw in.malformed("a sign of 0, 1 or 2 before here", Integer.toString(sign));
        };
    }

    private static BigDecimal decodeNumber(ByteReader in) {
        long exponent = OrderedInteger.read(in);
        StringBuilder digits = readDigits(in);
        return number(digits, exponent, in);
    }

    private static BigDecimal decodeNegative(ByteReader in) {
        long exponent;
        StringBuilder digits;
        in.invert();
        try {
            exponent = OrderedInteger.read(in);
            digits = readDigits(in);
        } finally {
            in.invert();
        }
        return number(digits, exponent, in).negate();
    }

    /** Reads the digits from the first to the last that is not 0. */
    private static StringBuilder readDigits(ByteReader in) {
        StringBuilder digits = new StringBuilder();
        for (int stored = in.readUnsignedByte(); stored != END_OF_DIGITS; stored = in.readUnsignedByte()) {
            int pair = stored - 1;
            if (pair >= BASE || digits.length() >= MAXIMUM_DIGITS) {
                throw in.malformed(
                        "at most " + MAXIMUM_DIGITS + " digits, in pairs of 1 to " + BASE + " before here",
                        stored + " after " + digits.length() + " digits");
            }
            digits.append((char) ('0' + pair / 10)).append((char) ('0' + pair % 10));
        }
        int length = digits.length();
        if (length > 0 && digits.charAt(length - 1) == '0') {
            digits.setLength(--length);
        }
        if (length == 0 || digits.charAt(0) == '0' || digits.charAt(length - 1) == '0') {
            throw in.malformed("digits that neither begin nor end with 0 before here", "the digits " + digits);
        }
        return digits;
    }

    /** Reads how many zeros follow, and so how many digits are behind the point. */
    private static BigDecimal number(StringBuilder digits, long exponent, ByteReader in) {
        long zeros = OrderedInteger.read(in);
        if (zeros < 0 || zeros > MAXIMUM_DIGITS - digits.length()) {
            throw in.malformed(
                    "0 to " + (MAXIMUM_DIGITS - digits.length()) + " zeros before here", Long.toString(zeros));
        }
        digits.append("0".repeat((int) zeros));
        long scale = digits.length() - exponent;
        if (scale != (int) scale) {
            throw in.malformed("an exponent that a decimal number can have before here", Long.toString(exponent));
        }
        return digits.length() <= DIGITS_IN_LONG
                ? BigDecimal.valueOf(Long.parseLong(digits, 0, digits.length(), 10), (int) scale)
                : new BigDecimal(new BigInteger(digits.toString()), (int) scale);
    }
}
