package org.copsedb.examples;

import org.copsedb.codec.Codec;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.KeyCodec;
import org.copsedb.codec.Tuple2;
import org.copsedb.codec.Tuple3;

/**
 * A place of the GeoNames gazetteer.
 *
 * @param id its number at GeoNames
 * @param name its name, in any script
 * @param division the country and the part of it
 * @param feature the GeoNames code of its kind, such as {@code PPLC} for a capital
 * @param population 0 if unknown
 * @param coordinates where it lies
 */
record Place(int id, String name, Division division, String feature, long population, Coordinates coordinates) {
    private static final KeyCodec<Division> DIVISION = Codecs.map(
            Codecs.tuple(Codecs.STRING, Codecs.STRING),
            division -> new Tuple2<>(division.country(), division.admin1()),
            stored -> new Division(stored.first(), stored.second()),
            "division");

    private static final KeyCodec<Coordinates> COORDINATES = Codecs.map(
            Codecs.tuple(Codecs.DOUBLE, Codecs.DOUBLE),
            point -> new Tuple2<>(point.latitude(), point.longitude()),
            stored -> new Coordinates(stored.first(), stored.second()),
            "coordinates");

    /** Stores places as tuples of tuples: codecs are composed, never written by hand. */
    static final Codec<Place> CODEC = Codecs.map(
            Codecs.tuple(
                    Codecs.tuple(Codecs.INT, Codecs.STRING, DIVISION),
                    Codecs.tuple(Codecs.STRING, Codecs.LONG, COORDINATES)),
            place -> new Tuple2<>(
                    new Tuple3<>(place.id(), place.name(), place.division()),
                    new Tuple3<>(place.feature(), place.population(), place.coordinates())),
            stored -> of(stored.first(), stored.second()),
            "place");

    private static Place of(Tuple3<Integer, String, Division> what, Tuple3<String, Long, Coordinates> how) {
        return new Place(what.first(), what.second(), what.third(), how.first(), how.second(), how.third());
    }

    String country() {
        return division.country();
    }
}
