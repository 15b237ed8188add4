package org.copsedb.benchmark.workload;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.commons.statistics.descriptive.Median;
import org.copsedb.benchmark.store.Commits;
import org.copsedb.benchmark.store.KeyValueStore;
import org.copsedb.benchmark.store.Reading;
import org.copsedb.benchmark.store.Writing;
import org.copsedb.benchmark.system.BareDisk;
import org.copsedb.benchmark.system.Parallel;
import org.copsedb.benchmark.system.ProcessFigures;

/** The main rows of {@link StoreRow} on one store, from an empty directory on. */
public final class StoreWorkload {
    private static final int PASSES = 3;
    private static final long MOST_READS = 1_000_000;
    private static final int SLICES = 5;
    private static final int SLICE = 100;
    private static final int BATCH = 1_000;
    private static final byte[] FIRST = new byte[1];
    /** Behind every key of the workload. */
    private static final byte[] LAST = filled(Entries.KEY_SIZE + 1);

    private final Function<Commits, KeyValueStore> opener;
    private final boolean hasUnsynced;
    private final long count;
    private final StoreListener listener;
    private KeyValueStore store;
    private StoreData data;
    /** The number of the first entry that was not written yet. */
    private long fresh;

    /**
     * Opens the store.
     *
     * @param opener opens the store, again and again
     * @param hasUnsynced whether it can commit without a sync
     * @param count the number of entries
     * @param listener takes the figures
     */
    public StoreWorkload(
            Function<Commits, KeyValueStore> opener, boolean hasUnsynced, long count, StoreListener listener) {
        this.opener = opener;
        this.hasUnsynced = hasUnsynced;
        this.count = count;
        this.listener = listener;
        this.store = opener.apply(Commits.DURABLE);
        this.data = new StoreData(store);
        this.fresh = count;
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    /**
     * Runs all rows and closes the store.
     *
     * @param disk the same disk, bare
     * @throws IOException if the bare disk refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void run(BareDisk disk) throws IOException, InterruptedException {
        try {
            rate(StoreRow.BULK_LOAD, count, time(() -> data.write(0, count)));
            individualWrites(disk);
            for (int threads : new int[] {2, 4, 8}) {
                threadedWrites(threads);
            }
            batches();
            unsyncedWrites();
            reads();
            removals();
            listener.measured(StoreRow.PEAK_MEMORY, ProcessFigures.peakMemory() / (double) (1 << 20), 0);
        } finally {
            store.close();
        }
    }

    private void individualWrites(BareDisk disk) throws IOException {
        double[] bare = new double[SLICES];
        double[] own = new double[SLICES];
        disk.pageWrites(SLICE);
        writeEach(SLICE);
        long bytes = 0;
        for (int i = 0; i < SLICES; i++) {
            bare[i] = disk.pageWrites(SLICE).mean();
            long before = ProcessFigures.bytesWritten();
            own[i] = time(() -> writeEach(SLICE)) / SLICE;
            bytes += ProcessFigures.bytesWritten() - before;
        }
        double bareMedian = Median.withDefaults().evaluate(bare);
        double median = Median.withDefaults().evaluate(own);
        listener.measured(StoreRow.RAW_SYNC, bareMedian / 1e3, 0);
        listener.measured(StoreRow.WRITE_1, 1e9 / median, 0);
        listener.measured(StoreRow.WRITE_SYNCS, median / bareMedian, 0);
        listener.measured(StoreRow.WRITE_BYTES, (double) bytes / (SLICES * SLICE), 0);
    }

    private void writeEach(long transactions) {
        for (long i = 0; i < transactions; i++) {
            data.write(fresh, fresh + 1);
            fresh++;
        }
    }

    private void threadedWrites(int threads) throws InterruptedException {
        AtomicLong next = new AtomicLong(fresh);
        double nanoseconds = Parallel.run(threads, number -> {
            StoreData own = new StoreData(store);
            for (int i = 0; i < 2 * SLICE; i++) {
                long entry = next.getAndIncrement();
                own.write(entry, entry + 1);
            }
        });
        rate(
                switch (threads) {
                    case 2 -> StoreRow.WRITE_2;
                    case 4 -> StoreRow.WRITE_4;
                    default -> StoreRow.WRITE_8;
                },
                next.get() - fresh,
                nanoseconds);
        fresh = next.get();
    }

    private void batches() {
        long batches = Math.max(20, count / 50_000);
        long before = ProcessFigures.bytesWritten();
        double nanoseconds = time(() -> {
            for (long i = 0; i < batches; i++) {
                data.write(fresh, fresh + BATCH);
                fresh += BATCH;
            }
        });
        rate(StoreRow.BATCH, batches * BATCH, nanoseconds);
        listener.measured(StoreRow.BATCH_BYTES, (ProcessFigures.bytesWritten() - before) / (double) batches, 0);
    }

    private void unsyncedWrites() {
        long transactions = Math.max(1_000, count / 50);
        if (!hasUnsynced) {
            // All stores hold the same entries from here on.
            data.write(fresh, fresh + transactions);
            fresh += transactions;
            return;
        }
        reopen(Commits.UNSYNCED);
        long before = ProcessFigures.bytesWritten();
        rate(StoreRow.UNSYNCED, transactions, time(() -> writeEach(transactions)));
        listener.measured(StoreRow.UNSYNCED_BYTES, (ProcessFigures.bytesWritten() - before) / (double) transactions, 0);
        reopen(Commits.DURABLE);
    }

    private void reopen(Commits commits) {
        store.close();
        store = opener.apply(commits);
        data = new StoreData(store);
    }

    private void reads() throws InterruptedException {
        long reads = Math.min(count, MOST_READS);
        try (Reading reading = store.beginRead()) {
            long start = System.nanoTime();
            long size = reading.size();
            double microseconds = (System.nanoTime() - start) / 1e3;
            if (size != fresh) {
                throw new IllegalStateException("size is " + size + ", not " + fresh);
            }
            listener.measured(StoreRow.SIZE, microseconds, size);
            repeat(StoreRow.GET_1, reads, () -> getEach(data, reading, 0, reads));
            repeat(StoreRow.RANGE_10, reads / 10, () -> {
                long sum = 0;
                for (long i = 0; i < reads / 10; i++) {
                    sum += data.scan(reading, i, 10);
                }
                return sum;
            });
            repeat(StoreRow.SCAN, size, () -> reading.scan(FIRST, Long.MAX_VALUE));
        }
        repeat(StoreRow.READ_TRANSACTION, reads, () -> {
            long sum = 0;
            for (long i = 0; i < reads; i++) {
                try (Reading reading = store.beginRead()) {
                    sum += data.get(reading, i);
                }
            }
            return sum;
        });
        threadedReads(StoreRow.GET_4, 4, reads);
        threadedReads(StoreRow.GET_8, 8, reads);
        threadedReads(StoreRow.GET_16, 16, reads);
    }

    private static long getEach(StoreData data, Reading reading, long from, long to) {
        long sum = 0;
        for (long i = from; i < to; i++) {
            sum += data.get(reading, i);
        }
        return sum;
    }

    private void threadedReads(StoreRow row, int threads, long reads) throws InterruptedException {
        AtomicLong sum = new AtomicLong();
        double nanoseconds = Parallel.run(threads, number -> {
            StoreData own = new StoreData(store);
            try (Reading reading = store.beginRead()) {
                sum.addAndGet(getEach(own, reading, number * reads / threads, (number + 1) * reads / threads));
            }
        });
        listener.measured(row, reads / nanoseconds * 1e9, sum.get());
    }

    private void removals() {
        long sorted = count / 10;
        byte[] value = data.value(0);
        rate(StoreRow.SORTED, sorted, time(() -> {
            try (Writing writing = store.beginWrite()) {
                for (long i = 0; i < sorted; i++) {
                    writing.put(sortedKey(i), value);
                }
                writing.commit();
            }
        }));
        rate(StoreRow.REMOVE, count / 2, time(() -> {
            try (Writing writing = store.beginWrite()) {
                for (long i = 0; i < count / 2; i++) {
                    writing.remove(StoreData.key(i));
                }
                writing.commit();
            }
        }));
        data.write(0, count / 2);
        removal(StoreRow.RETAIN, size(), writing -> writing.removeIf(FIRST, LAST, first -> (first & 1) == 1));
        data.write(0, fresh);
        byte[] from = {0x55};
        byte[] to = {(byte) 0xAA};
        removal(StoreRow.EXTRACT, fresh / 3, writing -> writing.removeIf(from, to, first -> (first & 1) == 0));
        data.write(0, fresh);
        long twentieth = count / 20;
        removal(StoreRow.POP, 2 * twentieth, writing -> writing.popFirst(twentieth) + writing.popLast(twentieth));
    }

    /** Makes a key that lies behind all random ones but few, in ascending order. */
    private static byte[] sortedKey(long number) {
        byte[] key = filled(Entries.KEY_SIZE);
        for (int i = 0; i < Long.BYTES; i++) {
            key[Entries.KEY_SIZE - 1 - i] = (byte) (number >>> (i * Byte.SIZE));
        }
        return key;
    }

    private long size() {
        try (Reading reading = store.beginRead()) {
            return reading.size();
        }
    }

    private interface Removal {
        long run(Writing writing);
    }

    private void removal(StoreRow row, long passed, Removal removal) {
        long[] sum = {0};
        double nanoseconds = time(() -> {
            try (Writing writing = store.beginWrite()) {
                sum[0] = removal.run(writing);
                writing.commit();
            }
        });
        listener.measured(row, passed / nanoseconds * 1e9, sum[0]);
    }

    /** Times a task over several passes after one to warm up, all of which must read the same. */
    private void repeat(StoreRow row, long operations, LongSupplier task) {
        double[] passes = new double[PASSES];
        long checksum = task.getAsLong();
        for (int pass = 0; pass < PASSES; pass++) {
            long start = System.nanoTime();
            long sum = task.getAsLong();
            passes[pass] = System.nanoTime() - start;
            if (sum != checksum) {
                throw new IllegalStateException(row + " read " + sum + " after " + checksum);
            }
        }
        listener.measured(row, operations / Median.withDefaults().evaluate(passes) * 1e9, checksum);
    }

    private static double time(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return System.nanoTime() - start;
    }

    private void rate(StoreRow row, long operations, double nanoseconds) {
        listener.measured(row, operations / nanoseconds * 1e9, 0);
    }
}
