package org.copsedb.btree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.copsedb.btree.node.LeafContent;
import org.copsedb.btree.node.LeafEditor;
import org.copsedb.btree.node.NewEntry;
import org.copsedb.btree.node.ValueFormat;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageWriter;

/**
 * Decides where the value of a new entry goes: into the leaf, or, where the entry would take more than a quarter of
 * one, to pages of its own, which are written at once. If the source of a value fails, these are freed again.
 */
public final class ValuePlacement {
    private final PageWriter pages;
    private final NewEntry entry;
    private final int maximumEntrySize;

    /**
     * Creates a placement.
     *
     * @param pages where the pages of large values come from
     * @param entry takes the keys and the values or their descriptions
     * @param leafSize the bytes of a leaf
     */
    public ValuePlacement(PageWriter pages, NewEntry entry, int leafSize) {
        this.pages = pages;
        this.entry = entry;
        this.maximumEntrySize = LeafContent.maximumEntrySize(leafSize);
    }

    void place(byte[] key, byte[] value) {
        if (isInline(key, value.length)) {
            entry.set(key, value);
        } else {
            entry.setLarge(key, LargeValueWriter.write(pages, value, descriptionRoom(key)));
        }
    }

    void place(byte[] key, InputStream value) throws IOException {
        LargeValueWriter writer = new LargeValueWriter(pages);
        byte[] buffer = new byte[writer.largestPiece()];
        int filled = value.readNBytes(buffer, 0, buffer.length);
        if (filled < buffer.length && isInline(key, filled)) {
            entry.set(key, buffer, 0, filled);
            return;
        }
        boolean written = false;
        try {
            writer.appendAll(buffer, filled, value);
            written = true;
        } finally {
            if (!written) {
                writer.abandon();
            }
        }
        entry.setLarge(key, writer.finish(descriptionRoom(key)));
    }

    void place(byte[] key, long length, ValueFiller filler) {
        if (length < 0 || length > LittleEndian.MAXIMUM_48) {
            throw new IllegalArgumentException(
                    "a value of " + length + " bytes: the length is not within 0 to " + LittleEndian.MAXIMUM_48);
        }
        if (length <= maximumEntrySize && isInline(key, (int) length)) {
            byte[] value = new byte[(int) length];
            if (length > 0) {
                filler.fill(ByteBuffer.wrap(value));
            }
            entry.set(key, value);
            return;
        }
        LargeValueWriter writer = new LargeValueWriter(pages);
        boolean written = false;
        try {
            writer.fill(length, filler);
            written = true;
        } finally {
            if (!written) {
                writer.abandon();
            }
        }
        entry.setLarge(key, writer.finish(descriptionRoom(key)));
    }

    /**
     * Tells whether a value goes into the leaf, beside its key.
     *
     * @param key the key
     * @param valueLength the length of the value
     * @return whether it does
     */
    public boolean isInline(byte[] key, int valueLength) {
        return LeafEditor.entrySize(key.length, valueLength) <= maximumEntrySize;
    }

    /**
     * Returns the bytes that the description of a large value may take.
     *
     * @param key the key
     * @return bytes
     */
    public int descriptionRoom(byte[] key) {
        return Math.max(ValueFormat.MINIMUM_DESCRIPTION_SIZE, maximumEntrySize - LeafEditor.entrySize(key.length, 0));
    }
}
