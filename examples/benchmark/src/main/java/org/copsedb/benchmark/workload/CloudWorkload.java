package org.copsedb.benchmark.workload;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.copsedb.benchmark.store.KeyValueStore;
import org.copsedb.benchmark.store.Reading;

/**
 * The core workloads A to F of the Yahoo! Cloud Serving Benchmark (Cooper et al., 2010) on one thread: Zipf's
 * distribution with exponent 0.99 (the latest entries first in D), ranges of 1 to 100 entries, a transaction for each
 * operation. Entries are those of the other rows, not of 1,000 bytes; every update writes another value.
 */
public final class CloudWorkload {
    private static final double EXPONENT = 0.99;
    private static final int LONGEST_SCAN = 100;
    private static final long SEED = 2010;
    private static final long MOST_OPERATIONS = 200_000;

    private final KeyValueStore store;
    private final StoreData data;
    private final StoreListener listener;
    private final long operations;
    private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(SEED);
    private final SharedStateDiscreteSampler zipf;
    private long count;
    private long updates;

    /**
     * Takes a store.
     *
     * @param store the store, with entries from 0 on
     * @param count how many of them
     * @param listener takes the figures
     */
    public CloudWorkload(KeyValueStore store, long count, StoreListener listener) {
        this.store = store;
        this.data = new StoreData(store);
        this.listener = listener;
        this.count = count;
        this.operations = Math.min(count, MOST_OPERATIONS);
        this.zipf = RejectionInversionZipfSampler.of(random, Math.toIntExact(count), EXPONENT);
    }

    /** Runs all six, each once to warm up for a tenth of its length. */
    public void run() {
        run(StoreRow.YCSB_A, () -> random.nextInt(100) < 50 ? read(popular()) : update(popular()));
        run(StoreRow.YCSB_B, () -> random.nextInt(100) < 95 ? read(popular()) : update(popular()));
        run(StoreRow.YCSB_C, () -> read(popular()));
        run(StoreRow.YCSB_D, () -> random.nextInt(100) < 95 ? read(latest()) : insert());
        run(StoreRow.YCSB_E, () -> random.nextInt(100) < 95 ? scan(popular()) : insert());
        run(StoreRow.YCSB_F, () -> random.nextInt(100) < 50 ? read(popular()) : modify(popular()));
    }

    private interface Operation {
        long run();
    }

    private void run(StoreRow row, Operation operation) {
        for (long i = 0; i < operations / 10; i++) {
            operation.run();
        }
        long sum = 0;
        long start = System.nanoTime();
        for (long i = 0; i < operations; i++) {
            sum += operation.run();
        }
        double nanoseconds = System.nanoTime() - start;
        listener.measured(row, operations / nanoseconds * 1e9, sum);
    }

    /** The numbers' keys lie scattered, so popular entries do too. */
    private long popular() {
        return zipf.sample() - 1L;
    }

    private long latest() {
        return count - zipf.sample();
    }

    private long read(long number) {
        try (Reading reading = store.beginRead()) {
            return data.get(reading, number);
        }
    }

    private long scan(long number) {
        try (Reading reading = store.beginRead()) {
            return data.scan(reading, number, 1 + random.nextInt(LONGEST_SCAN));
        }
    }

    private long insert() {
        data.write(count, count + 1);
        count++;
        return 0;
    }

    private long update(long number) {
        updates++;
        data.update(number, number + updates);
        return 0;
    }

    private long modify(long number) {
        long sum = read(number);
        return sum + update(number);
    }
}
