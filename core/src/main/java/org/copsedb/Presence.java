package org.copsedb;

import java.util.OptionalInt;
import org.copsedb.codec.ByteReader;
import org.copsedb.codec.ByteWriter;
import org.copsedb.codec.Codec;

/** The value of every pair of a multimap: it takes no bytes. */
enum Presence {
    /** The pair is there. */
    PRESENT;

    static final Codec<Presence> CODEC = new Codec<>() {
        @Override
        public String name() {
            return "multimap";
        }

        @Override
        public void encode(Presence value, ByteWriter out) {
            // The key says it all.
        }

        @Override
        public Presence decode(ByteReader in) {
            return PRESENT;
        }

        @Override
        public OptionalInt fixedSize() {
            return OptionalInt.of(0);
        }
    };
}
