package org.copsedb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.copsedb.btree.KeyBounds;
import org.copsedb.btree.TreeEntry;
import org.copsedb.btree.ValueView;
import org.copsedb.catalog.TableRecord;
import org.copsedb.codec.CheckedCodec;
import org.copsedb.codec.KeyPrefix;
import org.jspecify.annotations.Nullable;

/** Turns a table's keys and values into bytes and back, whatever its codecs do wrong. Immutable. */
final class EntryCodec<K, V> {
    private final String table;
    private final CheckedCodec<K> keys;
    private final CheckedCodec<V> values;

    EntryCodec(TableDefinition<K, V> definition) {
        this.table = definition.name();
        this.keys = CheckedCodec.of(definition.keyCodec());
        this.values = CheckedCodec.of(definition.valueCodec());
    }

    String table() {
        return table;
    }

    String keyType() {
        return keys.name();
    }

    String valueType() {
        return values.name();
    }

    void requireTypesOf(TableRecord record) {
        if (!record.keyType().equals(keys.name()) || !record.valueType().equals(values.name())) {
            throw new TableTypeException(table, record.types(), keys.name() + " -> " + values.name());
        }
    }

    byte[] key(K key) {
        return keys.encode(Objects.requireNonNull(key, "key"));
    }

    /** Encodes a key that is to be stored. */
    byte[] keyWithin(K key, int limit) {
        byte[] bytes = key(key);
        if (bytes.length > limit) {
            throw new OversizedKeyException(table, bytes.length, limit);
        }
        return bytes;
    }

    byte[] value(V value) {
        return values.encode(Objects.requireNonNull(value, "value"));
    }

    K toKey(byte[] bytes) {
        return keys.decode(bytes, 0, bytes.length);
    }

    K toKey(byte[] bytes, int length) {
        return keys.decode(bytes, 0, length);
    }

    V toValue(byte[] bytes) {
        return values.decode(bytes, 0, bytes.length);
    }

    /** Decodes a value where it lies, without copying its bytes first. */
    V toValue(ValueView view) {
        return view.isLarge()
                ? toValue(view.toArray())
                : values.decode(view.array(), view.offset(), (int) view.length());
    }

    @Nullable
    V toNullableValue(byte @Nullable [] bytes) {
        return bytes == null ? null : toValue(bytes);
    }

    @Nullable
    Entry<K, V> toEntry(@Nullable TreeEntry entry) {
        return entry == null ? null : new Entry<>(toKey(entry.key()), toValue(entry.value()));
    }

    /** Shows a value's bytes where they lie; those of a large value are put together first. */
    static ByteBuffer toBuffer(ValueView view) {
        ByteBuffer bytes = view.isLarge()
                ? ByteBuffer.wrap(view.toArray())
                : ByteBuffer.wrap(view.array(), view.offset(), (int) view.length())
                        .slice();
        return bytes.asReadOnlyBuffer();
    }

    KeyBounds bounds(KeyRange<K> range) {
        KeyPrefix<K> prefix = range.prefix();
        if (prefix != null) {
            return bounds(prefix);
        }
        K lower = range.lower();
        K upper = range.upper();
        byte[] low = lower == null ? null : key(lower);
        byte[] high = upper == null ? null : key(upper);
        if (low != null && high != null && Arrays.compareUnsigned(low, high) > 0) {
            throw new IllegalArgumentException("inverted range of table \"" + table + "\": lower bound " + lower
                    + " is above upper bound " + upper);
        }
        return new KeyBounds(low, range.lowerInclusive(), high, range.upperInclusive());
    }

    private KeyBounds bounds(KeyPrefix<K> prefix) {
        if (!prefix.codec().name().equals(keys.name())) {
            throw new IllegalArgumentException("a range of keys of codec "
                    + prefix.codec().name() + " for table \"" + table + "\", whose keys are of codec " + keys.name());
        }
        return new KeyBounds(prefix.lower(), true, prefix.upper().orElse(null), false);
    }
}
