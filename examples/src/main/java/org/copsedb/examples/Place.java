package org.copsedb.examples;

import org.copsedb.codec.Codec;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.Component;

/**
 * A place of the GeoNames gazetteer. Its codec is composed of those of its components.
 *
 * @param id its number at GeoNames
 * @param name its name, in any script
 * @param division the country and the part of it
 * @param feature the GeoNames code of its kind, such as {@code PPLC} for a capital
 * @param population 0 if unknown
 * @param coordinates where it lies
 */
record Place(int id, String name, Division division, String feature, long population, Coordinates coordinates) {
    private static final Component<Place, Integer> ID = Codecs.component(Codecs.INT, Place::id);
    private static final Component<Place, String> NAME = Codecs.component(Codecs.STRING, Place::name);
    private static final Component<Place, Division> DIVISION = Codecs.component(Division.CODEC, Place::division);
    private static final Component<Place, String> FEATURE = Codecs.component(Codecs.STRING, Place::feature);
    private static final Component<Place, Long> POPULATION = Codecs.component(Codecs.LONG, Place::population);
    private static final Component<Place, Coordinates> COORDINATES =
            Codecs.component(Coordinates.CODEC, Place::coordinates);

    static final Codec<Place> CODEC = Codecs.record(
            "place",
            values -> new Place(
                    values.get(ID),
                    values.get(NAME),
                    values.get(DIVISION),
                    values.get(FEATURE),
                    values.get(POPULATION),
                    values.get(COORDINATES)),
            ID,
            NAME,
            DIVISION,
            FEATURE,
            POPULATION,
            COORDINATES);

    String country() {
        return division.country();
    }
}
