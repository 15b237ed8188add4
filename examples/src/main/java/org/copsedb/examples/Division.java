package org.copsedb.examples;

import org.copsedb.codec.Codec;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.Component;

/**
 * What a place belongs to.
 *
 * @param country two letters of ISO 3166
 * @param admin1 the code of the first-level division inside the country; may be empty
 */
record Division(String country, String admin1) {
    private static final Component<Division, String> COUNTRY = Codecs.component(Codecs.STRING, Division::country);
    private static final Component<Division, String> ADMIN1 = Codecs.component(Codecs.STRING, Division::admin1);

    static final Codec<Division> CODEC =
            Codecs.record("division", values -> new Division(values.get(COUNTRY), values.get(ADMIN1)), COUNTRY, ADMIN1);
}
