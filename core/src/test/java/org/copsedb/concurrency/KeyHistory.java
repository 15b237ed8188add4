package org.copsedb.concurrency;

import java.util.Arrays;

/**
 * Which value a key had in which version. Written by whoever has the writer's turn, before the commit; read by any
 * thread at the same time.
 */
final class KeyHistory {
    /** Of a key that is not there. */
    static final long ABSENT = -1;

    /** Versions and values in turn; whoever reads an array sees all that was in it when it was published. */
    private static final class Entries {
        private final long[] pairs;
        private final int size;

        Entries(long[] pairs, int size) {
            this.pairs = pairs;
            this.size = size;
        }
    }

    private volatile Entries entries = new Entries(new long[8], 0);

    /** Notes the value from a version on, which is newer than all before. */
    void note(long version, long value) {
        Entries before = entries;
        long[] pairs = before.pairs;
        if (before.size == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * pairs.length);
        }
        pairs[before.size] = version;
        pairs[before.size + 1] = value;
        entries = new Entries(pairs, before.size + 2);
    }

    /** Returns the value in a version. */
    long at(long version) {
        Entries now = entries;
        int low = 0;
        int high = now.size / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (now.pairs[2 * middle] <= version) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? ABSENT : now.pairs[2 * low - 1];
    }
}
