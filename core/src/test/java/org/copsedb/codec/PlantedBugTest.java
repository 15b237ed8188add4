package org.copsedb.codec;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;

/** Shows that the suite can fail: each bug is planted, and the suite must find it, whatever the seed. */
final class PlantedBugTest {
    private static final int SEEDS = 5;

    /** A codec that does what another does, for a subclass to spoil. */
    private static class Spoiled<T> implements KeyCodec<T> {
        final KeyCodec<T> sound;

        Spoiled(KeyCodec<T> sound) {
            this.sound = sound;
        }

        @Override
        public String name() {
            return "spoiled(" + sound.name() + ")";
        }

        @Override
        public void encode(T value, ByteWriter out) {
            sound.encode(value, out);
        }

        @Override
        public T decode(ByteReader in) {
            return sound.decode(in);
        }
    }

    private static <T> DynamicTest bug(
            String name, KeyCodec<T> codec, Comparator<? super T> order, Function<Random, T> keys) {
        return DynamicTest.dynamicTest(name, () -> {
            for (long seed = 1; seed <= SEEDS; seed++) {
                KeyCodecSuite<T> suite = new KeyCodecSuite<>(order, keys, seed);
                AssertionFailedError found = assertThrows(AssertionFailedError.class, () -> suite.check(codec));
                assertTrue(String.valueOf(found.getMessage()).contains("seed " + seed), found::toString);
            }
        });
    }

    @TestFactory
    List<DynamicTest> numbers() {
        return List.of(
                bug(
                        "a long whose sign bit is not inverted",
                        new Spoiled<>(Codecs.LONG) {
                            @Override
                            public void encode(Long value, ByteWriter out) {
                                out.writeLong(value);
                            }

                            @Override
                            public Long decode(ByteReader in) {
                                return in.readLong();
                            }
                        },
                        Comparator.<Long>naturalOrder(),
                        RandomKeys::aLong),
                bug(
                        "a double of which only the sign bit is inverted",
                        new Spoiled<>(Codecs.DOUBLE) {
                            @Override
                            public void encode(Double value, ByteWriter out) {
                                out.writeLong(Double.doubleToLongBits(value) ^ Long.MIN_VALUE);
                            }

                            @Override
                            public Double decode(ByteReader in) {
                                return Double.longBitsToDouble(in.readLong() ^ Long.MIN_VALUE);
                            }
                        },
                        Comparator.<Double>naturalOrder(),
                        RandomKeys::aDouble),
                bug(
                        "two's complement without the number of its bytes",
                        new Spoiled<>(Codecs.BIG_INTEGER) {
                            @Override
                            public void encode(BigInteger value, ByteWriter out) {
                                out.writeBytes(value.toByteArray());
                            }

                            @Override
                            public BigInteger decode(ByteReader in) {
                                return new BigInteger(in.readBytes(in.remaining()));
                            }
                        },
                        Comparator.<BigInteger>naturalOrder(),
                        RandomKeys::bigInteger));
    }

    @TestFactory
    List<DynamicTest> strings() {
        return List.of(
                bug(
                        "a string in UTF-16, whose order is not that of code points",
                        new Spoiled<>(Codecs.STRING) {
                            @Override
                            public void encode(String value, ByteWriter out) {
                                out.writeBytes(value.getBytes(StandardCharsets.UTF_16BE));
                            }

                            @Override
                            public String decode(ByteReader in) {
                                return new String(in.readBytes(in.remaining()), StandardCharsets.UTF_16BE);
                            }
                        },
                        RandomKeys.CODE_POINT_ORDER,
                        RandomKeys::string),
                bug(
                        "a string of which malformed bytes are accepted",
                        new Spoiled<>(Codecs.STRING) {
                            @Override
                            public String decode(ByteReader in) {
                                return new String(in.readBytes(in.remaining()), StandardCharsets.UTF_8);
                            }
                        },
                        RandomKeys.CODE_POINT_ORDER,
                        RandomKeys::string));
    }

    @TestFactory
    List<DynamicTest> delimitedForms() {
        return List.of(
                bug(
                        "an end mark after a string that is not escaped",
                        new Spoiled<>(Codecs.STRING) {
                            @Override
                            public KeyCodec<String> delimited() {
                                return new Unescaped(this);
                            }
                        },
                        RandomKeys.CODE_POINT_ORDER,
                        RandomKeys::string),
                bug(
                        "a string before something else without an end mark",
                        new Spoiled<>(Codecs.STRING) {
                            @Override
                            public KeyCodec<String> delimited() {
                                return this;
                            }
                        },
                        RandomKeys.CODE_POINT_ORDER,
                        RandomKeys::string),
                bug(
                        "a length before a string that is a key",
                        new Spoiled<>(Codecs.STRING) {
                            @Override
                            public KeyCodec<String> delimited() {
                                return new LengthFirst(this);
                            }
                        },
                        RandomKeys.CODE_POINT_ORDER,
                        RandomKeys::string),
                bug(
                        "a descending string whose end mark is not inverted",
                        new EndMarkAsItIs(Codecs.STRING),
                        RandomKeys.CODE_POINT_ORDER.reversed(),
                        RandomKeys::string));
    }

    private static final class Unescaped extends Spoiled<String> {
        Unescaped(KeyCodec<String> sound) {
            super(sound);
        }

        @Override
        public void encode(String value, ByteWriter out) {
            sound.encode(value, out);
            out.writeByte(EndMark.END);
        }

        @Override
        public String decode(ByteReader in) {
            int end = in.position();
            while (end < in.limit() && (in.array()[end] ^ in.mask()) != EndMark.END) {
                end++;
            }
            String value = in.readExactly(end - in.position(), sound);
            in.skip(1);
            return value;
        }

        @Override
        public KeyCodec<String> delimited() {
            return this;
        }
    }

    private static final class LengthFirst extends Spoiled<String> {
        private final Codec<String> lengthPrefixed;

        LengthFirst(KeyCodec<String> sound) {
            super(sound);
            this.lengthPrefixed = new LengthPrefixedCodec<>(sound);
        }

        @Override
        public void encode(String value, ByteWriter out) {
            lengthPrefixed.encode(value, out);
        }

        @Override
        public String decode(ByteReader in) {
            return lengthPrefixed.decode(in);
        }

        @Override
        public KeyCodec<String> delimited() {
            return this;
        }
    }

    private static final class EndMarkAsItIs extends Spoiled<String> {
        EndMarkAsItIs(KeyCodec<String> sound) {
            super(sound.delimited());
        }

        @Override
        public void encode(String value, ByteWriter out) {
            int start = out.size();
            sound.encode(value, out);
            out.invertFrom(start);
            out.set(out.size() - 1, EndMark.END);
        }

        @Override
        public String decode(ByteReader in) {
            int last = in.remaining() - 1;
            byte[] bytes = in.readBytes(in.remaining());
            for (int i = 0; i < last; i++) {
                bytes[i] = (byte) ~bytes[i];
            }
            return sound.decode(new ByteReader(name(), bytes, 0, bytes.length));
        }
    }
}
