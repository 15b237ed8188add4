package org.copsedb.btree.apply;

import org.copsedb.btree.node.WriteCell;
import org.jspecify.annotations.Nullable;

/**
 * Sorted cells of an arena, where of one key only the latest counts.
 *
 * <p>Cells of neighbouring keys lie anywhere in the arena. A group of them is touched before the first one is needed,
 * so that the cache misses overlap.
 */
class ArenaWrites extends SortedWrites {
    private static final int GROUP = 16;
    private static final int CACHE_LINE = 64;

    private final WriteArena arena;
    private final long[] cells;
    private final int count;
    private final long placeMask;
    private final Superseded superseded;
    private int next;
    private int touched;
    /** What was read ahead: kept, so that the reading is not left out. */
    private int seen;

    ArenaWrites(KeySort sorted, Superseded superseded) {
        this.arena = sorted.arena;
        this.cells = sorted.cells;
        this.count = sorted.count;
        this.placeMask = sorted.placeMask;
        this.superseded = superseded;
    }

    // hot path: ApplyBenchmark
    @Override
    final boolean next() {
        while (next < count) {
            if (next == touched) {
                touch();
            }
            int place = (int) (cells[next] & placeMask);
            array = arena.array(place);
            cell = WriteArena.cell(place);
            next++;
            if (next == count || !isSuperseded()) {
                return true;
            }
            superseded.drop(array, cell);
        }
        return false;
    }

    /** Tells whether the next write is to the same key. */
    boolean isSuperseded() {
        if (((cells[next] ^ cells[next - 1]) & ~placeMask) != 0) {
            return false;
        }
        int place = (int) (cells[next] & placeMask);
        return WriteCell.compareKeys(array, cell, arena.array(place), WriteArena.cell(place)) == 0;
    }

    @Override
    final boolean hasMoreThan(int many, byte @Nullable [] upper) {
        int last = next - 1 + many;
        if (last >= count) {
            return false;
        }
        int place = (int) (cells[last] & placeMask);
        return upper == null || WriteCell.compareKey(arena.array(place), WriteArena.cell(place), upper) < 0;
    }

    private void touch() {
        int end = Math.min(count, next + GROUP);
        int sum = 0;
        for (int i = next; i < end; i++) {
            int place = (int) (cells[i] & placeMask);
            byte[] chunk = arena.array(place);
            int start = WriteArena.cell(place);
            int last = Math.min(chunk.length - 1, start + 2 * CACHE_LINE);
            sum += chunk[start] + chunk[Math.min(last, start + CACHE_LINE)] + chunk[last];
        }
        seen += sum;
        touched = end;
    }

    /** Returns what was read ahead. */
    final int seen() {
        return seen;
    }
}
