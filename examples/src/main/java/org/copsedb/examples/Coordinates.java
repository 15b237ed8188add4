package org.copsedb.examples;

import org.copsedb.codec.Codec;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.Component;

/**
 * A point on the Earth, in degrees of WGS 84.
 *
 * @param latitude positive to the north
 * @param longitude positive to the east
 */
record Coordinates(double latitude, double longitude) {
    private static final Component<Coordinates, Double> LATITUDE =
            Codecs.component(Codecs.DOUBLE, Coordinates::latitude);
    private static final Component<Coordinates, Double> LONGITUDE =
            Codecs.component(Codecs.DOUBLE, Coordinates::longitude);

    static final Codec<Coordinates> CODEC = Codecs.record(
            "coordinates", values -> new Coordinates(values.get(LATITUDE), values.get(LONGITUDE)), LATITUDE, LONGITUDE);
}
