package org.copsedb.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;

/**
 * What the catalog keeps of a table. Byte table in {@code docs/file-format.md}.
 *
 * @param id names the table for life, also when it is renamed; from 1
 * @param root the root of its tree
 * @param keyType the name of the codec of its keys
 * @param valueType the name of the codec of its values
 */
public record TableRecord(long id, PageReference root, String keyType, String valueType) {
    /** Where the id lies. */
    public static final int ID_OFFSET = 0;
    /** Where the root's reference lies. */
    public static final int ROOT_OFFSET = 8;
    /** Where the length of the key type's name lies. */
    public static final int KEY_TYPE_LENGTH_OFFSET = 28;
    /** Where the two names begin; the second one goes on to the end. */
    public static final int NAMES_OFFSET = 30;

    /** The longest name of a key type, in bytes of UTF-8. */
    public static final int MAXIMUM_KEY_TYPE_LENGTH = 65_535;

    /**
     * Returns the same table with another tree.
     *
     * @param newRoot the root of the tree
     * @return the record
     */
    public TableRecord withRoot(PageReference newRoot) {
        return new TableRecord(id, newRoot, keyType, valueType);
    }

    /**
     * Returns the same table with an id.
     *
     * @param newId the id
     * @return the record
     */
    public TableRecord withId(long newId) {
        return new TableRecord(newId, root, keyType, valueType);
    }

    /**
     * Compares the types.
     *
     * @param other what the catalog keeps of another table
     * @return whether both have the same
     */
    public boolean hasTypesOf(TableRecord other) {
        return keyType.equals(other.keyType) && valueType.equals(other.valueType);
    }

    /**
     * Returns the types for people.
     *
     * @return "key type -&gt; value type"
     */
    public String types() {
        return keyType + " -> " + valueType;
    }

    /**
     * Encodes the record.
     *
     * @return its bytes
     * @throws IllegalArgumentException if the key type's name is too long
     */
    public byte[] toBytes() {
        byte[] key = keyType.getBytes(StandardCharsets.UTF_8);
        byte[] value = valueType.getBytes(StandardCharsets.UTF_8);
        if (key.length > MAXIMUM_KEY_TYPE_LENGTH) {
            throw new IllegalArgumentException(
                    "the name of a key codec takes " + key.length + " bytes, more than " + MAXIMUM_KEY_TYPE_LENGTH);
        }
        byte[] bytes = new byte[NAMES_OFFSET + key.length + value.length];
        LittleEndian.putLong(bytes, ID_OFFSET, id);
        root.put(bytes, ROOT_OFFSET);
        LittleEndian.putShort(bytes, KEY_TYPE_LENGTH_OFFSET, key.length);
        System.arraycopy(key, 0, bytes, NAMES_OFFSET, key.length);
        System.arraycopy(value, 0, bytes, NAMES_OFFSET + key.length, value.length);
        return bytes;
    }

    /**
     * Decodes a record.
     *
     * @param bytes its bytes
     * @param table the table's name, for an exception
     * @return the record
     * @throws CorruptFileException if the bytes are too short for what they announce
     */
    public static TableRecord fromBytes(byte[] bytes, String table) {
        int keyLength = bytes.length < NAMES_OFFSET ? 0 : LittleEndian.getUnsignedShort(bytes, KEY_TYPE_LENGTH_OFFSET);
        if (bytes.length < NAMES_OFFSET + keyLength) {
            throw new CorruptFileException(
                    "catalog entry of table \"" + table + "\"",
                    "at least " + (NAMES_OFFSET + keyLength) + " bytes",
                    bytes.length + " bytes");
        }
        int value = NAMES_OFFSET + keyLength;
        return new TableRecord(
                LittleEndian.getLong(bytes, ID_OFFSET),
                PageReference.get(bytes, ROOT_OFFSET),
                new String(Arrays.copyOfRange(bytes, NAMES_OFFSET, value), StandardCharsets.UTF_8),
                new String(Arrays.copyOfRange(bytes, value, bytes.length), StandardCharsets.UTF_8));
    }
}
