package org.copsedb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Repeats a randomised test with one seed after another, and names the seed with which it failed.
 *
 * <p>System properties: {@code copsedb.scale} multiplies the number of runs; {@code copsedb.minutes} (or just
 * {@code minutes}) goes on with fresh seeds for so long instead; {@code copsedb.firstSeed} is where the seeds begin, 1
 * unless told otherwise, so that long runs need not repeat each other; {@code copsedb.seed} runs that one seed only;
 * {@code copsedb.results} names a file to which {@link #count} appends.
 */
public final class SeededRuns {
    private SeededRuns() {}

    /**
     * Runs a test with the first seed, the next one, and so on.
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
        long nanos = minutes() * 60_000_000_000L;
        long first = firstSeed();
        long start = System.nanoTime();
        long done = 0;
        while (nanos > 0 ? System.nanoTime() - start < nanos : done < runs) {
            runNamed(first + done, test);
            done++;
        }
        return done;
    }

    /**
     * Tells whether {@link #repeat} does at least the runs of scale 1: no property asks for fewer, for one seed, or for
     * as many as some minutes allow.
     *
     * @return whether a test may count on them
     */
    public static boolean areComplete() {
        return TestScale.scale() >= 1 && Long.getLong("copsedb.seed") == null && minutes() == 0;
    }

    private static long minutes() {
        return Long.getLong("copsedb.minutes", Long.getLong("minutes", 0));
    }

    private static long firstSeed() {
        return Long.getLong("copsedb.firstSeed", 1);
    }

    /**
     * Runs a test as {@link #repeat} does, and prints how many operations it did. The file of results gets a line of
     * its own: name, operations, first and last seed, seconds, version of Java, with tabs between them.
     *
     * @param name what the operations were done on
     * @param count how many runs at scale 1
     * @param test the test: it takes the seed and returns how many operations it did
     * @return how many operations there were
     * @throws UncheckedIOException if the file of results can not be written
     */
    public static long count(String name, int count, LongUnaryOperator test) {
        long[] operations = {0};
        long start = System.nanoTime();
        long runs = repeat(count, seed -> operations[0] += test.applyAsLong(seed));
        double seconds = (System.nanoTime() - start) / 1e9;
        long first = Long.getLong("copsedb.seed", firstSeed());
        String line = String.format(
                Locale.ROOT,
                "%s\t%d operations\tseeds %d to %d\t%.1f seconds\tJava %s%n",
                name,
                operations[0],
                first,
                first + runs - 1,
                seconds,
                Runtime.version());
        System.out.print(line.replace('\t', ' '));
        record(line);
        return operations[0];
    }

    /**
     * Tells whether a test finds an error that was planted, whatever the properties say.
     *
     * @param seeds up to how many seeds may be tried, from 1 on
     * @param test the test of something faulty
     * @return whether it failed with one of them
     */
    public static boolean findsPlantedError(int seeds, LongConsumer test) {
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                test.accept(seed);
            } catch (AssertionError | RuntimeException found) {
                System.out.println("planted error found with seed " + seed + ": " + found);
                return true;
            }
        }
        return false;
    }

    /**
     * Appends a line to the file of results, if there shall be one.
     *
     * @param line what was done, with its line end
     * @throws UncheckedIOException if the file can not be written
     */
    public static void record(String line) {
        String results = System.getProperty("copsedb.results");
        if (results == null) {
            return;
        }
        try {
            Files.writeString(Path.of(results), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void runNamed(long seed, LongConsumer test) {
        try {
            test.accept(seed);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("failed with -Dcopsedb.seed=" + seed + ": " + failure.getMessage(), failure);
        }
    }
}
