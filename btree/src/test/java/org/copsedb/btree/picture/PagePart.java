package org.copsedb.btree.picture;

/**
 * A run of bytes of a page with one meaning.
 *
 * @param from its first byte
 * @param to the byte behind its last one
 * @param kind what it is
 * @param number the number of the entry, separator or child that it belongs to; -1 if none
 */
record PagePart(int from, int to, Kind kind, int number) {
    /** What bytes of a node can be, with the colour and the words that a picture has for it. */
    enum Kind {
        PAGE_HEADER("#c9d1d9", "page header"),
        NODE_HEADER("#aebac6", "node header"),
        PREFIX("#f2c14e", "prefix of all keys"),
        HEAD("#f78154", "slot: head, the next four bytes of the key"),
        PLACE("#fbc4ab", "slot: place of the cell, length of the key behind the prefix"),
        REFERENCE_PAGE("#8cc5ac", "reference: page number of the child"),
        REFERENCE_STAMP("#a9d5c2", "reference: birth stamp"),
        REFERENCE_COUNT("#cde8dc", "reference: entries below"),
        FREE("#ffffff", "free"),
        VALUE_LENGTH("#8fb8de", "cell: length of the value"),
        TAIL("#f9a98a", "cell: rest of the key"),
        VALUE("#d6e6f5", "cell: value"),
        DEAD("#eeeeee", "cell of a key that is gone");

        final String colour;
        final String words;

        Kind(String colour, String words) {
            this.colour = colour;
            this.words = words;
        }
    }
}
