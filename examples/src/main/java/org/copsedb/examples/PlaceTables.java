package org.copsedb.examples;

import org.copsedb.KeyRange;
import org.copsedb.TableDefinition;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.Tuple2;
import org.copsedb.codec.Tuple3;

/** The three tables of the gazetteer: the places, and two orders in which they are asked for. */
final class PlaceTables {
    static final TableDefinition<Integer, Place> BY_ID = TableDefinition.of("places by id", Codecs.INT, Place.CODEC);

    /** The id keeps places of one name apart. */
    static final TableDefinition<Tuple2<String, Integer>, byte[]> BY_NAME =
            TableDefinition.of("places by name", Codecs.tuple(Codecs.STRING, Codecs.INT), Codecs.BYTES);

    /** The largest place of a country comes first. */
    static final TableDefinition<Tuple3<String, Long, Integer>, byte[]> BY_COUNTRY = TableDefinition.of(
            "places by country", Codecs.tuple(Codecs.STRING, Codecs.descending(Codecs.LONG), Codecs.INT), Codecs.BYTES);

    /** In the two orders the key says everything. */
    static final byte[] NOTHING = {};

    private PlaceTables() {}

    static Tuple2<String, Integer> nameKey(Place place) {
        return new Tuple2<>(place.name(), place.id());
    }

    static Tuple3<String, Long, Integer> countryKey(Place place) {
        return new Tuple3<>(place.country(), place.population(), place.id());
    }

    /** Returns the keys of all names that begin with a prefix: up to the prefix and the last code point. */
    static KeyRange<Tuple2<String, Integer>> namesBeginningWith(String prefix) {
        return KeyRange.closed(
                new Tuple2<>(prefix, Integer.MIN_VALUE),
                new Tuple2<>(prefix + Character.toString(Character.MAX_CODE_POINT), Integer.MAX_VALUE));
    }

    /** Returns the keys of all places of a country: from the largest population to the smallest. */
    static KeyRange<Tuple3<String, Long, Integer>> placesOf(String country) {
        return KeyRange.closed(
                new Tuple3<>(country, Long.MAX_VALUE, Integer.MIN_VALUE),
                new Tuple3<>(country, Long.MIN_VALUE, Integer.MAX_VALUE));
    }
}
