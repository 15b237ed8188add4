package org.copsedb.transaction;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.copsedb.LongReader;
import org.copsedb.pagestore.VersionPin;
import org.jspecify.annotations.Nullable;

/**
 * The read transactions of a database that are open. Those that nobody can close any more are found by the garbage
 * collector, and let go the next time that somebody begins a transaction.
 *
 * <p>A thread has a home among some places, each in a line of the cache of its own, which it takes by one
 * compare-and-set; if that is taken, the transaction goes into a concurrent set. Safe for use by many threads.
 */
public final class OpenReaders {
    private static final int HOME_BITS = 6;
    private static final int PLACE_SHIFT = 4;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final AtomicReferenceArray<@Nullable OpenReader> homes =
            new AtomicReferenceArray<>(((1 << HOME_BITS) + 2) << PLACE_SHIFT);
    private final Set<OpenReader> others = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<SnapshotPages> forgotten = new ReferenceQueue<>();
    private final ForgottenHandles reports;
    private final long longNanos;

    /**
     * Makes an empty registry.
     *
     * @param reports told of those that are forgotten
     * @param longNanos when a transaction is called long
     */
    public OpenReaders(ForgottenHandles reports, long longNanos) {
        this.reports = reports;
        this.longNanos = longNanos;
    }

    long longNanos() {
        return longNanos;
    }

    /**
     * Registers a transaction.
     *
     * @param pages what it reads through: when nobody can reach it any more, the transaction was forgotten
     * @param pin what it holds
     * @return what closes it
     */
    public OpenReader open(SnapshotPages pages, VersionPin pin) {
        closeForgotten();
        OpenReader reader = new OpenReader(this, pages, pin, forgotten);
        if (!homes.compareAndSet(home(), null, reader)) {
            others.add(reader);
        }
        return reader;
    }

    private static int home() {
        long hash = Thread.currentThread().getId() * GOLDEN_RATIO;
        return ((int) (hash >>> (Long.SIZE - HOME_BITS)) + 1) << PLACE_SHIFT;
    }

    @Nullable
    Throwable recordPlace() {
        return reports.recordPlace();
    }

    /** Returns false if it was removed before. */
    boolean remove(OpenReader reader) {
        if (homes.compareAndSet(home(), reader, null) || others.remove(reader)) {
            return true;
        }
        // Another thread than the one that began it closes it.
        for (int home = 1 << PLACE_SHIFT; home < homes.length(); home += 1 << PLACE_SHIFT) {
            if (homes.compareAndSet(home, reader, null)) {
                return true;
            }
        }
        return false;
    }

    /** Lets go of what was forgotten, and reports it. Nothing to do costs one volatile read. */
    public void closeForgotten() {
        Reference<? extends SnapshotPages> found = forgotten.poll();
        while (found != null) {
            if (found instanceof OpenReader reader) {
                reader.close();
                reports.report(
                        "a read transaction was never closed; version " + reader.version()
                                + ", which it kept, is let go after " + reader.age(),
                        reader.place());
            }
            found = forgotten.poll();
        }
    }

    /**
     * Returns how many transactions are open. O(those that are open).
     *
     * @return 0 or more
     */
    public int count() {
        int[] count = {0};
        forEach(reader -> count[0]++);
        return count[0];
    }

    /**
     * Tells a listener, and whoever records events, of those that have been open for long, of each once.
     *
     * @param listener takes them
     */
    public void reportLong(Consumer<LongReader> listener) {
        forEach(reader -> {
            if (reader.becomesOlderThan(longNanos)) {
                Duration age = reader.age();
                LongReaderEvent.record(reader, age, false);
                listener.accept(new LongReader(reader.version(), age, reader.place()));
            }
        });
    }

    /** Tells whoever records events of those that have been open for long; nothing if nobody does. */
    public void recordLong() {
        if (LongReaderEvent.isRecorded()) {
            reportLong(reader -> {});
        }
    }

    private void forEach(Consumer<OpenReader> action) {
        for (int home = 1 << PLACE_SHIFT; home < homes.length(); home += 1 << PLACE_SHIFT) {
            OpenReader reader = homes.get(home);
            if (reader != null) {
                action.accept(reader);
            }
        }
        others.forEach(action);
    }
}
