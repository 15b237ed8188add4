package org.copsedb.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CheckedCodecTest {
    /** A codec of 4 bytes whose every method can be replaced by a wrong one. */
    private static class Account implements KeyCodec<Integer> {
        @Override
        public String name() {
            return "account";
        }

        @Override
        public void encode(Integer value, ByteWriter out) {
            out.writeInt(value);
        }

        @Override
        public Integer decode(ByteReader in) {
            return in.readInt();
        }

        @Override
        public OptionalInt fixedSize() {
            return OptionalInt.of(Integer.BYTES);
        }
    }

    private static final class LiarAboutSize extends Account {
        @Override
        public void encode(Integer value, ByteWriter out) {
            out.writeShort(value);
        }
    }

    private static final class Lazy extends Account {
        @Override
        public Integer decode(ByteReader in) {
            return (int) in.readShort();
        }
    }

    private static final class Greedy extends Account {
        @Override
        public Integer decode(ByteReader in) {
            return (int) in.readLong();
        }
    }

    private static final class Returning extends Account {
        private final Function<ByteReader, @Nullable Integer> decoding;

        Returning(Function<ByteReader, @Nullable Integer> decoding) {
            this.decoding = decoding;
        }

        @Override
        @SuppressWarnings("NullAway") // the lie that is tested
        public Integer decode(ByteReader in) {
            return decoding.apply(in);
        }
    }

    private static final class Throwing extends Account {
        final IllegalStateException cause = new IllegalStateException("no such account");

        @Override
        public void encode(Integer value, ByteWriter out) {
            out.writeInt(value);
            throw cause;
        }

        @Override
        public Integer decode(ByteReader in) {
            throw cause;
        }
    }

    private static final class Named extends Account {
        private final @Nullable String name;

        Named(@Nullable String name) {
            this.name = name;
        }

        @Override
        @SuppressWarnings("NullAway") // the lie that is tested
        public String name() {
            return name;
        }
    }

    private static void assertRefused(String expected, Runnable action) {
        CodecException e = assertThrows(CodecException.class, action::run);
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e::toString);
    }

    /** Encodes with a codec that fails, alone and in compositions, and expects the buffer to be as it was. */
    private static void assertEncodingRefused(KeyCodec<Integer> codec, String expected) {
        EncodedBytes out = new EncodedBytes();
        CheckedCodec.of(Codecs.STRING).encode("before", out);
        assertRefused(expected, () -> CheckedCodec.of(codec).encode(7, out));
        assertRefused(
                expected,
                () -> CheckedCodec.of(Codecs.tuple(codec, Codecs.STRING)).encode(new Tuple2<>(7, "x"), out));
        assertRefused(expected, () -> CheckedCodec.of(Codecs.descending(codec)).encode(7, out));
        CheckedCodec.of(Codecs.STRING).encode(", after", out);
        assertArrayEquals("before, after".getBytes(java.nio.charset.StandardCharsets.UTF_8), out.take());
    }

    private static void assertDecodingRefused(KeyCodec<Integer> codec, String expected) {
        assertRefused(expected, () -> CheckedCodec.of(codec).decode(new byte[4], 0, 4));
        assertRefused(
                expected,
                () -> CheckedCodec.of(Codecs.tuple(codec, Codecs.LONG)).decode(new byte[12], 0, 12));
    }

    @Test
    void aCodecThatThrowsLeavesTheBufferAsItWas() {
        Throwing codec = new Throwing();
        assertEncodingRefused(codec, "IllegalStateException: no such account");
        assertDecodingRefused(codec, "IllegalStateException: no such account");
        CodecException e =
                assertThrows(CodecException.class, () -> CheckedCodec.of(codec).encode(1));
        assertSame(codec.cause, e.getCause());
    }

    @Test
    void anErrorPassesUnchangedAndLeavesTheBufferAsItWas() {
        AssertionError error = new AssertionError("not ours");
        KeyCodec<Integer> codec = new Account() {
            @Override
            public void encode(Integer value, ByteWriter out) {
                out.writeInt(value);
                throw error;
            }
        };
        EncodedBytes out = new EncodedBytes();
        assertSame(
                error,
                assertThrows(AssertionError.class, () -> CheckedCodec.of(codec).encode(1, out)));
        assertEquals(0, out.size());
        assertEquals(4, CheckedCodec.of(new Account()).encode(1, out));
    }

    @Test
    void aCodecThatLiesAboutItsSizeIsFound() {
        assertEncodingRefused(new LiarAboutSize(), "promises a fixed size of 4 bytes, but wrote 2");
    }

    @Test
    void aCodecThatReadsTooLittleIsFound() {
        assertDecodingRefused(new Lazy(), "expected the end of a account, found 2 more bytes");
    }

    @Test
    void aCodecThatReadsTooMuchIsFound() {
        assertDecodingRefused(new Greedy(), "expected 8 bytes, found 4 left");
    }

    @Test
    void aCodecThatReturnsNullIsFound() {
        Returning codec = new Returning(in -> {
            in.readInt();
            return null;
        });
        assertDecodingRefused(codec, "null");
    }

    @Test
    void bytesOfAnotherSizeThanTheFixedOneAreRefused() {
        assertRefused(
                "expected 4 bytes, found 3 bytes",
                () -> CheckedCodec.of(new Account()).decode(new byte[3], 0, 3));
        assertRefused(
                "expected 4 bytes, found 5 bytes",
                () -> CheckedCodec.of(new Account()).decode(new byte[5], 0, 5));
    }

    @Test
    void aWriterThatWasKeptWritesNoMore() {
        ByteWriter[] kept = new ByteWriter[1];
        KeyCodec<Integer> codec = new Account() {
            @Override
            public void encode(Integer value, ByteWriter out) {
                kept[0] = out;
                out.writeInt(value);
            }
        };
        EncodedBytes out = new EncodedBytes();
        CheckedCodec.of(codec).encode(1, out);
        assertRefused("after its encode method had returned", () -> kept[0].writeByte(1));
        assertEquals(4, out.size());
    }

    @Test
    void aCodecThatUsesTheSameBufferAgainIsRefused() {
        EncodedBytes out = new EncodedBytes();
        KeyCodec<Integer> codec = new Account() {
            @Override
            public void encode(Integer value, ByteWriter writer) {
                CheckedCodec.of(Codecs.INT).encode(value, out);
            }
        };
        assertRefused(
                "was called while codec account was writing",
                () -> CheckedCodec.of(codec).encode(1, out));
        assertEquals(0, out.size());
    }

    @Test
    void moreThanTheBufferMayHoldIsRefused() {
        EncodedBytes out = new EncodedBytes(10);
        CheckedCodec<byte[]> codec = CheckedCodec.of(Codecs.BYTES);
        codec.encode(new byte[6], out);
        assertRefused("it wrote 5 bytes, where 4 are the limit", () -> codec.encode(new byte[5], out));
        assertRefused("more than 10 bytes", () -> codec.encode(new byte[100_000], out));
        assertEquals(4, codec.encode(new byte[4], out));
    }

    @Test
    void aCodecWithoutANameOrWithANegativeSizeIsRefused() {
        assertRefused("is null", () -> CheckedCodec.of(new Named(null)));
        assertRefused("0 long", () -> CheckedCodec.of(new Named("")));
        assertRefused("65536 long", () -> CheckedCodec.of(new Named("n".repeat(65_536))));
        assertEquals(
                65_535, CheckedCodec.of(new Named("n".repeat(65_535))).name().length());
        KeyCodec<Integer> negative = new Account() {
            @Override
            public OptionalInt fixedSize() {
                return OptionalInt.of(-1);
            }
        };
        assertRefused("its fixed size is negative: -1", () -> CheckedCodec.of(negative));
        assertRefused("its fixed size is negative: -1", () -> Codecs.tuple(negative, Codecs.INT));
    }

    @Test
    @SuppressWarnings("NullAway") // the misuse that is tested
    void aNullValueIsRefused() {
        NullPointerException e = assertThrows(
                NullPointerException.class, () -> CheckedCodec.of(Codecs.STRING).encode(null));
        assertEquals("A value for codec string is null", e.getMessage());
    }

    @Test
    void anUnpairedSurrogateIsRefused() {
        for (String text : new String[] {"a\uD800", "a\uDC00b", "a\uD800\uD800\uDC00"}) {
            assertRefused(
                    "unpaired surrogate, U+D",
                    () -> CheckedCodec.of(Codecs.STRING).encode(text));
            assertRefused("at index 1", () -> CheckedCodec.of(Codecs.STRING).encode(text));
        }
    }

    @Test
    void malformedUtf8IsRefused() {
        byte[][] malformed = {
            {(byte) 0x80},
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {'a', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}
        };
        for (byte[] bytes : malformed) {
            assertRefused("UTF-8", () -> CheckedCodec.of(Codecs.STRING).decode(bytes, 0, bytes.length));
        }
        byte[] replacement = CheckedCodec.of(Codecs.STRING).encode("\uFFFD");
        assertEquals("\uFFFD", CheckedCodec.of(Codecs.STRING).decode(replacement, 0, replacement.length));
    }

    @Test
    void longTextsAndTheSizesAroundEveryBlock() {
        CheckedCodec<String> codec = CheckedCodec.of(Codecs.STRING);
        EncodedBytes out = new EncodedBytes();
        for (int length : new int[] {1_022, 1_023, 1_024, 1_025, 2_047, 2_048, 100_000}) {
            String text = "x".repeat(length) + "\uD83C\uDF33\u00E9";
            int size = codec.encode(text, out);
            assertEquals(length + 6, size);
            assertEquals(text, codec.decode(out.array(), out.size() - size, size));
        }
        out.clear();
        assertEquals(0, Objects.checkIndex(out.size(), 1));
    }
}
