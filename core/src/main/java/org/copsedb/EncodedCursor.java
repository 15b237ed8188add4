package org.copsedb;

/** A cursor that can be moved to encoded keys, which may be the beginnings of whole ones. */
interface EncodedCursor<K, V> extends Cursor<K, V> {
    /** Moves to the smallest key in the range that is not below an encoded one; returns whether there is one. */
    boolean seekEncoded(byte[] key);

    /** Moves to the largest key in the range; returns whether there is one. */
    boolean last();
}
