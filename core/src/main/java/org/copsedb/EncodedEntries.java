package org.copsedb;

import java.util.Iterator;
import java.util.Objects;
import org.copsedb.btree.TreeEntry;
import org.jspecify.annotations.Nullable;

/** A user's entries on their way into a table: encoded one by one, with what the user's code throws kept apart. */
final class EncodedEntries<K, V> implements Iterator<TreeEntry> {
    private final Iterator<? extends Entry<? extends K, ? extends V>> entries;
    private final EntryCodec<K, V> codec;
    private final int maximumKeyLength;
    private @Nullable K latestKey;
    private @Nullable K keyBefore;
    private @Nullable Throwable refusal;

    EncodedEntries(
            Iterator<? extends Entry<? extends K, ? extends V>> entries, EntryCodec<K, V> codec, int maximumKeyLength) {
        this.entries = entries;
        this.codec = codec;
        this.maximumKeyLength = maximumKeyLength;
    }

    @Override
    public boolean hasNext() {
        try {
            return entries.hasNext();
        } catch (Throwable thrown) {
            refusal = thrown;
            throw thrown;
        }
    }

    @Override
    public TreeEntry next() {
        try {
            Entry<? extends K, ? extends V> entry = Objects.requireNonNull(entries.next(), "entry");
            keyBefore = latestKey;
            latestKey = entry.key();
            return new TreeEntry(codec.keyWithin(entry.key(), maximumKeyLength), codec.value(entry.value()));
        } catch (Throwable thrown) {
            refusal = thrown;
            throw thrown;
        }
    }

    /** Returns the key of the latest entry. */
    @Nullable
    K latestKey() {
        return latestKey;
    }

    /** Returns the key of the entry before the latest one. */
    @Nullable
    K keyBefore() {
        return keyBefore;
    }

    /** Returns what the user's iterator or the codecs threw. */
    @Nullable
    Throwable refusal() {
        return refusal;
    }
}
