package org.copsedb.btree.node;

/**
 * An entry on its way into a leaf: a key and the bytes of a value, or of the description of a large one. A writer has
 * one and fills it anew for each entry.
 */
public final class NewEntry {
    private static final byte[] NOTHING = new byte[0];

    /** The key; it fills its array. */
    byte[] key = NOTHING;

    byte[] value = NOTHING;
    int valueOffset;
    int valueLength;
    boolean large;

    /** Creates an entry with an empty key and an empty value. */
    public NewEntry() {}

    /**
     * Sets key and value. The arrays are read until the entry is written and not kept beyond.
     *
     * @param key the key
     * @param value the value
     * @return this
     */
    public NewEntry set(byte[] key, byte[] value) {
        return set(key, value, 0, value.length);
    }

    /**
     * Sets key and value, where the value is a part of an array.
     *
     * @param key the key
     * @param value the array that holds the value
     * @param offset where the value begins
     * @param length its length
     * @return this
     */
    public NewEntry set(byte[] key, byte[] value, int offset, int length) {
        this.key = key;
        this.value = value;
        this.valueOffset = offset;
        this.valueLength = length;
        this.large = false;
        return this;
    }

    /**
     * Sets the key and the description of a large value.
     *
     * @param key the key
     * @param description the description
     * @return this
     */
    public NewEntry setLarge(byte[] key, byte[] description) {
        set(key, description);
        this.large = true;
        return this;
    }

    /**
     * Sets the key, and the value of a write's cell.
     *
     * @param key the key
     * @param array the array that holds the cell
     * @param cell where it begins; no removal
     * @return this
     */
    public NewEntry setCell(byte[] key, byte[] array, int cell) {
        set(key, array, WriteCell.valueOffset(array, cell), WriteCell.valueLength(array, cell));
        this.large = WriteCell.isLarge(array, cell);
        return this;
    }

    /** Lets go of the arrays. */
    public void clear() {
        set(NOTHING, NOTHING);
    }

    /**
     * Returns the key.
     *
     * @return the array that was set
     */
    public byte[] key() {
        return key;
    }
}
