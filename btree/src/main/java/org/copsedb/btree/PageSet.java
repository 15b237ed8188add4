package org.copsedb.btree;

import java.util.Arrays;

/** A set of page numbers: open addressing, 8 to 32 bytes for each. Not thread-safe. */
final class PageSet {
    /** Never a page number: its order is beyond the greatest. */
    private static final long EMPTY = -1;

    private long[] slots = newSlots(64);
    private int size;
    private boolean holdsEmpty;

    private static long[] newSlots(int length) {
        long[] slots = new long[length];
        Arrays.fill(slots, EMPTY);
        return slots;
    }

    /** Adds a number; returns whether it was not there. Any 64 bits are taken. */
    boolean add(long page) {
        if (page == EMPTY) {
            boolean isNew = !holdsEmpty;
            holdsEmpty = true;
            return isNew;
        }
        if (size >= slots.length / 2) {
            enlarge();
        }
        if (!put(slots, page)) {
            return false;
        }
        size++;
        return true;
    }

    private static boolean put(long[] slots, long page) {
        long mixed = page * 0x9E37_79B9_7F4A_7C15L;
        int mask = slots.length - 1;
        int place = (int) (mixed >>> 32) & mask;
        while (slots[place] != EMPTY) {
            if (slots[place] == page) {
                return false;
            }
            place = (place + 1) & mask;
        }
        slots[place] = page;
        return true;
    }

    private void enlarge() {
        long[] enlarged = newSlots(Math.multiplyExact(slots.length, 2));
        for (long page : slots) {
            if (page != EMPTY) {
                put(enlarged, page);
            }
        }
        slots = enlarged;
    }
}
