package org.copsedb.transaction;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
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

    /**
     * Makes an empty registry.
     *
     * @param reports told of those that are forgotten
     */
    public OpenReaders(ForgottenHandles reports) {
        this.reports = reports;
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

    void remove(OpenReader reader) {
        if (homes.compareAndSet(home(), reader, null)) {
            return;
        }
        if (!others.remove(reader)) {
            // Another thread than the one that began it closes it.
            for (int home = 1 << PLACE_SHIFT; home < homes.length(); home += 1 << PLACE_SHIFT) {
                if (homes.compareAndSet(home, reader, null)) {
                    return;
                }
            }
        }
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
     * Tells a listener of those that have been open for some time, of each once.
     *
     * @param nanos the time
     * @param listener takes them
     */
    public void reportOlderThan(long nanos, Consumer<LongReader> listener) {
        forEach(reader -> {
            if (reader.becomesOlderThan(nanos)) {
                listener.accept(new LongReader(reader.version(), reader.age(), reader.place()));
            }
        });
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
