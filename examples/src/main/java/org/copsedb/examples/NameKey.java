package org.copsedb.examples;

import org.copsedb.KeyRange;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.KeyComponent;
import org.copsedb.codec.RecordKeyCodec;

/**
 * Where a place stands in the order of names.
 *
 * @param name its name
 * @param id its number, which keeps places of one name apart
 */
record NameKey(String name, int id) {
    private static final KeyComponent<NameKey, String> NAME = Codecs.component(Codecs.STRING, NameKey::name);
    private static final KeyComponent<NameKey, Integer> ID = Codecs.component(Codecs.INT, NameKey::id);

    static final RecordKeyCodec<NameKey> CODEC =
            Codecs.record("name key", values -> new NameKey(values.get(NAME), values.get(ID)), NAME, ID);

    static NameKey of(Place place) {
        return new NameKey(place.name(), place.id());
    }

    /** Returns the keys of all names that begin with a prefix: up to the prefix and the last code point. */
    static KeyRange<NameKey> beginningWith(String prefix) {
        return KeyRange.closed(
                new NameKey(prefix, Integer.MIN_VALUE),
                new NameKey(prefix + Character.toString(Character.MAX_CODE_POINT), Integer.MAX_VALUE));
    }
}
