package org.copsedb.btree.apply;

import java.util.List;
import org.copsedb.btree.node.WriteCell;

/**
 * Many sorted sequences of writes as one: of equal keys, the write of the latest sequence counts.
 *
 * <p>Cost: O(log sequences) comparisons for each write.
 */
class RunMerge extends SortedWrites {
    private final SortedWrites[] sources;
    private final Superseded superseded;
    /** The numbers of the sources that have a write, as a heap: the smallest key first, of equal keys the latest. */
    private final int[] heap;

    private int size;

    /**
     * Begins to merge.
     *
     * @param sources the sequences, in the order in which they were written
     * @param superseded takes the writes that do not count
     */
    RunMerge(List<SortedWrites> sources, Superseded superseded) {
        this.sources = sources.toArray(SortedWrites[]::new);
        this.superseded = superseded;
        this.heap = new int[this.sources.length];
        for (int i = 0; i < this.sources.length; i++) {
            if (this.sources[i].next()) {
                heap[size++] = i;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    @Override
    final boolean next() {
        if (size == 0) {
            return false;
        }
        SortedWrites first = sources[heap[0]];
        array = first.array;
        cell = first.cell;
        advanceFirst();
        while (size > 0) {
            SortedWrites other = sources[heap[0]];
            if (WriteCell.compareKeys(other.array, other.cell, array, cell) != 0) {
                break;
            }
            superseded.drop(other.array, other.cell);
            advanceFirst();
        }
        return true;
    }

    private void advanceFirst() {
        if (!sources[heap[0]].next()) {
            heap[0] = heap[--size];
        }
        siftDown(0);
    }

    private void siftDown(int start) {
        int parent = start;
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], heap[parent])) {
                return;
            }
            int swapped = heap[child];
            heap[child] = heap[parent];
            heap[parent] = swapped;
            parent = child;
        }
    }

    private boolean isBefore(int left, int right) {
        SortedWrites a = sources[left];
        SortedWrites b = sources[right];
        int order = WriteCell.compareKeys(a.array, a.cell, b.array, b.cell);
        return order != 0 ? order < 0 : isLater(left, right);
    }

    /** Tells whether the writes of a sequence come after those of another one. */
    boolean isLater(int sequence, int other) {
        return sequence > other;
    }
}
