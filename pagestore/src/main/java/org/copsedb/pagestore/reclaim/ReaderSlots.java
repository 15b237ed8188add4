package org.copsedb.pagestore.reclaim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Places where readers write down the version that they hold, each in a cache line pair of its own.
 *
 * <p>A thread has a home among the first places, which it takes by one compare-and-set; if that is taken, it tries a
 * few places at random, the largest segment first; if these are taken too, a segment of twice the size is added. So
 * taking a place costs O(1) however many are taken, and threads seldom meet. Places are never given up: scanning them
 * costs a load for each that was ever made.
 *
 * <pre>
 * element       content of a segment's array, for place p = 1, 2, ...
 * 16 p          0: free; else the watermark plus 1
 * 16 p + 1      {@link System#nanoTime} when it was taken; 0: free, or just being taken
 * </pre>
 */
final class ReaderSlots {
    static final long FREE = 0;

    private static final int PLACE_SHIFT = 4;
    private static final int FIRST_SEGMENT_SHIFT = 6;
    private static final int MAXIMUM_SEGMENTS = 10;
    private static final int PROBES = 8;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final ReentrantLock growing = new ReentrantLock();
    private volatile long[][] segments = {newSegment(1 << FIRST_SEGMENT_SHIFT)};

    private static long[] newSegment(int places) {
        // One more on either side, so that no place shares a line with what lies around the array.
        return new long[(places + 2) << PLACE_SHIFT];
    }

    private static int places(long[] segment) {
        return (segment.length >>> PLACE_SHIFT) - 2;
    }

    /** Takes a place and stores the watermark there, before anything that the caller does next. */
    PinnedVersions.Reader open(long watermark) {
        long[] first = segments[0];
        long hash = Thread.currentThread().getId() * GOLDEN_RATIO;
        int home = ((int) (hash >>> (Long.SIZE - FIRST_SEGMENT_SHIFT)) + 1) << PLACE_SHIFT;
        if (isTaken(first, home, watermark)) {
            return new PinnedVersions.Reader(first, home);
        }
        return openAnywhere(watermark);
    }

    private static boolean isTaken(long[] segment, int element, long watermark) {
        if ((long) ELEMENT.getOpaque(segment, element) == FREE
                && ELEMENT.compareAndSet(segment, element, FREE, watermark + 1)) {
            ELEMENT.setOpaque(segment, element + 1, System.nanoTime());
            return true;
        }
        return false;
    }

    private PinnedVersions.Reader openAnywhere(long watermark) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (true) {
            long[][] all = segments;
            for (int i = all.length - 1; i >= 0; i--) {
                for (int probe = 0; probe < PROBES; probe++) {
                    int element = (random.nextInt(places(all[i])) + 1) << PLACE_SHIFT;
                    if (isTaken(all[i], element, watermark)) {
                        return new PinnedVersions.Reader(all[i], element);
                    }
                }
            }
            grow(all);
        }
    }

    private void grow(long[][] seen) {
        growing.lock();
        try {
            if (segments != seen) {
                return;
            }
            if (seen.length == MAXIMUM_SEGMENTS) {
                throw new IllegalStateException("too many readers are open: hardly one of "
                        + ((1 << (FIRST_SEGMENT_SHIFT + MAXIMUM_SEGMENTS)) - (1 << FIRST_SEGMENT_SHIFT))
                        + " places is free");
            }
            long[][] more = Arrays.copyOf(seen, seen.length + 1);
            more[seen.length] = newSegment(2 * places(seen[seen.length - 1]));
            segments = more;
        } finally {
            growing.unlock();
        }
    }

    /** Gives a place back, after everything that the caller did before. */
    static void close(long[] segment, int element) {
        ELEMENT.setOpaque(segment, element + 1, 0L);
        ELEMENT.setRelease(segment, element, FREE);
    }

    /** Takes the watermarks in the places. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes one.
         *
         * @param watermark the version that is held
         * @param sinceNanos when it was opened, on the clock of {@link System#nanoTime}; 0 for just now
         */
        void visit(long watermark, long sinceNanos);
    }

    /** Hands out what each place holds at the moment when it is looked at. */
    void forEach(Visitor visitor) {
        for (long[] segment : segments) {
            for (int element = 1 << PLACE_SHIFT;
                    element <= places(segment) << PLACE_SHIFT;
                    element += 1 << PLACE_SHIFT) {
                long value = (long) ELEMENT.getVolatile(segment, element);
                if (value != FREE) {
                    visitor.visit(value - 1, (long) ELEMENT.getOpaque(segment, element + 1));
                }
            }
        }
    }

    /** Returns the watermarks that were seen in one pass, ascending, each once. */
    long[] scan() {
        long[] found = new long[8];
        int size = 0;
        for (long[] segment : segments) {
            for (int element = 1 << PLACE_SHIFT;
                    element <= places(segment) << PLACE_SHIFT;
                    element += 1 << PLACE_SHIFT) {
                long value = (long) ELEMENT.getVolatile(segment, element);
                if (value != FREE && (size == 0 || found[size - 1] != value - 1)) {
                    if (size == found.length) {
                        found = Arrays.copyOf(found, 2 * size);
                    }
                    found[size++] = value - 1;
                }
            }
        }
        return sortedOnce(found, size);
    }

    private static long[] sortedOnce(long[] values, int size) {
        Arrays.sort(values, 0, size);
        int kept = Math.min(size, 1);
        for (int i = 1; i < size; i++) {
            if (values[i] != values[i - 1]) {
                values[kept++] = values[i];
            }
        }
        return Arrays.copyOf(values, kept);
    }
}
