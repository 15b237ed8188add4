package org.copsedb.crash;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a suite that passes or throws.
 *
 * @param name what it tries
 * @param test the part
 */
record Trial(String name, Test test) {
    /** Throws what it finds. */
    interface Test {
        void run(DatabaseOpener opener) throws Throwable;
    }

    /**
     * What a trial found.
     *
     * @param trial the trial
     * @param thrown what it threw
     */
    record Finding(Trial trial, Throwable thrown) {}

    /**
     * Runs trials in their order, on all processors, until one finds something.
     *
     * @return what was found; null if nothing was
     */
    static @Nullable Finding firstFinding(Stream<Trial> trials, DatabaseOpener opener) {
        Iterator<Trial> rest = trials.iterator();
        AtomicReference<@Nullable Finding> found = new AtomicReference<>();
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .parallel()
                .forEach(worker -> {
                    Trial next = next(rest);
                    while (next != null && found.get() == null) {
                        try {
                            next.test.run(opener);
                        } catch (Throwable thrown) {
                            found.compareAndSet(null, new Finding(next, thrown));
                        }
                        next = next(rest);
                    }
                });
        return found.get();
    }

    private static @Nullable Trial next(Iterator<Trial> rest) {
        synchronized (rest) {
            return rest.hasNext() ? rest.next() : null;
        }
    }
}
