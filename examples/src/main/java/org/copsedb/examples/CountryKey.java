package org.copsedb.examples;

import org.copsedb.KeyRange;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.KeyComponent;
import org.copsedb.codec.RecordKeyCodec;

/**
 * Where a place stands among those of its country: the largest comes first.
 *
 * @param country the country's two letters
 * @param population its population
 * @param id its number, which keeps places of one size apart
 */
record CountryKey(String country, long population, int id) {
    private static final KeyComponent<CountryKey, String> COUNTRY =
            Codecs.component(Codecs.STRING, CountryKey::country);
    private static final KeyComponent<CountryKey, Long> POPULATION =
            Codecs.component(Codecs.descending(Codecs.LONG), CountryKey::population);
    private static final KeyComponent<CountryKey, Integer> ID = Codecs.component(Codecs.INT, CountryKey::id);

    static final RecordKeyCodec<CountryKey> CODEC = Codecs.record(
            "country key",
            values -> new CountryKey(values.get(COUNTRY), values.get(POPULATION), values.get(ID)),
            COUNTRY,
            POPULATION,
            ID);

    static CountryKey of(Place place) {
        return new CountryKey(place.country(), place.population(), place.id());
    }

    /** Returns the keys of all places of a country: from the largest population to the smallest. */
    static KeyRange<CountryKey> placesOf(String country) {
        return KeyRange.closed(
                new CountryKey(country, Long.MAX_VALUE, Integer.MIN_VALUE),
                new CountryKey(country, Long.MIN_VALUE, Integer.MAX_VALUE));
    }
}
