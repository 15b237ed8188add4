package org.copsedb.examples;

import org.copsedb.TableDefinition;
import org.copsedb.codec.Codecs;

/** The three tables of the gazetteer: the places, and two more orders in which they are asked for. */
final class PlaceTables {
    static final TableDefinition<Integer, Place> BY_ID = TableDefinition.of("places by id", Codecs.INT, Place.CODEC);

    static final TableDefinition<NameKey, byte[]> BY_NAME =
            TableDefinition.of("places by name", NameKey.CODEC, Codecs.BYTES);

    static final TableDefinition<CountryKey, byte[]> BY_COUNTRY =
            TableDefinition.of("places by country", CountryKey.CODEC, Codecs.BYTES);

    /** The value in the two orders, whose keys say everything. */
    static final byte[] NOTHING = {};

    private PlaceTables() {}
}
