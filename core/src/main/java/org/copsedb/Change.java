package org.copsedb;

import org.jspecify.annotations.Nullable;

/**
 * A key whose value differs between two states of a table.
 *
 * @param <K> the type of the key
 * @param <V> the type of the values
 * @param key the key
 * @param before its value in the state before, null if it was not there
 * @param after its value in the state after, null if it is not there
 */
public record Change<K, V>(
        K key, @Nullable V before, @Nullable V after) {}
