package org.copsedb.testkit;

import java.util.function.LongConsumer;

/**
 * Repeats a randomised test with one seed after another, and names the seed with which it failed.
 *
 * <p>System properties: {@code copsedb.scale} multiplies the number of runs; {@code copsedb.minutes} goes on with fresh
 * seeds for so long instead; {@code copsedb.seed} runs that one seed only.
 */
public final class SeededRuns {
    private SeededRuns() {}

    /**
     * Runs a test with the seeds 1, 2, and so on.
     *
     * @param count how many at scale 1
     * @param test the test, a function of the seed
     * @return how many runs there were
     */
    public static long repeat(int count, LongConsumer test) {
        Long only = Long.getLong("copsedb.seed");
        if (only != null) {
            test.accept(only);
            return 1;
        }
        long runs = TestScale.times(count);
        long nanos = Long.getLong("copsedb.minutes", 0) * 60_000_000_000L;
        long start = System.nanoTime();
        long seed = 0;
        while (nanos > 0 ? System.nanoTime() - start < nanos : seed < runs) {
            seed++;
            runNamed(seed, test);
        }
        return seed;
    }

    private static void runNamed(long seed, LongConsumer test) {
        try {
            test.accept(seed);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("failed with -Dcopsedb.seed=" + seed + ": " + failure.getMessage(), failure);
        }
    }
}
