package org.copsedb.benchmark.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.commons.statistics.descriptive.Median;
import org.copsedb.benchmark.engine.Engine;
import org.copsedb.benchmark.engine.ReadSession;
import org.copsedb.benchmark.engine.WriteSession;
import org.jspecify.annotations.Nullable;

/**
 * All rows of {@link TreeRow} on one engine. Reads are warmed up and then timed over several passes, of which the
 * median counts; writes are timed once, as they come.
 */
public final class TreeWorkload {
    private static final int WARM_UP_PASSES = 1;
    private static final int TIMED_PASSES = 3;
    private static final long MOST_READS = 1_000_000;
    private static final int SCAN_LENGTH = 10;

    private final Engine engine;
    private final long count;
    private final long reads;
    private final RowListener listener;
    private final Entries entries = new Entries();
    private final byte[] key = new byte[Entries.KEY_SIZE];
    private final byte[] value = new byte[Entries.VALUE_SIZE];

    /** Where every value that is read goes, so that the compiler has to make it. */
    @SuppressWarnings("UnusedVariable")
    private volatile byte @Nullable [] latest;

    /** Where every sum goes whose value does not matter, for the same reason. */
    @SuppressWarnings("UnusedVariable")
    private volatile long sum;

    /**
     * Makes the workload.
     *
     * @param engine the engine, empty
     * @param count the number of entries
     * @param listener takes the figures
     */
    public TreeWorkload(Engine engine, long count, RowListener listener) {
        this.engine = engine;
        this.count = count;
        this.reads = Math.min(count, MOST_READS);
        this.listener = listener;
    }

    /**
     * Runs the rows of a tree that grows entry by entry, and then, if the engine has it, of one that is built sorted.
     */
    public void run() {
        WriteSession inserting = engine.beginWrite();
        report(TreeRow.INSERT, time(() -> insertAll(inserting)) / count, 0);
        inserting.commit();
        report(TreeRow.INSERTED_SIZE, (double) engine.bytesInUse() / count, 0);
        try (ReadSession reader = engine.beginRead()) {
            measureReads(reader, TreeRow.GET, TreeRow.SCAN_10, TreeRow.FULL_SCAN);
            report(TreeRow.GET_ALLOCATION, allocatedBy(() -> getEach(reader)) / reads, 0);
            report(TreeRow.STEP_ALLOCATION, allocatedBy(() -> scanAll(reader)) / count, 0);
        }
        repeat(TreeRow.GET_TRANSACTION, reads, this::getEachInTransaction);
        WriteSession removing = engine.beginWrite();
        report(TreeRow.REMOVE, time(() -> removeHalf(removing)) / half(), 0);
        removing.commit();
        requireCount(count - count / 2);
        engine.clear();
        Optional<WriteSession> blind = engine.beginBlindWrite();
        if (blind.isPresent()) {
            runSorted(blind.get());
        }
    }

    private void runSorted(WriteSession applying) {
        report(TreeRow.APPLY, time(() -> insertAll(applying)) / count, 0);
        applying.commit();
        report(TreeRow.APPLIED_SIZE, (double) engine.bytesInUse() / count, 0);
        try (ReadSession reader = engine.beginRead()) {
            measureReads(reader, TreeRow.APPLIED_GET, TreeRow.APPLIED_SCAN_10, TreeRow.APPLIED_FULL_SCAN);
        }
        WriteSession removing = engine.beginBlindWrite().orElseThrow();
        report(TreeRow.APPLY_REMOVALS, time(() -> removeHalf(removing)) / half(), 0);
        removing.commit();
        requireCount(count - count / 2);
    }

    private void measureReads(ReadSession reader, TreeRow get, TreeRow scan, TreeRow fullScan) {
        repeat(get, reads, () -> getEach(reader));
        repeat(scan, reads / SCAN_LENGTH * 2, () -> scanEach(reader));
        repeat(fullScan, count, () -> scanAll(reader));
    }

    private long insertAll(WriteSession session) {
        for (long i = 0; i < count; i++) {
            Entries.key(i, key);
            entries.value(i, value);
            session.put(key, value);
        }
        session.apply();
        return 0;
    }

    private long removeHalf(WriteSession session) {
        for (long i = 0; i < count / 2; i++) {
            Entries.key(i, key);
            session.remove(key);
        }
        session.apply();
        return 0;
    }

    private long getEach(ReadSession reader) {
        long sum = 0;
        for (long i = 0; i < reads; i++) {
            Entries.key(i, key);
            sum += checksumOf(reader.get(key));
        }
        return sum;
    }

    private long getEachInTransaction() {
        long sum = 0;
        for (long i = 0; i < reads; i++) {
            Entries.key(i, key);
            try (ReadSession reader = engine.beginRead()) {
                sum += checksumOf(reader.get(key));
            }
        }
        return sum;
    }

    private long checksumOf(byte @Nullable [] found) {
        if (found == null) {
            throw new IllegalStateException("a key is missing");
        }
        latest = found;
        return Checksum.of(found[0], found.length);
    }

    private long scanEach(ReadSession reader) {
        long sum = 0;
        for (long i = 0; i < reads / SCAN_LENGTH * 2; i++) {
            Entries.key(i, key);
            sum += reader.scan(key, SCAN_LENGTH);
        }
        return sum;
    }

    private static long scanAll(ReadSession reader) {
        return reader.scan(new byte[1], Long.MAX_VALUE);
    }

    private long half() {
        return count / 2;
    }

    private double allocatedBy(LongSupplier task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        sum = task.getAsLong();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void requireCount(long expected) {
        try (ReadSession reader = engine.beginRead()) {
            long sum = scanAll(reader);
            long due = sumOf(count - expected, count);
            if (sum != due) {
                throw new IllegalStateException("the entries left add up to " + sum + ", not to " + due);
            }
        }
    }

    private long sumOf(long from, long to) {
        long sum = 0;
        for (long i = from; i < to; i++) {
            sum += entries.checksum(i);
        }
        return sum;
    }

    /** Times a task over several passes, all of which must read the same. */
    private void repeat(TreeRow row, long operations, LongSupplier task) {
        double[] passes = new double[TIMED_PASSES];
        long checksum = 0;
        for (int pass = -WARM_UP_PASSES; pass < TIMED_PASSES; pass++) {
            long start = System.nanoTime();
            long sum = task.getAsLong();
            double elapsed = System.nanoTime() - start;
            if (pass > -WARM_UP_PASSES && sum != checksum) {
                throw new IllegalStateException(row + " read " + sum + " after " + checksum);
            }
            checksum = sum;
            if (pass >= 0) {
                passes[pass] = elapsed / operations;
            }
        }
        report(row, Median.withDefaults().evaluate(passes), checksum);
    }

    private double time(LongSupplier task) {
        long start = System.nanoTime();
        sum = task.getAsLong();
        return System.nanoTime() - start;
    }

    private void report(TreeRow row, double figure, long checksum) {
        listener.measured(row, figure, checksum);
    }
}
