package org.copsedb.examples;

/**
 * Where a place belongs to.
 *
 * @param country two letters of ISO 3166
 * @param admin1 the code of the first-level division inside the country; may be empty
 */
record Division(String country, String admin1) {}
