package org.copsedb.btree;

import java.util.ConcurrentModificationException;
import java.util.Objects;
import org.copsedb.pagestore.PageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the entries of a tree that is being written, within bounds and in both directions, and changes them on
 * the way. It moves as {@link TreeCursor} does.
 *
 * <p>A change needs no search: the cursor is in the leaf already. Where it makes pages split or merge, which is seldom,
 * the cursor finds its place again by key, O(log n).
 *
 * <p>After {@link #remove} the cursor stands where the entry was: {@link #next} goes to the one that followed it,
 * {@link #previous} to the one before. If the tree is changed by anybody else, all methods but the moves to a place
 * ({@link #first}, {@link #last}, {@link #seek}, {@link #seekFloor}) throw {@link ConcurrentModificationException}. Not
 * thread-safe.
 */
public final class MutableTreeCursor implements EntryView {
    private final TreeWriter writer;
    private final TreeCursor position;
    private long changes;
    /** Whether the entry that the position names is the one behind a removed one. */
    private boolean inGap;
    /** The removed key, if the leaf that it was in is not known any more. */
    private byte @Nullable [] lostKey;

    MutableTreeCursor(TreeWriter writer, KeyBounds bounds) {
        this.writer = writer;
        this.position = writer.tree().cursor(bounds);
        this.changes = writer.changes();
    }

    private void refresh() {
        inGap = false;
        lostKey = null;
        changes = writer.changes();
        position.reset(writer.root());
    }

    private void requireUnchanged() {
        if (changes != writer.changes()) {
            throw new ConcurrentModificationException("the tree was changed, but not through this cursor");
        }
    }

    private void requireEntry() {
        requireUnchanged();
        if (inGap || lostKey != null || !position.isOnEntry()) {
            throw new IllegalStateException("the cursor is not on an entry");
        }
    }

    /**
     * Moves to the first entry within the bounds.
     *
     * @return whether there is one
     */
    public boolean first() {
        refresh();
        return position.first();
    }

    /**
     * Moves to the last entry within the bounds.
     *
     * @return whether there is one
     */
    public boolean last() {
        refresh();
        return position.last();
    }

    /**
     * Moves to the smallest key within the bounds that is not below one.
     *
     * @param key the key
     * @return whether there is one
     */
    public boolean seek(byte[] key) {
        refresh();
        return position.seek(key);
    }

    /**
     * Moves to the greatest key within the bounds that is not above one.
     *
     * @param key the key
     * @return whether there is one
     */
    public boolean seekFloor(byte[] key) {
        refresh();
        return position.seekFloor(key);
    }

    /**
     * Moves to the next entry.
     *
     * @return whether there is one within the bounds
     */
    public boolean next() {
        requireUnchanged();
        byte[] key = lostKey;
        if (key != null) {
            lostKey = null;
            return SelectiveRemoval.seekBehindRemoved(position, key);
        }
        if (inGap) {
            inGap = false;
            position.setIndex(position.index() - 1);
        }
        return position.next();
    }

    /**
     * Moves to the previous entry.
     *
     * @return whether there is one within the bounds
     */
    public boolean previous() {
        requireUnchanged();
        byte[] key = lostKey;
        if (key != null) {
            lostKey = null;
            return position.seekFloor(key);
        }
        inGap = false;
        return position.previous();
    }

    /**
     * Tells whether the cursor is on an entry.
     *
     * @return whether key and value can be asked for
     */
    public boolean isOnEntry() {
        return !inGap && lostKey == null && position.isOnEntry() && changes == writer.changes();
    }

    /**
     * Gives the entry another value.
     *
     * @param value the new value
     */
    public void set(byte[] value) {
        Objects.requireNonNull(value, "value");
        requireEntry();
        byte[] key = position.key();
        writer.replaceAt(position, key, value);
        follow(key, 0);
    }

    /** Removes the entry and frees the pages of its value. */
    public void remove() {
        requireEntry();
        byte[] key = position.key();
        writer.removeAt(position);
        changes = writer.changes();
        if (writer.follow(position, -1)) {
            inGap = writer.editor.leavesGap();
        } else {
            position.reset(writer.root());
            lostKey = key;
        }
    }

    /**
     * Inserts an entry directly before the one that the cursor is on, and stays on that one.
     *
     * @param key the key, which must come directly before the entry's
     * @param value the value
     * @throws IllegalArgumentException if the key is present, belongs elsewhere or lies beyond the bounds
     * @throws OversizedKeyException if the key is too long
     */
    public void insertBefore(byte[] key, byte[] value) {
        byte[] copy = prepareInsertion(key, value);
        int index = position.index();
        boolean inLeaf = index > 0;
        boolean fits =
                position.compareKey(copy) > 0 && (inLeaf ? compareEntry(index - 1, copy) < 0 : isDirectlyBefore(copy));
        if (!fits) {
            throw refuse(copy, "before");
        }
        if (inLeaf) {
            byte[] here = position.key();
            writer.insertAt(position, index, copy, value);
            position.setIndex(index + 1);
            follow(here, 1);
        } else {
            insertElsewhere(copy, value);
        }
    }

    /**
     * Inserts an entry directly behind the one that the cursor is on, and stays on that one.
     *
     * @param key the key, which must come directly behind the entry's
     * @param value the value
     * @throws IllegalArgumentException if the key is present, belongs elsewhere or lies beyond the bounds
     * @throws OversizedKeyException if the key is too long
     */
    public void insertAfter(byte[] key, byte[] value) {
        byte[] copy = prepareInsertion(key, value);
        int place = position.index() + 1;
        boolean inLeaf = place < PageHeader.entryCount(position.leaf());
        boolean fits =
                position.compareKey(copy) < 0 && (inLeaf ? compareEntry(place, copy) > 0 : isDirectlyBehind(copy));
        if (!fits) {
            throw refuse(copy, "behind");
        }
        if (inLeaf) {
            byte[] here = position.key();
            writer.insertAt(position, place, copy, value);
            follow(here, 1);
        } else {
            insertElsewhere(copy, value);
        }
    }

    private byte[] prepareInsertion(byte[] key, byte[] value) {
        Objects.requireNonNull(value, "value");
        writer.checkKey(key);
        requireEntry();
        byte[] copy = key.clone();
        if (!position.bounds().contains(copy)) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes beyond the bounds of the cursor");
        }
        return copy;
    }

    /**
     * Tells whether nothing lies between a key and the entry behind it, where the leaf does not show what is before.
     */
    private boolean isDirectlyBefore(byte[] key) {
        TreeCursor neighbour = writer.tree().cursor();
        return neighbour.seek(key) && neighbour.compareKey(position.key()) == 0;
    }

    private boolean isDirectlyBehind(byte[] key) {
        TreeCursor neighbour = writer.tree().cursor();
        return neighbour.seekFloor(key) && neighbour.compareKey(position.key()) == 0;
    }

    /** Compares the key of another entry of the same leaf. */
    private int compareEntry(int index, byte[] key) {
        int here = position.index();
        position.setIndex(index);
        int order = position.compareKey(key);
        position.setIndex(here);
        return order;
    }

    private static IllegalArgumentException refuse(byte[] key, String side) {
        return new IllegalArgumentException(
                "a key of " + key.length + " bytes does not belong directly " + side + " the cursor's");
    }

    /** Inserts an entry that may belong into a neighbouring leaf. */
    private void insertElsewhere(byte[] key, byte[] value) {
        byte[] here = position.key();
        writer.put(key, value);
        refresh();
        position.seek(here);
    }

    /** Stays on an entry after a change of its leaf. */
    private void follow(byte[] key, int entries) {
        changes = writer.changes();
        if (!writer.follow(position, entries)) {
            refresh();
            position.seek(key);
        }
    }

    @Override
    public int keyLength() {
        requireEntry();
        return position.keyLength();
    }

    @Override
    public int copyKey(byte[] target, int offset) {
        requireEntry();
        return position.copyKey(target, offset);
    }

    @Override
    public byte[] keyBuffer() {
        requireEntry();
        return position.keyBuffer();
    }

    @Override
    public byte[] key() {
        requireEntry();
        return position.key();
    }

    @Override
    public int compareKey(byte[] key) {
        requireEntry();
        return position.compareKey(key);
    }

    @Override
    public ValueView value() {
        requireEntry();
        return position.value();
    }
}
