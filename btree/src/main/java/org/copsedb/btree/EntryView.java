package org.copsedb.btree;

import java.io.InputStream;

/**
 * An entry where it lies: key and value can be looked at without being copied. What is asked for is read at that
 * moment, so a view is as good as the entry that it stands on. Not thread-safe.
 */
public interface EntryView {
    /**
     * Returns the length of the key.
     *
     * @return bytes
     * @throws IllegalStateException if the view is on no entry; so do all methods here
     */
    int keyLength();

    /**
     * Writes the key into an array.
     *
     * @param target the array
     * @param offset where the key's first byte goes
     * @return the length of the key
     * @throws IndexOutOfBoundsException if there is no room for the key
     */
    int copyKey(byte[] target, int offset);

    /**
     * Returns the key in a buffer of the view's own: its first {@link #keyLength} bytes, until the next call.
     *
     * @return the buffer
     */
    byte[] keyBuffer();

    /**
     * Returns a copy of the key.
     *
     * @return a fresh array
     */
    byte[] key();

    /**
     * Compares the key with another one where it lies.
     *
     * @param key the other key
     * @return negative, zero or positive, as the entry's key comes before, is, or comes after the other one
     */
    int compareKey(byte[] key);

    /**
     * Returns a view of the value. There is one for all entries; it is filled anew by every call.
     *
     * @return the view
     */
    ValueView value();

    /**
     * Returns a copy of the value.
     *
     * @return a fresh array
     * @throws UnsupportedOperationException if the value is too long for an array
     */
    default byte[] valueArray() {
        return value().toArray();
    }

    /**
     * Opens the value as a stream.
     *
     * @return the stream, see {@link ValueView#open}
     */
    default InputStream openValue() {
        return value().open();
    }

    /**
     * Returns copies of key and value.
     *
     * @return the entry
     */
    default TreeEntry entry() {
        return new TreeEntry(key(), valueArray());
    }
}
