package org.copsedb.btree;

/**
 * A key and its value, both copies. Equality is that of the arrays' identities; compare contents with
 * {@link java.util.Arrays}.
 *
 * @param key the key
 * @param value the value
 */
@SuppressWarnings("ArrayRecordComponent") // A short-lived carrier of two results, never compared.
public record TreeEntry(byte[] key, byte[] value) {}
