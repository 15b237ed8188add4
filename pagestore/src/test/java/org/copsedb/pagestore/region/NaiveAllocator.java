package org.copsedb.pagestore.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;

/**
 * The model of {@link BuddyAllocator}: for each page whether it is free, for each order which blocks were given out.
 * The free blocks, and the bytes, are computed anew whenever they are asked for.
 */
public final class NaiveAllocator {
    private final int capacity;
    private final int maxOrder;
    private final boolean[] free;
    private final boolean[][] allocated;
    private int length;

    NaiveAllocator(int length, int capacity) {
        this.capacity = capacity;
        this.length = length;
        int orders = 1;
        while (orders <= 20 && 1 << orders <= capacity) {
            orders++;
        }
        maxOrder = orders - 1;
        free = new boolean[capacity];
        Arrays.fill(free, 0, length, true);
        allocated = new boolean[orders][];
        Arrays.setAll(allocated, order -> new boolean[capacity >> order]);
    }

    /** A copy. */
    NaiveAllocator(NaiveAllocator other) {
        capacity = other.capacity;
        maxOrder = other.maxOrder;
        length = other.length;
        free = other.free.clone();
        allocated = new boolean[maxOrder + 1][];
        Arrays.setAll(allocated, order -> other.allocated[order].clone());
    }

    /** A model in the state of an allocator, as far as its lengths and allocated blocks tell it. */
    public static NaiveAllocator of(BuddyAllocator allocator) {
        var model = new NaiveAllocator(allocator.length(), allocator.capacity());
        allocator.forEachAllocated(model::recordAllocation);
        return model;
    }

    int length() {
        return length;
    }

    int capacity() {
        return capacity;
    }

    int maxOrder() {
        return maxOrder;
    }

    boolean exists(int index, int order) {
        return order >= 0 && order <= maxOrder && index >= 0 && index < capacity >> order;
    }

    boolean isFree(int index, int order) {
        for (int page = index << order; page < (index + 1) << order; page++) {
            if (!free[page]) {
                return false;
            }
        }
        return true;
    }

    boolean isAllocated(int index, int order) {
        return allocated[order][index];
    }

    void recordAllocation(int index, int order) {
        if (!isFree(index, order)) {
            throw new AssertionError(index + "/" + order + " is not free in the model");
        }
        allocated[order][index] = true;
        Arrays.fill(free, index << order, (index + 1) << order, false);
    }

    void free(int index, int order) {
        allocated[order][index] = false;
        Arrays.fill(free, index << order, (index + 1) << order, true);
    }

    boolean canResize(int newLength) {
        return newLength >= 0
                && newLength <= capacity
                && (length > 0 || newLength == 0)
                && (newLength >= length || length - newLength <= trailingFreePages());
    }

    void resize(int newLength) {
        Arrays.fill(free, Math.min(length, newLength), Math.max(length, newLength), newLength > length);
        length = newLength;
    }

    int countFreePages() {
        int count = 0;
        for (boolean page : free) {
            count += page ? 1 : 0;
        }
        return count;
    }

    int trailingFreePages() {
        int page = length;
        while (page > 0 && free[page - 1]) {
            page--;
        }
        return length - page;
    }

    /** For each order which blocks are free: those whose pages all are, unless a larger block says so for them. */
    boolean[][] freeBlocks() {
        boolean[][] whole = new boolean[maxOrder + 1][];
        whole[0] = free.clone();
        for (int order = 1; order <= maxOrder; order++) {
            whole[order] = new boolean[capacity >> order];
            for (int index = 0; index < whole[order].length; index++) {
                whole[order][index] = whole[order - 1][2 * index] && whole[order - 1][2 * index + 1];
                if (whole[order][index]) {
                    whole[order - 1][2 * index] = false;
                    whole[order - 1][2 * index + 1] = false;
                }
            }
        }
        return whole;
    }

    int highestFreeOrder() {
        boolean[][] blocks = freeBlocks();
        int order = maxOrder;
        while (order >= 0 && first(blocks[order]) < 0) {
            order--;
        }
        return order;
    }

    /** The first block of the smallest sufficient order; of it the first part. */
    int lowestFree(int order) {
        boolean[][] blocks = freeBlocks();
        for (int source = order; source <= maxOrder; source++) {
            if (first(blocks[source]) >= 0) {
                return first(blocks[source]) << (source - order);
            }
        }
        return -1;
    }

    /** The first place at which so many aligned pages are free. */
    int lowestFreeAnywhere(int order) {
        for (int index = 0; order <= maxOrder && index < capacity >> order; index++) {
            if (isFree(index, order)) {
                return index;
            }
        }
        return -1;
    }

