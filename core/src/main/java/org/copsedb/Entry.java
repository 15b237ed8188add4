package org.copsedb;

/**
 * A key and its value.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 * @param key the key
 * @param value the value
 */
public record Entry<K, V>(K key, V value) {}
