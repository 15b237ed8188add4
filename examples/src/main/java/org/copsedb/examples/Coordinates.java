package org.copsedb.examples;

/**
 * A point on the Earth, in degrees of WGS 84.
 *
 * @param latitude positive to the north
 * @param longitude positive to the east
 */
record Coordinates(double latitude, double longitude) {}
