package org.copsedb.btree;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Changes one tree, entry by entry.
 *
 * <p>Copy-on-write: what was published under older stamps stays as it is and can be read on; {@link #root} names the
 * new version. The root is the only state that is kept between calls: {@link #reset} with an older root returns to that
 * version, as far as the tree is concerned. Arrays of the caller are copied, or read during the call only.
 *
 * <p>An operation goes down to one leaf, O(log n) pages, and copies those that are older than the current stamp. If one
 * throws a {@link org.copsedb.storage.CopseException} other than {@link OversizedKeyException}, the pages may be left
 * in between and the transaction must be given up. Belongs to one thread at a time.
 */
public final class TreeWriter {
    private static final byte[] NOTHING = new byte[0];

    final TreeEditor editor;
    private final PageWriter pages;
    private final int maximumKeyLength;
    private final ValuePlacement placement;
    private byte[] keyCopy = NOTHING;
    /** Counts changes, so that a function that changes the tree it computes for is found out. */
    private long changes;

    /**
     * Creates a writer.
     *
     * @param pages where pages come from and go
     * @param shape the shape that the tree was begun with, or shall have
     * @param root the root of the version to begin with, {@link PageReference#NONE} for an empty tree
     * @throws IllegalArgumentException if nodes of the shape would be larger than 65,536 bytes
     */
    public TreeWriter(PageWriter pages, TreeShape shape, PageReference root) {
        this(new TreeEditor(pages, shape, root));
    }

    TreeWriter(TreeEditor editor) {
        this.editor = editor;
        this.pages = editor.pages;
        this.maximumKeyLength = editor.shape.maximumKeyLength(pages.basePageSize());
        this.placement = new ValuePlacement(pages, editor.entry, editor.leafSize);
    }

    /**
     * Returns the root of the current version.
     *
     * @return the reference, {@link PageReference#NONE} for an empty tree
     */
    public PageReference root() {
        return editor.root();
    }

    /**
     * Returns to a version: after a rollback that gave up the pages born since.
     *
     * @param root the root of that version
     */
    public void reset(PageReference root) {
        changes++;
        editor.setRoot(root);
    }

    /**
     * Returns the current version for reading. It is valid until the next change; if the stamp advances before that,
     * for as long as its pages are.
     *
     * @return the tree
     */
    public Tree tree() {
        return new Tree(pages, editor.root());
    }

    /**
     * Returns the number of entries. O(1).
     *
     * @return the number
     */
    public long size() {
        return editor.count();
    }

    /**
     * Returns the length of the longest key that this tree takes.
     *
     * @return bytes
     */
    public int maximumKeyLength() {
        return maximumKeyLength;
    }

    /**
     * Sets the value of a key, whether it is there or not.
     *
     * @param key the key
     * @param value the value
     * @throws OversizedKeyException if the key is too long
     */
    public void put(byte[] key, byte[] value) {
        byte[] copy = copy(key, value);
        int index = seek(copy);
        placement.place(copy, value);
        store(index);
    }

    /**
     * Sets the value of a key to what a stream holds. The stream is read to its end and not held whole.
     *
     * @param key the key
     * @param value the value; not closed
     * @throws OversizedKeyException if the key is too long
     * @throws IOException if the stream throws it; then nothing changed
     */
    public void put(byte[] key, InputStream value) throws IOException {
        Objects.requireNonNull(value, "value");
        checkKey(key);
        byte[] copy = key.clone();
        placement.place(copy, value);
        store(seek(copy));
    }

    /**
     * Sets the value of a key to bytes that a filler writes into room reserved for them, so that no array has to hold
     * the whole value.
     *
     * @param key the key
     * @param length the length of the value
     * @param filler writes the value; called at least once unless the length is 0. It must not change this tree
     * @throws IllegalArgumentException if the length is negative or not below 2^48
     * @throws OversizedKeyException if the key is too long
     * @throws ConcurrentModificationException if the filler changed this tree; its changes stay, and nothing else does.
     *     What the filler throws is passed on; then nothing changed
     */
    public void put(byte[] key, long length, ValueFiller filler) {
        Objects.requireNonNull(filler, "filler");
        checkKey(key);
        byte[] copy = key.clone();
        long before = changes;
        placement.place(copy, length, value -> {
            filler.fill(value);
            requireUnchanged(before);
        });
        store(seek(copy));
    }

    /**
     * Sets the value of a key and returns the old one.
     *
     * @param key the key
     * @param value the value
     * @return the old value, or null if the key was not there
     * @throws OversizedKeyException if the key is too long
     */
    public byte @Nullable [] getAndPut(byte[] key, byte[] value) {
        byte[] copy = copy(key, value);
        return exchange(seek(copy), copy, value);
    }

    /**
     * Sets the value of a key that is not there.
     *
     * @param key the key
     * @param value the value
     * @return the value that is there, or null if there was none and the new one was put
     * @throws OversizedKeyException if the key is too long
     */
    public byte @Nullable [] putIfAbsent(byte[] key, byte[] value) {
        byte[] copy = copy(key, value);
        int index = seek(copy);
        if (index >= 0) {
            return editor.valueAt(index);
        }
        return exchange(index, copy, value);
    }

    /**
     * Sets the value of a key that is there.
     *
     * @param key the key
     * @param value the value
     * @return the old value, or null if the key is not there
     * @throws OversizedKeyException if the key is too long
     */
    public byte @Nullable [] replace(byte[] key, byte[] value) {
        byte[] copy = copy(key, value);
        int index = seek(copy);
        return index < 0 ? null : exchange(index, copy, value);
    }

    /**
     * Sets the value of a key that has a certain one.
     *
     * @param key the key
     * @param expected the value that it must have
     * @param value the new value
     * @return whether the value was set
     * @throws OversizedKeyException if the key is too long
     */
    public boolean replace(byte[] key, byte[] expected, byte[] value) {
        Objects.requireNonNull(expected, "expected");
        byte[] copy = copy(key, value);
        int index = seek(copy);
        if (index < 0 || !Arrays.equals(editor.valueAt(index), expected)) {
            return false;
        }
        placement.place(copy, value);
        store(index);
        return true;
    }

    /**
     * Removes a key.
     *
     * @param key the key
     * @return whether it was there
     */
    public boolean remove(byte[] key) {
        int index = find(key);
        if (index < 0) {
            return false;
        }
        drop(index);
        return true;
    }

    /**
     * Removes a key that has a certain value.
     *
     * @param key the key
     * @param expected the value that it must have
     * @return whether it was removed
     */
    public boolean remove(byte[] key, byte[] expected) {
        Objects.requireNonNull(expected, "expected");
        int index = find(key);
        if (index < 0 || !Arrays.equals(editor.valueAt(index), expected)) {
            return false;
        }
        drop(index);
        return true;
    }

    /**
     * Removes a key and returns its value.
     *
     * @param key the key
     * @return the value, or null if the key was not there
     */
    public byte @Nullable [] getAndRemove(byte[] key) {
        int index = find(key);
        if (index < 0) {
            return null;
        }
        byte[] old = editor.valueAt(index);
        drop(index);
        return old;
    }

    /**
     * Computes the value of a key from the old one, in one descent.
     *
     * @param key the key
     * @param function gets the old value, a copy, or null; returns the new one, or null to remove the key. It must not
     *     change this tree
     * @return the new value
     * @throws OversizedKeyException if the key is too long
     * @throws ConcurrentModificationException if the function changed this tree; its changes stay
     */
    public byte @Nullable [] compute(byte[] key, UnaryOperator<byte @Nullable []> function) {
        Objects.requireNonNull(function, "function");
        checkKey(key);
        byte[] copy = key.clone(); // The function may use this writer for another key before it is found out.
        int index = seek(copy);
        byte[] old = index < 0 ? null : editor.valueAt(index);
        long before = changes;
        byte[] value = function.apply(old);
        requireUnchanged(before);
        if (value != null) {
            placement.place(copy, value);
            store(index);
        } else if (index >= 0) {
            drop(index);
        }
        return value;
    }

    /**
     * Removes the entry with the smallest key.
     *
     * @return the entry, or null if the tree is empty
     */
    public @Nullable TreeEntry popFirst() {
        return pop(true);
    }

    /**
     * Removes the entry with the greatest key.
     *
     * @return the entry, or null if the tree is empty
     */
    public @Nullable TreeEntry popLast() {
        return pop(false);
    }

    private @Nullable TreeEntry pop(boolean first) {
        if (editor.isEmpty()) {
            return null;
        }
        int index = editor.descendToEdge(first);
        TreeEntry entry = new TreeEntry(editor.keyAt(index), editor.valueAt(index));
        drop(index);
        return entry;
    }

    /** Removes all entries: frees every page of the tree, reading leaves only where they may hold large values. */
    public void clear() {
        SubtreeRelease release = new SubtreeRelease(pages);
        release.addTree(editor.root());
        changes++;
        editor.setRoot(PageReference.NONE);
        release.free();
    }

    /**
     * Removes all entries in a range. Whole subtrees are freed at once: leaves are read only at the two ends of the
     * range, and where they may hold large values.
     *
     * <p>Cost: O(log n) pages and the branches of the subtrees that are freed, of which every page is kept in mind with
     * some 40 bytes meanwhile.
     *
     * @param bounds the range
     * @return how many entries were removed
     */
    public long removeRange(KeyBounds bounds) {
        long before = size();
        if (bounds.low() == null && bounds.high() == null) {
            clear();
        } else {
            changes++;
            new RangeRemoval(editor, bounds).run();
        }
        return before - size();
    }

    /**
     * Removes the entries in a range that a condition holds for, in one pass.
     *
     * @param bounds the range
     * @param condition is shown every entry once, in key order; must not change this tree
     * @return how many entries were removed
     * @throws ConcurrentModificationException if the condition changed this tree
     */
    public long removeIf(KeyBounds bounds, Predicate<? super EntryView> condition) {
        return extractIf(bounds, condition, entry -> {});
    }

    /**
     * Removes the entries in a range that a condition holds for, and shows each of them before it goes, in one pass.
     *
     * <p>If the condition or the receiver throws, the entries that were taken until then are removed, and the tree is
     * as good as ever.
     *
     * @param bounds the range
     * @param condition is shown every entry once, in key order; must not change this tree
     * @param receiver is shown the entries that are removed; what it wants to keep it has to copy
     * @return how many entries were removed
     * @throws ConcurrentModificationException if the condition or the receiver changed this tree; its changes stay
     */
    public long extractIf(
            KeyBounds bounds, Predicate<? super EntryView> condition, Consumer<? super EntryView> receiver) {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(receiver, "receiver");
        return new SelectiveRemoval(this, bounds).run(condition, receiver);
    }

    /**
     * Returns a cursor that can change the entries in a range.
     *
     * @param bounds the range
     * @return the cursor, not on an entry yet
     */
    public MutableTreeCursor cursor(KeyBounds bounds) {
        return new MutableTreeCursor(this, bounds);
    }

    /** Returns how often the tree has changed. */
    long changes() {
        return changes;
    }

    /** Fails if the tree was changed by a function that was called meanwhile. */
    void requireUnchanged(long before) {
        if (changes != before) {
            throw new ConcurrentModificationException("a function changed the tree that it was called for");
        }
    }

    // For cursors: the position stands in the current version.

    void replaceAt(TreeCursor position, byte[] key, byte[] value) {
        editor.adopt(position);
        placement.place(key, value);
        store(position.index());
    }

    void insertAt(TreeCursor position, int index, byte[] key, byte[] value) {
        editor.adopt(position);
        placement.place(key, value);
        store(-1 - index);
    }

    void removeAt(TreeCursor position) {
        editor.adopt(position);
        drop(position.index());
    }

    void removeAll(TreeCursor position, int[] indexes, int count) {
        changes++;
        pages.relieve();
        editor.adopt(position);
        editor.removeEntries(indexes, count);
    }

    /** Takes a position over the latest change, if that kept the path; returns whether it did. */
    boolean follow(TreeCursor position, int entries) {
        if (editor.isPathKept()) {
            position.follow(editor.root(), editor.path, entries);
            return true;
        }
        return false;
    }

    /** Checks key and value and copies the key, so that nobody changes it between the search and the change. */
    private byte[] copy(byte[] key, byte[] value) {
        Objects.requireNonNull(value, "value");
        checkKey(key);
        if (keyCopy.length != key.length) {
            keyCopy = new byte[key.length];
        }
        System.arraycopy(key, 0, keyCopy, 0, key.length);
        return keyCopy;
    }

    private byte @Nullable [] exchange(int index, byte[] key, byte[] value) {
        byte[] old = index < 0 ? null : editor.valueAt(index);
        placement.place(key, value);
        store(index);
        return old;
    }

    /** Finds a key; returns what {@link LeafPage#search} does. */
    private int seek(byte[] key) {
        return editor.isEmpty() ? -1 : editor.descend(key);
    }

    private int find(byte[] key) {
        Objects.requireNonNull(key, "key");
        return seek(key);
    }

    void checkKey(byte[] key) {
        if (key.length > maximumKeyLength) {
            throw new OversizedKeyException(key.length, maximumKeyLength);
        }
    }

    private void store(int index) {
        changes++;
        pages.relieve();
        if (editor.isEmpty()) {
            editor.plant();
        } else if (index >= 0) {
            editor.replaceAt(index);
        } else {
            editor.insertAt(-1 - index);
        }
        editor.entry.clear();
    }

    private void drop(int index) {
        changes++;
        pages.relieve();
        editor.removeAt(index);
    }
}
