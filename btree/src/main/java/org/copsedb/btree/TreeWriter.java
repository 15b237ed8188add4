package org.copsedb.btree;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.copsedb.btree.node.LeafContent;
import org.copsedb.btree.node.LeafEditor;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.ValueFormat;
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
    private final TreeEditor editor;
    private final PageWriter pages;
    private final int maximumKeyLength;
    private final int maximumEntrySize;
    /** Counts changes, so that a function that changes the tree it computes for is found out. */
    private int changes;

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
        this.maximumEntrySize = LeafContent.maximumEntrySize(editor.leafSize);
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
        int index = seek(key, value);
        prepare(key, value);
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
        LargeValueWriter writer = new LargeValueWriter(pages);
        byte[] buffer = new byte[writer.largestPiece()];
        int filled = value.readNBytes(buffer, 0, buffer.length);
        if (filled < buffer.length && isInline(key, filled)) {
            editor.entry.set(key, buffer, 0, filled);
        } else {
            boolean written = false;
            try {
                writer.appendAll(buffer, filled, value);
                written = true;
            } finally {
                if (!written) {
                    writer.abandon();
                }
            }
            editor.entry.setLarge(key, writer.finish(descriptionRoom(key)));
        }
        store(editor.isEmpty() ? -1 : editor.descend(key));
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
        int index = seek(key, value);
        byte[] old = index < 0 ? null : valueAt(index);
        prepare(key, value);
        store(index);
        return old;
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
        int index = seek(key, value);
        if (index >= 0) {
            return valueAt(index);
        }
        prepare(key, value);
        store(index);
        return null;
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
        int index = seek(key, value);
        if (index < 0) {
            return null;
        }
        byte[] old = valueAt(index);
        prepare(key, value);
        store(index);
        return old;
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
        int index = seek(key, value);
        if (index < 0 || !Arrays.equals(valueAt(index), expected)) {
            return false;
        }
        prepare(key, value);
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
        if (index < 0 || !Arrays.equals(valueAt(index), expected)) {
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
        byte[] old = valueAt(index);
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
        checkKey(key);
        Objects.requireNonNull(function, "function");
        int index = find(key);
        byte[] old = index < 0 ? null : valueAt(index);
        int before = changes;
        byte[] value = function.apply(old);
        if (changes != before) {
            throw new ConcurrentModificationException("the function changed the tree that it computes a value for");
        }
        if (value != null) {
            prepare(key, value);
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
        TreeEntry entry = new TreeEntry(LeafPage.key(editor.leaf(), index), valueAt(index));
        drop(index);
        return entry;
    }

    /** Removes all entries: frees every page of the tree, reading leaves only where they may hold large values. */
    public void clear() {
        PageReference root = editor.root();
        changes++;
        editor.setRoot(PageReference.NONE);
        TreePages.forEach(pages, root, (page, stamp, kind) -> pages.free(page, stamp));
    }

    /** Checks key and value and finds the key; what {@link LeafPage#search} returns. */
    private int seek(byte[] key, byte[] value) {
        Objects.requireNonNull(value, "value");
        checkKey(key);
        return editor.isEmpty() ? -1 : editor.descend(key);
    }

    private int find(byte[] key) {
        Objects.requireNonNull(key, "key");
        return editor.isEmpty() ? -1 : editor.descend(key);
    }

    private void checkKey(byte[] key) {
        if (key.length > maximumKeyLength) {
            throw new OversizedKeyException(key.length, maximumKeyLength);
        }
    }

    private boolean isInline(byte[] key, int valueLength) {
        return LeafEditor.entrySize(key.length, valueLength) <= maximumEntrySize;
    }

    private int descriptionRoom(byte[] key) {
        return Math.max(ValueFormat.MINIMUM_DESCRIPTION_SIZE, maximumEntrySize - LeafEditor.entrySize(key.length, 0));
    }

    /** Makes the new entry; a large value is written to its pages. */
    private void prepare(byte[] key, byte[] value) {
        if (isInline(key, value.length)) {
            editor.entry.set(key, value);
        } else {
            editor.entry.setLarge(key, LargeValueWriter.write(pages, value, descriptionRoom(key)));
        }
    }

    private void store(int index) {
        changes++;
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
        editor.removeAt(index);
    }

    private byte[] valueAt(int index) {
        byte[] leaf = editor.leaf();
        long location = LeafPage.locateValue(leaf, index);
        int offset = LeafPage.valueOffset(location);
        int length = LeafPage.valueLength(location);
        return LeafPage.isLarge(location)
                ? LargeValueStream.readWhole(pages, leaf, offset, length)
                : Arrays.copyOfRange(leaf, offset, offset + length);
    }
}
