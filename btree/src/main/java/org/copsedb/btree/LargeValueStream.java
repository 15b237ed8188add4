package org.copsedb.btree;

import java.io.InputStream;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.node.ValueFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageReader;
import org.copsedb.storage.CorruptFileException;

/**
 * Reads a large value piece by piece. Each piece is read from its page when it is needed and checked to be the one that
 * belongs there; one is held at a time.
 */
final class LargeValueStream extends InputStream {
    private static final byte[] NOTHING = new byte[0];

    private final PageReader reader;
    private final LargeValuePages pieces;
    private final UnaryOperator<CorruptFileException> locator;
    private byte[] piece = NOTHING;
    private int place;
    private int end;
    private int number;

    LargeValueStream(PageReader reader, byte[] holder, int offset, int size) {
        this(reader, new LargeValuePages(reader, holder, offset, size), UnaryOperator.identity());
    }

    /**
     * @param pieces the pages of the value
     * @param locator adds the path from the root to an exception
     */
    LargeValueStream(PageReader reader, LargeValuePages pieces, UnaryOperator<CorruptFileException> locator) {
        this.reader = reader;
        this.pieces = pieces;
        this.locator = locator;
    }

    /** Reads a whole value into one array. The array is made only after all the pieces were found. */
    static byte[] readWhole(PageReader reader, byte[] holder, int offset, int size) {
        new LargeValuePages(reader, holder, offset, size).requireWholeList();
        long length = ValueFormat.length(holder, offset);
        if (length > Integer.MAX_VALUE - Long.BYTES) {
            throw new UnsupportedOperationException(
                    "a value of " + length + " bytes does not fit an array: read it as a stream");
        }
        LargeValuePages check = new LargeValuePages(reader, holder, offset, size);
        int found = 0;
        while (check.nextPiece()) {
            verify(reader.readTransient(check.page(), check.stamp()), found++);
        }
        LargeValueStream stream = new LargeValueStream(reader, holder, offset, size);
        byte[] value = new byte[(int) length];
        int read = stream.read(value, 0, value.length);
        while (read < value.length) {
            read += stream.read(value, read, value.length - read);
        }
        return value;
    }

    static void verify(byte[] page, int expectedNumber) {
        if (PageHeader.kind(page) != PageKind.VALUE
                || PageHeader.level(page) != 0
                || PageHeader.entryCount(page) != (expectedNumber & 0xFFFF)) {
            throw NodeFormat.corrupt(
                    page,
                    "piece " + (expectedNumber & 0xFFFF) + " of a large value",
                    "kind " + PageHeader.kind(page) + ", level " + PageHeader.level(page) + ", number "
                            + PageHeader.entryCount(page));
        }
    }

    private boolean advance() {
        if (place < end) {
            return true;
        }
        try {
            return nextPiece();
        } catch (CorruptFileException damage) {
            throw locator.apply(damage);
        }
    }

    private boolean nextPiece() {
        while (place == end) {
            long before = pieces.remaining();
            if (!pieces.nextPiece()) {
                piece = NOTHING;
                return false;
            }
            piece = reader.readTransient(pieces.page(), pieces.stamp());
            verify(piece, number++);
            place = PageHeader.SIZE;
            end = PageHeader.SIZE + (int) (before - pieces.remaining());
        }
        return true;
    }

    @Override
    public int read() {
        return advance() ? piece[place++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int part = Math.min(length, end - place);
        System.arraycopy(piece, place, target, offset, part);
        place += part;
        return part;
    }

    @Override
    public long skip(long count) {
        long skipped = 0;
        while (skipped < count && advance()) {
            int part = (int) Math.min(count - skipped, end - place);
            place += part;
            skipped += part;
        }
        return skipped;
    }

    @Override
    public int available() {
        return end - place;
    }
}
