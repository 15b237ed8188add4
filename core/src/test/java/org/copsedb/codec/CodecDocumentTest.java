package org.copsedb.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the codecs to the bytes that the document names, which are in the files of users. */
final class CodecDocumentTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+) \\| `([0-9a-f]+)` \\|$");

    private enum Level {
        LOW,
        HIGH
    }

    private record Place(String country, int population, String name) {}

    private static final KeyComponent<Place, String> COUNTRY = Codecs.component(Codecs.STRING, Place::country);
    private static final KeyComponent<Place, Integer> POPULATION =
            Codecs.component(Codecs.descending(Codecs.INT), Place::population);
    private static final KeyComponent<Place, String> NAME = Codecs.component(Codecs.STRING, Place::name);

    /** A row of the document, computed from a value; the text of the value must be that of the document. */
    private static <T> String row(Codec<T> codec, T value, String text) {
        CheckedCodec<T> checked = CheckedCodec.of(codec);
        byte[] bytes = checked.encode(value);
        if (!(value instanceof byte[]) && !(value instanceof Tuple3<?, ?, ?>)) {
            assertEquals(value, checked.decode(bytes, 0, bytes.length));
        }
        return codec.name() + " " + text + " " + HEX.formatHex(bytes);
    }

    private static <T> String row(Codec<T> codec, T value) {
        return row(codec, value, value.toString());
    }

    private static List<String> rows() {
        return List.of(
                row(Codecs.BOOLEAN, true),
                row(Codecs.BYTE, (byte) -1),
                row(Codecs.SHORT, (short) 1),
                row(Codecs.CHAR, 'a'),
                row(Codecs.INT, -2),
                row(Codecs.LONG, 1L),
                row(Codecs.FLOAT, 1.0f),
                row(Codecs.DOUBLE, -0.0),
                row(Codecs.STRING, "\u00E9"),
                row(Codecs.BYTES, new byte[] {0, 1}, "0x0001"),
                row(Codecs.UUID, UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                row(Codecs.BIG_INTEGER, BigInteger.ZERO),
                row(Codecs.BIG_INTEGER, BigInteger.valueOf(256)),
                row(Codecs.BIG_INTEGER, BigInteger.valueOf(-256)),
                row(Codecs.BIG_DECIMAL, new BigDecimal("0.00")),
                row(Codecs.BIG_DECIMAL, new BigDecimal("12.50")),
                row(Codecs.BIG_DECIMAL, new BigDecimal("-12.5")),
                row(Codecs.INSTANT, Instant.ofEpochSecond(1, 2)),
                row(Codecs.DURATION, Duration.ofSeconds(-1)),
                row(Codecs.LOCAL_DATE, LocalDate.of(2024, 2, 29)),
                row(Codecs.enumeration(Level.class), Level.HIGH),
                row(Codecs.optional(Codecs.STRING), Optional.of("a"), "a"),
                row(Codecs.descending(Codecs.INT), -2),
                row(Codecs.descending(Codecs.STRING), "a"),
                row(Codecs.tuple(Codecs.STRING, Codecs.INT), new Tuple2<>("a", 1), "a and 1"),
                row(
                        Codecs.tuple(Codecs.BYTES, Codecs.STRING, Codecs.STRING),
                        new Tuple3<>(new byte[] {0, 1, 2}, "a", "b"),
                        "0x000102, a and b"),
                row(
                        Codecs.record(
                                "place",
                                values -> new Place(values.get(COUNTRY), values.get(POPULATION), values.get(NAME)),
                                COUNTRY,
                                POPULATION,
                                NAME),
                        new Place("DE", 1, "x"),
                        "DE, 1 and x"));
    }

    @Test
    void theDocumentNamesTheBytesOfEachCodec() throws IOException {
        Matcher matcher = ROW.matcher(Files.readString(Path.of("..", "docs", "codecs.md")));
        List<String> documented = new ArrayList<>();
        while (matcher.find()) {
            documented.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
        }
        assertEquals(String.join("\n", documented), String.join("\n", rows()));
    }

    @Test
    void aBufferHasTheBytesOfAnArray() {
        byte[] bytes = {3, 1, 4, 1, 5};
        ByteBuffer part = ByteBuffer.wrap(bytes, 1, 3);
        assertEquals("010401", HEX.formatHex(CheckedCodec.of(Codecs.BYTE_BUFFER).encode(part)));
        assertEquals(1, part.position());
        assertEquals(Codecs.BYTES.name(), Codecs.BYTE_BUFFER.name());
    }

    @Test
    void enumsWithManyConstantsTakeTwoBytes() {
        KeyCodec<LargeEnum> codec = Codecs.enumeration(LargeEnum.class);
        assertEquals("0100", HEX.formatHex(CheckedCodec.of(codec).encode(LargeEnum.C256)));
        List<LargeEnum> constants = List.of(LargeEnum.values());
        new KeyCodecSuite<LargeEnum>(
                        Comparator.naturalOrder(), random -> constants.get(random.nextInt(constants.size())))
                .check(codec);
    }

    @Test
    void decimalNumbersHaveALimitOfDigits() {
        CheckedCodec<BigDecimal> codec = CheckedCodec.of(Codecs.BIG_DECIMAL);
        for (BigInteger unscaled :
                List.of(BigInteger.TEN.pow(65_535), BigInteger.TEN.pow(65_536).subtract(BigInteger.ONE))) {
            BigDecimal longest = new BigDecimal(unscaled, 7);
            byte[] bytes = codec.encode(longest);
            assertEquals(longest, codec.decode(bytes, 0, bytes.length));
        }
        assertTooLong(
                codec, BigInteger.TEN.pow(65_536), "a decimal number has 65537 digits, where 65536 are the limit");
        assertTooLong(codec, BigInteger.ONE.shiftLeft(1_000_000), "more than 65536 digits");
        byte[] zeros = HEX.parseHex("02820d00fbffffffff");
        assertThrows(CodecException.class, () -> codec.decode(zeros, 0, zeros.length));
    }

    private static void assertTooLong(CheckedCodec<BigDecimal> codec, BigInteger unscaled, String expected) {
        CodecException e = assertThrows(CodecException.class, () -> codec.encode(new BigDecimal(unscaled)));
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e::toString);
    }
}
