package org.copsedb.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.copsedb.testkit.TestScale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {
    /** Its constructor has another order than its key. */
    private record Place(String name, String country, int population) {
        static final KeyComponent<Place, String> COUNTRY = Codecs.component(Codecs.STRING, Place::country);
        static final KeyComponent<Place, Integer> POPULATION =
                Codecs.component(Codecs.descending(Codecs.INT), Place::population);
        static final KeyComponent<Place, String> NAME = Codecs.component(Codecs.STRING, Place::name);
        static final RecordKeyCodec<Place> CODEC = Codecs.record(
                "place",
                values -> new Place(values.get(NAME), values.get(COUNTRY), values.get(POPULATION)),
                COUNTRY,
                POPULATION,
                NAME);

        static Place random(Random random) {
            return new Place(
                    RandomKeys.string(random),
                    random.nextBoolean() ? "DE" : RandomKeys.string(random),
                    random.nextInt(3));
        }
    }

    /** A value of which some components have no order. */
    private record Photo(Optional<String> title, List<Double> position, ByteBuffer pixels) {
        private static final Codec<List<Double>> POSITION = new Codec<>() {
            @Override
            public String name() {
                return "position";
            }

            @Override
            public void encode(List<Double> value, ByteWriter out) {
                for (double coordinate : value) {
                    Codecs.DOUBLE.encode(coordinate, out);
                }
            }

            @Override
            public List<Double> decode(ByteReader in) {
                List<Double> value = new ArrayList<>();
                while (in.remaining() > 0) {
                    value.add(Codecs.DOUBLE.decode(in));
                }
                return value;
            }
        };
        private static final Component<Photo, Optional<String>> TITLE =
                Codecs.component(Codecs.optional(Codecs.STRING), Photo::title);
        private static final Component<Photo, List<Double>> PLACE = Codecs.component(POSITION, Photo::position);
        private static final Component<Photo, ByteBuffer> PIXELS = Codecs.component(Codecs.BYTE_BUFFER, Photo::pixels);
        static final Codec<Photo> CODEC = Codecs.record(
                "photo",
                values -> new Photo(values.get(TITLE), values.get(PLACE), values.get(PIXELS)),
                TITLE,
                PLACE,
                PIXELS);
    }

    @Test
    void keysAreInTheOrderOfTheirComponents() {
        new KeyCodecSuite<Place>(
                        Comparator.comparing(Place::country, RandomKeys.CODE_POINT_ORDER)
                                .thenComparing(
                                        Comparator.comparing(Place::population).reversed())
                                .thenComparing(Place::name, RandomKeys.CODE_POINT_ORDER),
                        Place::random)
                .check(Place.CODEC);
    }

    @Test
    void conditionsOnTheFirstComponentsAreARange() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = TestScale.times(20_000); i > 0; i--) {
            Place place = Place.random(random);
            byte[] key = CheckedCodec.of(Place.CODEC).encode(place);
            String country = random.nextBoolean() ? "DE" : RandomKeys.string(random);
            int population = random.nextInt(3);
            String name = RandomKeys.string(random);
            boolean sameCountry = place.country().equals(country);
            boolean samePopulation = sameCountry && place.population() == population;
            assertEquals(true, Place.CODEC.where().isPrefixOf(key));
            assertEquals(
                    sameCountry, Place.CODEC.where(Place.COUNTRY.is(country)).isPrefixOf(key), () -> "seed " + seed);
            assertEquals(
                    place.country().startsWith(country),
                    Place.CODEC.where(Place.COUNTRY.startingWith(country)).isPrefixOf(key),
                    () -> "seed " + seed);
            assertEquals(
                    samePopulation,
                    Place.CODEC
                            .where(Place.COUNTRY.is(country), Place.POPULATION.is(population))
                            .isPrefixOf(key),
                    () -> "seed " + seed);
            assertEquals(
                    samePopulation && place.name().startsWith(name),
                    Place.CODEC
                            .where(
                                    Place.COUNTRY.is(country),
                                    Place.POPULATION.is(population),
                                    Place.NAME.startingWith(name))
                            .isPrefixOf(key),
                    () -> "seed " + seed);
            assertEquals(
                    samePopulation && place.name().startsWith(name),
                    Place.CODEC
                            .startingWith(new Place(name, country, population))
                            .isPrefixOf(key),
                    () -> "seed " + seed);
        }
    }

    @Test
    void conditionsThatAreNoRangeAreRefused() {
        KeyCondition<Place> germany = Place.COUNTRY.is("DE");
        KeyCondition<Place> small = Place.POPULATION.is(1);
        KeyCondition<Place> kiel = Place.NAME.is("Kiel");
        assertRefused("Condition 1 is not about component 1 of place(", () -> Place.CODEC.where(kiel));
        assertRefused("Condition 2 is not about component 2", () -> Place.CODEC.where(germany, kiel));
        assertRefused("Condition 2 for", () -> Place.CODEC.where(Place.COUNTRY.startingWith("D"), small));
        assertRefused("one key, and no range", () -> Place.CODEC.where(germany, small, kiel));
        assertRefused("4 conditions for the 3 components", () -> Place.CODEC.where(germany, small, kiel, kiel));
    }

    private static void assertRefused(String expected, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e::toString);
    }

    @Test
    void valuesReturnWhateverTheirSize() {
        CheckedCodec<Photo> codec = CheckedCodec.of(Photo.CODEC);
        assertEquals("photo(optional(string),position,bytes)", codec.name());
        for (int coordinates : new int[] {0, 1, 15, 16, 17, 10_000}) {
            List<Double> position =
                    new Random(coordinates).doubles(coordinates).boxed().toList();
            Photo photo = new Photo(
                    coordinates % 2 == 0 ? Optional.empty() : Optional.of("\0x"),
                    position,
                    ByteBuffer.wrap(new byte[] {1, 0, -1}));
            byte[] bytes = codec.encode(photo);
            int title = coordinates % 2 == 0 ? 1 : 5;
            int length = coordinates * Double.BYTES <= 127 ? 1 : 4;
            assertEquals(title + length + coordinates * Double.BYTES + 3, bytes.length);
            assertEquals(photo, codec.decode(bytes, 0, bytes.length));
        }
    }

    @Test
    void hostileLengthsAreRefused() {
        for (int[] start :
                new int[][] {{0, 5, 1}, {0, 0x80, 0, 0, 8}, {0, 0xFF, 0xFF, 0xFF, 0xFF}, {0, 0x80, 0}, {2}}) {
            byte[] bytes = new byte[start.length];
            for (int i = 0; i < start.length; i++) {
                bytes[i] = (byte) start[i];
            }
            assertThrows(
                    CodecException.class, () -> CheckedCodec.of(Photo.CODEC).decode(bytes, 0, bytes.length));
        }
    }

    @Test
    void aTupleOfValuesHasTheBytesOfOneOfKeys() {
        Codec<String> string = Codecs.STRING;
        Codec<Long> number = Codecs.LONG;
        Codec<Tuple2<String, Long>> values = Codecs.tuple(string, number);
        KeyCodec<Tuple2<String, Long>> keys = Codecs.tuple(Codecs.STRING, Codecs.LONG);
        assertEquals(keys.name(), values.name());
        Tuple2<String, Long> value = new Tuple2<>("a\0b", 7L);
        byte[] bytes = CheckedCodec.of(values).encode(value);
        assertArrayEquals(CheckedCodec.of(keys).encode(value), bytes);
        assertEquals(value, CheckedCodec.of(values).decode(bytes, 0, bytes.length));
        assertEquals(OptionalInt.of(16), Codecs.tuple(number, number).fixedSize());
    }

    @Test
    void aRecordWithoutComponentsOrNameIsRefused() {
        KeyComponent<Place, String> name = Place.NAME;
        assertRefused("blank", () -> Codecs.record(" ", values -> new Place(values.get(name), "", 0), name));
        assertRefused(
                "the same one twice",
                () -> Codecs.record("p", values -> new Place(values.get(name), "", 0), name, name));
        assertRefused("has no component", () -> Codecs.<Place>record("p", values -> new Place("", "", 0), noKeys()));
    }

    @SuppressWarnings("unchecked") // no array of a generic type can be created
    private static KeyComponent<Place, ?>[] noKeys() {
        return (KeyComponent<Place, ?>[]) new KeyComponent<?, ?>[0];
    }

    @Test
    void aConstructorThatAsksForAnotherComponentOrThrowsIsFound() {
        KeyCodec<Place> strange = Codecs.record("p", values -> new Place(values.get(Place.COUNTRY), "", 0), Place.NAME);
        assertCodecFails("has no such component, one stored as string", strange);
        KeyCodec<Place> throwing = Codecs.record(
                "p",
                values -> {
                    throw new IllegalStateException("no place");
                },
                Place.NAME);
        assertCodecFails("IllegalStateException: no place", throwing);
    }

    private static void assertCodecFails(String expected, KeyCodec<Place> codec) {
        CodecException e =
                assertThrows(CodecException.class, () -> CheckedCodec.of(codec).decode(new byte[0], 0, 0));
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e::toString);
    }

    private record Nullable1(@Nullable String text) {}

    @Test
    @SuppressWarnings("NullAway") // the misuse that is tested
    void aNullComponentIsRefused() {
        KeyComponent<Nullable1, String> text = Codecs.component(Codecs.STRING, Nullable1::text);
        KeyCodec<Nullable1> codec = Codecs.record("n", values -> new Nullable1(values.get(text)), text);
        CodecException e =
                assertThrows(CodecException.class, () -> CheckedCodec.of(codec).encode(new Nullable1(null)));
        assertEquals("Codec n(string): a component of the record is null, one stored as string", e.getMessage());
    }
}
