package org.copsedb.btree;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.ValueFormat;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * A value where it lies: a part of a page's array, or the pages of a large value. One view is filled again and again,
 * so that looking at a value allocates nothing.
 *
 * <p>The view stays valid as long as the version of the tree that it was read from; over a tree that is being written,
 * until the next change. Not thread-safe.
 */
public final class ValueView {
    private static final byte[] NOTHING = new byte[0];

    private @Nullable PageReader reader;
    private PageReference root = PageReference.NONE;
    private byte[] page = NOTHING;
    private int index;
    private long location;

    /** Creates a view of an empty value. */
    public ValueView() {}

    void set(PageReader newReader, PageReference newRoot, byte[] leaf, int entry) {
        reader = newReader;
        root = newRoot;
        page = leaf;
        index = entry;
        try {
            location = LeafPage.locateValue(leaf, entry);
        } catch (CorruptFileException damage) {
            throw new ValuePlace(newReader, newRoot, leaf, entry).locate(damage);
        }
    }

    /**
     * Tells whether the value lies in pages of its own; then there is no array, but {@link #toArray} and {@link #open}.
     *
     * @return whether the value is large
     */
    public boolean isLarge() {
        return LeafPage.isLarge(location);
    }

    /**
     * Returns the array that holds the value. It must not be written to.
     *
     * @return the array
     * @throws IllegalStateException if the value is large
     */
    public byte[] array() {
        if (isLarge()) {
            throw new IllegalStateException("a value of " + length() + " bytes lies in pages of its own");
        }
        return page;
    }

    /**
     * Returns where the value begins in {@link #array}.
     *
     * @return the place of its first byte
     */
    public int offset() {
        return LeafPage.valueOffset(location);
    }

    /**
     * Returns the length of the value.
     *
     * @return the length in bytes
     */
    public long length() {
        return isLarge() ? ValueFormat.length(page, offset()) : LeafPage.valueLength(location);
    }

    /** Tells whether two large values lie in the same pages. */
    boolean hasSamePlace(ValueView other) {
        int here = offset();
        int there = other.offset();
        return isLarge()
                && other.isLarge()
                && Arrays.equals(
                        page,
                        here,
                        here + LeafPage.valueLength(location),
                        other.page,
                        there,
                        there + LeafPage.valueLength(other.location));
    }

    /**
     * Returns a copy of the value.
     *
     * @return a fresh array
     * @throws UnsupportedOperationException if the value is too long for an array
     */
    public byte[] toArray() {
        int offset = offset();
        int length = LeafPage.valueLength(location);
        PageReader pages = reader;
        if (!isLarge() || pages == null) {
            return Arrays.copyOfRange(page, offset, offset + length);
        }
        try {
            return LargeValueStream.readWhole(pages, page, offset, length);
        } catch (CorruptFileException damage) {
            throw new ValuePlace(pages, root, page, index).locate(damage);
        }
    }

    /**
     * Opens the value as a stream, which reads a large value piece by piece. The stream is as valid as the view;
     * closing it is not necessary.
     *
     * @return the stream; it throws {@link org.copsedb.storage.CorruptFileException} rather than
     *     {@link java.io.IOException}
     */
    public InputStream open() {
        int offset = offset();
        int length = LeafPage.valueLength(location);
        PageReader pages = reader;
        if (!isLarge() || pages == null) {
            return new ByteArrayInputStream(page, offset, length);
        }
        ValuePlace place = new ValuePlace(pages, root, page, index);
        try {
            return new LargeValueStream(pages, new LargeValuePages(pages, page, offset, length), place::locate);
        } catch (CorruptFileException damage) {
            throw place.locate(damage);
        }
    }
}
