package org.copsedb.btree.apply;

import java.util.Arrays;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.node.WriteCell;
import org.copsedb.pagestore.LittleEndian;

/**
 * Cells of writes, one behind the other in chunks of memory, in the order of their arrival. A place is a number that
 * grows with every cell: the chunk, and where in it the cell begins, in units of four bytes. Not thread-safe.
 */
final class WriteArena {
    /** The bytes of a chunk; the first one begins smaller and grows. */
    static final int CHUNK_SIZE = 1 << 18;

    private static final int SMALLEST_CHUNK = 1 << 10;
    private static final int UNIT_BITS = 2;
    private static final int PLACE_BITS = 16;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;

    private byte[][] chunks = new byte[1][0];
    /** How many bytes of each chunk are used. */
    private int[] used = new int[1];
    /** The number of the chunk that is being filled. */
    private int last;

    private long bytes;

    /** Returns the place of the next cell. */
    int end() {
        return place(last, used[last]);
    }

    private static int place(int chunk, int offset) {
        // The end of a full chunk is the beginning of the next one.
        return (chunk << PLACE_BITS) + (offset >>> UNIT_BITS);
    }

    /** Returns the array that holds a cell. */
    byte[] array(int place) {
        return chunks[place >>> PLACE_BITS];
    }

    /** Returns where a cell begins in its array. */
    static int cell(int place) {
        return (place & PLACE_MASK) << UNIT_BITS;
    }

    /** Returns the bytes of memory that the chunks take. */
    long bytes() {
        return bytes;
    }

    /** Returns by how much {@link #bytes} grows with a cell of some size. */
    int growth(int cellSize) {
        int needed = used[last] + aligned(cellSize);
        int length = chunks[last].length;
        return needed <= length ? 0 : needed <= CHUNK_SIZE ? enlarged(length, needed) - length : CHUNK_SIZE;
    }

    private static int enlarged(int length, int needed) {
        int enlarged = Math.max(SMALLEST_CHUNK, length);
        while (enlarged < needed) {
            enlarged *= 4;
        }
        return enlarged;
    }

    /** Appends a write; returns its place. */
    int append(byte[] key, byte[] value, int valueMark) {
        int valueLength = valueMark == WriteCell.REMOVAL ? 0 : value.length;
        int size = aligned(WriteCell.KEY_OFFSET + key.length + valueLength);
        byte[] chunk = chunks[last];
        if (used[last] + size > chunk.length) {
            chunk = makeRoom(size);
        }
        int cell = used[last];
        LittleEndian.putShort(chunk, cell, key.length);
        LittleEndian.putShort(chunk, cell + WriteCell.VALUE_LENGTH_OFFSET, valueMark);
        System.arraycopy(key, 0, chunk, cell + WriteCell.KEY_OFFSET, key.length);
        System.arraycopy(value, 0, chunk, cell + WriteCell.KEY_OFFSET + key.length, valueLength);
        used[last] = cell + size;
        return place(last, cell);
    }

    /** Returns the mark of a put. */
    static int putMark(int valueLength, boolean large) {
        return large ? valueLength | NodeFormat.LARGE_VALUE_MARK : valueLength;
    }

    private static int aligned(int size) {
        return (size + (1 << UNIT_BITS) - 1) & -(1 << UNIT_BITS);
    }

    private byte[] makeRoom(int size) {
        int length = chunks[last].length;
        if (used[last] + size <= CHUNK_SIZE) {
            int enlarged = enlarged(length, used[last] + size);
            chunks[last] = Arrays.copyOf(chunks[last], enlarged);
            bytes += enlarged - length;
            return chunks[last];
        }
        last++;
        if (last == chunks.length) {
            chunks = Arrays.copyOf(chunks, last * 2);
            used = Arrays.copyOf(used, last * 2);
        }
        if (chunks[last] == null) {
            chunks[last] = new byte[CHUNK_SIZE];
            bytes += CHUNK_SIZE;
        }
        used[last] = 0;
        return chunks[last];
    }

    /** Returns the place of the first cell that was appended when {@link #end} was a place, or later. */
    int first(int end) {
        int chunk = end >>> PLACE_BITS;
        return chunk < last && cell(end) == used[chunk] ? place(chunk + 1, 0) : end;
    }

    /** Returns the place of the cell behind one. */
    int next(int place) {
        return first(place + (aligned(WriteCell.size(array(place), cell(place))) >>> UNIT_BITS));
    }

    /** Forgets the cells that were appended when {@link #end} was a place, or later. Keeps the first chunk. */
    void truncate(int end) {
        int chunk = end >>> PLACE_BITS;
        if (chunk > 0 && cell(end) == 0) {
            chunk--;
        } else {
            used[chunk] = cell(end);
        }
        for (int i = Math.max(1, chunk + 1); i < chunks.length && chunks[i] != null; i++) {
            bytes -= chunks[i].length;
            chunks[i] = null;
        }
        last = chunk;
    }
}
