package org.copsedb.examples;

import org.copsedb.Table;
import org.copsedb.WriteTransaction;

/** Changes places inside one transaction, in all three tables at once. */
final class PlaceEditor {
    private final Table<Integer, Place> byId;
    private final Table<NameKey, byte[]> byName;
    private final Table<CountryKey, byte[]> byCountry;

    PlaceEditor(WriteTransaction transaction) {
        byId = transaction.open(PlaceTables.BY_ID);
        byName = transaction.open(PlaceTables.BY_NAME);
        byCountry = transaction.open(PlaceTables.BY_COUNTRY);
    }

    /** Adds a place with a new id. */
    void add(Place place) {
        if (byId.putIfAbsent(place.id(), place) != null) {
            throw new CheckFailedException("there is a place " + place.id() + " already");
        }
        byName.put(NameKey.of(place), PlaceTables.NOTHING);
        byCountry.put(CountryKey.of(place), PlaceTables.NOTHING);
    }

    /** Removes a place that is there. */
    void remove(Place place) {
        boolean removed =
                byId.remove(place.id()) && byName.remove(NameKey.of(place)) && byCountry.remove(CountryKey.of(place));
        if (!removed) {
            throw new CheckFailedException("place " + place.id() + " was not in all three tables");
        }
    }
}
