package org.copsedb.pagestore.reclaim;

import org.jspecify.annotations.Nullable;

/**
 * Live pages that a restore brought back, each with how its present life began: a hash table with linear probing, 12
 * bytes per place, at most two thirds of them taken.
 */
final class RevivedPages {
    private static final int FIRST_PLACES = 16;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private long[] pages = new long[FIRST_PLACES];
    private @Nullable LifeStart[] starts = new @Nullable LifeStart[FIRST_PLACES];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        pages = new long[FIRST_PLACES];
        starts = new @Nullable LifeStart[FIRST_PLACES];
        size = 0;
    }

    /** Enters a page that is not there. */
    void put(long page, LifeStart start) {
        if (3L * (size + 1) > 2L * pages.length) {
            grow();
        }
        insert(page, start);
        size++;
    }

    private void grow() {
        long[] oldPages = pages;
        @Nullable LifeStart[] oldStarts = starts;
        pages = new long[2 * oldPages.length];
        starts = new @Nullable LifeStart[pages.length];
        for (int i = 0; i < oldPages.length; i++) {
            LifeStart start = oldStarts[i];
            if (start != null) {
                insert(oldPages[i], start);
            }
        }
    }

    private void insert(long page, LifeStart start) {
        int place = home(page);
        while (starts[place] != null) {
            place = (place + 1) & (pages.length - 1);
        }
        pages[place] = page;
        starts[place] = start;
    }

    private int home(long page) {
        return (int) ((page * GOLDEN_RATIO) >>> Long.numberOfLeadingZeros(pages.length - 1));
    }

    /** Takes a page out. Returns how its life began, null if it is not there. */
    @Nullable
    LifeStart remove(long page) {
        if (size == 0) {
            return null;
        }
        int place = home(page);
        while (starts[place] != null && pages[place] != page) {
            place = (place + 1) & (pages.length - 1);
        }
        LifeStart removed = starts[place];
        if (removed != null) {
            size--;
            closeGap(place);
        }
        return removed;
    }

    /** Moves later entries of the run forward, so that no search ends early. */
    private void closeGap(int emptied) {
        int mask = pages.length - 1;
        int gap = emptied;
        for (int place = (gap + 1) & mask; starts[place] != null; place = (place + 1) & mask) {
            if (((place - home(pages[place])) & mask) >= ((place - gap) & mask)) {
                pages[gap] = pages[place];
                starts[gap] = starts[place];
                gap = place;
            }
        }
        starts[gap] = null;
    }
}
