package org.copsedb.btree.apply;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.copsedb.btree.node.WriteCell;

/**
 * Sorts the cells of an arena by key; cells of one key stay in the order of their arrival.
 *
 * <p>A cell is a long: above, as many bits as there is room for of the key's eight bytes after the prefix that all keys
 * share, with the sign turned; below, its place, which keeps the order of arrival. Many cells are first distributed by
 * eleven bits into buckets, which the longs then do without, and each bucket is sorted as longs. Where longs differ in
 * their places only, the keys are looked at again behind the prefix that these share.
 *
 * <p>Cost: O(n log n) comparisons of longs, and one look at each cell in the order of arrival; for each four bytes that
 * many keys share beyond, one more at random. Memory: two longs for each cell.
 */
class KeySort {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int RADIX_BITS = 11;
    private static final int RADIX_MINIMUM = 1 << 13;
    private static final int INSERTION_MAXIMUM = 12;
    private static final int MAXIMUM_DEPTH = 24;

    final WriteArena arena;
    private int placeBits;
    /** The bits of a place. */
    long placeMask;
    /** Of each cell its place, and above it what is the same for neighbours of one key. */
    long[] cells = new long[0];
    /** How many cells there are. */
    int count;

    KeySort(WriteArena arena) {
        this.arena = arena;
    }

    /**
     * Sorts cells.
     *
     * @param from the place of the first one, or an end before it
     * @param cellCount how many
     * @return this, with the cells in key order, and of one key in the order of arrival
     */
    final KeySort sort(int from, int cellCount) {
        prepare(cellCount);
        int prefix = collect(from);
        if (count >= RADIX_MINIMUM) {
            distribute(prefix);
        } else {
            refine(0, count, prefix, 0);
        }
        return this;
    }

    /**
     * Takes cells whose keys ascend strictly.
     *
     * @param from the place of the first one, or an end before it
     * @param cellCount how many
     * @return this, with the cells as they came
     */
    final KeySort inOrder(int from, int cellCount) {
        prepare(cellCount);
        int place = arena.first(from);
        for (int i = 0; i < count; i++) {
            // Above, there is what tells all keys apart.
            cells[i] = packed((long) i << placeBits, place);
            place = arena.next(place);
        }
        return this;
    }

    private void prepare(int cellCount) {
        count = cellCount;
        if (cells.length < count) {
            cells = new long[count];
        }
        placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(arena.end());
        placeMask = (1L << placeBits) - 1;
    }

    /** Enters the places in the order of arrival; returns the length of the prefix that all keys share. */
    private int collect(int from) {
        int place = arena.first(from);
        byte[] first = count == 0 ? new byte[0] : WriteCell.key(arena.array(place), WriteArena.cell(place));
        int prefix = first.length;
        for (int i = 0; i < count; i++) {
            cells[i] = place;
            if (prefix > 0) {
                prefix = sharedPrefix(first, prefix, place);
            }
            place = arena.next(place);
        }
        return prefix;
    }

    private int sharedPrefix(byte[] first, int prefix, int place) {
        byte[] array = arena.array(place);
        int cell = WriteArena.cell(place);
        int key = cell + WriteCell.KEY_OFFSET;
        int length = Math.min(prefix, WriteCell.keyLength(array, cell));
        int mismatch = Arrays.mismatch(first, 0, length, array, key, key + length);
        return mismatch < 0 ? length : mismatch;
    }

