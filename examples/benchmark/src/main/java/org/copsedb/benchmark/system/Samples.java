package org.copsedb.benchmark.system;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Max;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;

/** The times of single operations, in nanoseconds. Grows as needed. For one thread at a time. */
public final class Samples {
    private static final Quantile QUANTILE = Quantile.withDefaults();

    private double[] times;
    private int size;

    /**
     * Makes an empty collection.
     *
     * @param expected how many may come
     */
    public Samples(int expected) {
        times = new double[Math.max(1, expected)];
    }

    /**
     * Takes a time.
     *
     * @param nanoseconds the time
     */
    public void add(double nanoseconds) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
        }
        times[size++] = nanoseconds;
    }

    /**
     * Takes all times of another collection.
     *
     * @param others the other one
     */
    public void addAll(Samples others) {
        for (int i = 0; i < others.size; i++) {
            add(others.times[i]);
        }
    }

    /**
     * Counts the times.
     *
     * @return how many there are
     */
    public int size() {
        return size;
    }

    /**
     * Returns the mean.
     *
     * @return the mean, in nanoseconds
     */
    public double mean() {
        return Mean.of(values()).getAsDouble();
    }

    /**
     * Returns the time that a share of the operations does not pass.
     *
     * @param share from 0 to 1
     * @return the time, in nanoseconds
     */
    public double quantile(double share) {
        return QUANTILE.evaluate(values(), share);
    }

    /**
     * Returns the longest time.
     *
     * @return the time, in nanoseconds
     */
    public double maximum() {
        return Max.of(values()).getAsDouble();
    }

    private double[] values() {
        return Arrays.copyOf(times, size);
    }
}
