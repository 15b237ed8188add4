package org.copsedb.examples;

import java.util.ArrayList;
import java.util.List;
import org.copsedb.Cursor;
import org.copsedb.ReadTransaction;
import org.copsedb.ReadableTable;
import org.copsedb.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** Questions about places, answered from what one transaction sees. */
final class Places {
    private final ReadableTable<Integer, Place> byId;
    private final ReadableTable<NameKey, byte[]> byName;
    private final ReadableTable<CountryKey, byte[]> byCountry;

    private Places(
            ReadableTable<Integer, Place> byId,
            ReadableTable<NameKey, byte[]> byName,
            ReadableTable<CountryKey, byte[]> byCountry) {
        this.byId = byId;
        this.byName = byName;
        this.byCountry = byCountry;
    }

    static Places in(ReadTransaction transaction) {
        return new Places(
                transaction.open(PlaceTables.BY_ID),
                transaction.open(PlaceTables.BY_NAME),
                transaction.open(PlaceTables.BY_COUNTRY));
    }

    /** Sees the changes of the transaction too. */
    static Places in(WriteTransaction transaction) {
        return new Places(
                transaction.open(PlaceTables.BY_ID),
                transaction.open(PlaceTables.BY_NAME),
                transaction.open(PlaceTables.BY_COUNTRY));
    }

    @Nullable
    Place find(int id) {
        return byId.get(id);
    }

    /** Returns at most so many places of a country, the largest first. */
    List<Place> largest(String country, int limit) {
        List<Place> found = new ArrayList<>();
        Cursor<CountryKey, byte[]> cursor = byCountry.cursor(CountryKey.placesOf(country));
        while (found.size() < limit && cursor.next()) {
            found.add(require(cursor.key().id()));
        }
        return found;
    }

    /** Returns all places whose names begin with a prefix, in the order of their names. */
    List<Place> beginningWith(String prefix) {
        List<Place> found = new ArrayList<>();
        byName.forEach(
                NameKey.beginningWith(prefix),
                entry -> found.add(require(entry.key().id())));
        return found;
    }

    private Place require(int id) {
        Place place = byId.get(id);
        if (place == null) {
            throw new CheckFailedException("place " + id + " stands in an index, but not in " + byId.name());
        }
        return place;
    }

    /** Counts the places of a country without reading them. */
    long count(String country) {
        return byCountry.count(CountryKey.placesOf(country));
    }

    /** Returns how many places there are, after checking that all three tables say the same. */
    long count() {
        long count = byId.size();
        if (byName.size() != count || byCountry.size() != count) {
            throw new CheckFailedException("the tables have different sizes: " + count + " by id, " + byName.size()
                    + " by name, " + byCountry.size() + " by country");
        }
        return count;
    }
}
