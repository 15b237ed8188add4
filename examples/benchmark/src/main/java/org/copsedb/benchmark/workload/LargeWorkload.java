package org.copsedb.benchmark.workload;

import java.util.SplittableRandom;
import org.copsedb.benchmark.store.KeyValueStore;
import org.copsedb.benchmark.store.Reading;

/** Work on a store that is five times as large as its cache. */
public final class LargeWorkload {
    /** How many times the cache the entries take. */
    public static final int TIMES_CACHE = 5;

    private static final long SEED = 5;
    private static final int LOAD = 10_000;
    private static final int BATCH = 1_000;
    private static final int BATCHES = 50;

    private final KeyValueStore store;
    private final StoreData data;
    private final long count;
    private final StoreListener listener;

    /**
     * Takes a store.
     *
     * @param store the store, empty
     * @param count how many entries to load
     * @param listener takes the figures
     */
    public LargeWorkload(KeyValueStore store, long count, StoreListener listener) {
        this.store = store;
        this.data = new StoreData(store);
        this.count = count;
        this.listener = listener;
    }

    /** Loads the entries, which is not timed, then reads and writes. */
    public void run() {
        for (long begin = 0; begin < count; begin += LOAD) {
            data.write(begin, Math.min(count, begin + LOAD));
        }
        try (Reading reading = store.beginRead()) {
            long reads = Math.min(count, 200_000);
            reads(StoreRow.LARGE_GET, reads, number -> data.get(reading, number));
            reads(StoreRow.LARGE_RANGE_10, reads / 4, number -> data.scan(reading, number, 10));
        }
        long start = System.nanoTime();
        for (long i = 0; i < BATCHES; i++) {
            data.write(count + i * BATCH, count + (i + 1) * BATCH);
        }
        double nanoseconds = System.nanoTime() - start;
        listener.measured(StoreRow.LARGE_BATCH, BATCHES * BATCH / nanoseconds * 1e9, 0);
    }

    private interface Read {
        long of(long number);
    }

    private void reads(StoreRow row, long reads, Read read) {
        SplittableRandom random = new SplittableRandom(SEED);
        long sum = 0;
        for (long i = 0; i < reads / 4; i++) {
            sum += read.of(random.nextLong(count));
        }
        long start = System.nanoTime();
        for (long i = 0; i < reads; i++) {
            sum += read.of(random.nextLong(count));
        }
        double nanoseconds = System.nanoTime() - start;
        listener.measured(row, reads / nanoseconds * 1e9, sum);
    }
}