    /**
     * All that is given out of an order until nothing is left: each block of the sufficient orders is used up in turn.
     */
    List<Integer> indexesGivenOut(int order) {
        List<Integer> indexes = new ArrayList<>();
        boolean[][] blocks = freeBlocks();
        for (int source = order; source <= maxOrder; source++) {
            for (int block = 0; block < blocks[source].length; block++) {
                for (int part = 0; blocks[source][block] && part < 1 << (source - order); part++) {
                    indexes.add((block << (source - order)) + part);
                }
            }
        }
        return indexes;
    }

    /** All places at which so many aligned pages are free. */
    List<Integer> freeIndexes(int order) {
        List<Integer> indexes = new ArrayList<>();
        for (int index = 0; index < capacity >> order; index++) {
            if (isFree(index, order)) {
                indexes.add(index);
            }
        }
        return indexes;
    }

    /** The page numbers of the blocks allocated here and not there; each order ends at the other's length in pages. */
    long[] difference(NaiveAllocator other, int region) {
        PageList pages = new PageList();
        for (int order = 0; order <= maxOrder; order++) {
            for (int index = 0; index < Math.min(allocated[order].length, other.length); index++) {
                if (allocated[order][index] && !other.allocated[order][index]) {
                    pages.add(PageNumber.encode(region, index, order));
                }
            }
        }
        return pages.toArray();
    }

    private static int first(boolean[] blocks) {
        for (int index = 0; index < blocks.length; index++) {
            if (blocks[index]) {
                return index;
            }
        }
        return -1;
    }

    List<String> allocatedBlocks() {
        return names(allocated);
    }

    static List<String> names(boolean[][] blocks) {
        List<String> names = new ArrayList<>();
        for (int order = 0; order < blocks.length; order++) {
            for (int index = 0; index < blocks[order].length; index++) {
                if (blocks[order][index]) {
                    names.add(index + "/" + order);
                }
            }
        }
        return names;
    }

    /** The state as the format describes it, bit by bit. */
    public byte[] toBytes() {
        int orders = maxOrder + 1;
        List<byte[]> parts = new ArrayList<>();
        for (boolean[] blocks : freeBlocks()) {
            parts.add(tree(blocks));
        }
        for (boolean[] blocks : allocated) {
            parts.add(group(blocks, false));
        }
        int end = 8 + 8 * orders;
        byte[] header = new byte[end];
        header[0] = (byte) maxOrder;
        LittleEndian.putInt(header, 4, length);
        for (int part = 0; part < parts.size(); part++) {
            end += parts.get(part).length;
            LittleEndian.putInt(header, 8 + 4 * part, end);
        }
        parts.add(0, header);
        return concatenated(parts);
    }

    /** The state for a savepoint as the format describes it. */
    byte[] makeStateForSavepoint() {
        List<byte[]> parts = new ArrayList<>();
        int end = 5 + 4 * allocated.length;
        byte[] header = new byte[end];
        header[0] = (byte) maxOrder;
        LittleEndian.putInt(header, 1, length);
        for (int order = 0; order < allocated.length; order++) {
            parts.add(group(allocated[order], false));
            end += parts.get(order).length;
            LittleEndian.putInt(header, 5 + 4 * order, end);
        }
        parts.add(0, header);
        return concatenated(parts);
    }

    /** A tree of bitmaps in which a free block is an unset bit. */
    static byte[] tree(boolean[] unset) {
        List<byte[]> levels = new ArrayList<>();
        boolean[] level = new boolean[unset.length];
        for (int index = 0; index < level.length; index++) {
            level[index] = !unset[index];
        }
        levels.add(group(level, true));
        while (level.length > 64) {
            boolean[] above = new boolean[(level.length + 63) / 64];
            Arrays.fill(above, true);
            for (int index = 0; index < level.length; index++) {
                above[index / 64] &= level[index];
            }
            level = above;
            levels.add(0, group(level, true));
        }
        byte[] header = new byte[4 + 4 * levels.size()];
        LittleEndian.putInt(header, 0, levels.size());
        int end = header.length;
        for (int number = 0; number < levels.size(); number++) {
            end += levels.get(number).length;
            LittleEndian.putInt(header, 4 + 4 * number, end);
        }
        levels.add(0, header);
        return concatenated(levels);
    }

    private static byte[] group(boolean[] bits, boolean padding) {
        int rounded = (bits.length + 63) / 64 * 64;
        byte[] bytes = new byte[4 + rounded / 8];
        LittleEndian.putInt(bytes, 0, bits.length);
        for (int bit = 0; bit < rounded; bit++) {
            if (bit < bits.length ? bits[bit] : padding) {
                bytes[4 + bit / 8] |= (byte) (1 << bit % 8);
            }
        }
        return bytes;
    }

    static byte[] concatenated(List<byte[]> parts) {
        int size = parts.stream().mapToInt(part -> part.length).sum();
        byte[] bytes = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, bytes, at, part.length);
            at += part.length;
        }
        return bytes;
    }
}