    /** Returns eight bytes of a key from a position on, zeros where it ends before. */
    // hot path: ApplyBenchmark
    private long head(int place, int from) {
        byte[] array = arena.array(place);
        int cell = WriteArena.cell(place);
        int key = cell + WriteCell.KEY_OFFSET + from;
        int length = WriteCell.keyLength(array, cell) - from;
        if (length >= Long.BYTES) {
            return (long) LONGS.get(array, key);
        }
        long head = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            head = head << Byte.SIZE | (i < length ? array[key + i] & 0xFF : 0);
        }
        return head;
    }

    private void distribute(int prefix) {
        int[] ends = new int[(1 << RADIX_BITS) + 1];
        long[] heads = new long[count];
        for (int i = 0; i < count; i++) {
            heads[i] = head((int) cells[i], prefix);
            ends[(int) (heads[i] >>> (Long.SIZE - RADIX_BITS)) + 1]++;
        }
        for (int i = 0; i < 1 << RADIX_BITS; i++) {
            ends[i + 1] += ends[i];
        }
        long[] sorted = new long[count];
        for (int i = 0; i < count; i++) {
            int bucket = (int) (heads[i] >>> (Long.SIZE - RADIX_BITS));
            sorted[ends[bucket]++] = packed(heads[i] << RADIX_BITS, cells[i]);
        }
        cells = sorted;
        int start = 0;
        for (int i = 0; i < 1 << RADIX_BITS; i++) {
            // Each end has moved to the end of its bucket.
            sortLongs(start, ends[i], prefix);
            start = ends[i];
        }
    }

    private long packed(long head, long place) {
        return ((head ^ Long.MIN_VALUE) & ~placeMask) | place;
    }

    /** Sorts a range of packed longs, and within it the keys that they do not tell apart. */
    private void sortLongs(int from, int to, int prefix) {
        if (to - from < 2) {
            return;
        }
        Arrays.sort(cells, from, to);
        refineRuns(from, to, prefix, 0);
    }

    /** Sorts places whose keys share a prefix. */
    private void refine(int from, int to, int prefix, int depth) {
        for (int i = from; i < to; i++) {
            int place = (int) (cells[i] & placeMask);
            cells[i] = packed(head(place, prefix), place);
        }
        Arrays.sort(cells, from, to);
        refineRuns(from, to, prefix, depth);
    }

    /** Finds the runs of longs that differ in their places only, and sorts each by the rest of its keys. */
    private void refineRuns(int from, int to, int prefix, int depth) {
        int start = from;
        while (start < to) {
            long head = cells[start] & ~placeMask;
            int end = start + 1;
            while (end < to && (cells[end] & ~placeMask) == head) {
                end++;
            }
            if (end - start > 1) {
                sortRun(start, end, prefix, depth);
            }
            start = end;
        }
    }

    /** Sorts keys that share their heads; they are in the order of arrival. */
    private void sortRun(int from, int to, int prefix, int depth) {
        if (to - from <= INSERTION_MAXIMUM) {
            insertionSort(from, to);
            return;
        }
        byte[] first = key(from);
        int shared = first.length;
        boolean same = true;
        for (int i = from + 1; i < to; i++) {
            shared = sharedPrefix(first, shared, place(i));
            same &= shared == first.length && keyLength(i) == shared;
        }
        if (same && shared == first.length) {
            return;
        }
        if (shared <= prefix || depth == MAXIMUM_DEPTH) {
            mergeSort(from, to);
        } else {
            refine(from, to, shared, depth + 1);
        }
    }

    private int place(int index) {
        return (int) (cells[index] & placeMask);
    }

    private byte[] key(int index) {
        int place = place(index);
        return WriteCell.key(arena.array(place), WriteArena.cell(place));
    }

    private int keyLength(int index) {
        int place = place(index);
        return WriteCell.keyLength(arena.array(place), WriteArena.cell(place));
    }

    /** Compares two cells by key alone. */
    private int compare(long left, long right) {
        int leftPlace = (int) (left & placeMask);
        int rightPlace = (int) (right & placeMask);
        return WriteCell.compareKeys(
                arena.array(leftPlace),
                WriteArena.cell(leftPlace),
                arena.array(rightPlace),
                WriteArena.cell(rightPlace));
    }

    /** Tells whether a cell that arrived later must come before one that arrived earlier. */
    boolean isBefore(long later, long earlier) {
        return compare(later, earlier) < 0;
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long moved = cells[i];
            int j = i;
            while (j > from && isBefore(moved, cells[j - 1])) {
                cells[j] = cells[j - 1];
                j--;
            }
            cells[j] = moved;
        }
    }

    /** Sorts by whole comparisons, from the bottom up: where heads tell nothing apart. */
    private void mergeSort(int from, int to) {
        int count = to - from;
        long[] source = Arrays.copyOfRange(cells, from, to);
        long[] target = new long[count];
        for (int width = 1; width < count; width *= 2) {
            for (int start = 0; start < count; start += 2 * width) {
                int middle = Math.min(count, start + width);
                int end = Math.min(count, start + 2 * width);
                int left = start;
                int right = middle;
                for (int i = start; i < end; i++) {
                    boolean takeRight = right < end && (left >= middle || isBefore(source[right], source[left]));
                    target[i] = source[takeRight ? right++ : left++];
                }
            }
            long[] swapped = source;
            source = target;
            target = swapped;
        }
        System.arraycopy(source, 0, cells, from, count);
    }
}
