package org.copsedb.benchmark.report;

import java.util.Locale;

/**
 * A number with a unit.
 *
 * @param value the number
 * @param unit the unit, at most five characters
 */
public record Quantity(double value, String unit) {
    /**
     * Makes a time.
     *
     * @param nanoseconds the time
     * @return the same in microseconds
     */
    public static Quantity microseconds(double nanoseconds) {
        return new Quantity(nanoseconds / 1e3, "us");
    }

    /**
     * Makes a time.
     *
     * @param nanoseconds the time
     * @return the same in milliseconds
     */
    public static Quantity milliseconds(double nanoseconds) {
        return new Quantity(nanoseconds / 1e6, "ms");
    }

    /**
     * Makes a rate.
     *
     * @param operations how many
     * @param nanoseconds in what time
     * @return thousands of operations in a second
     */
    public static Quantity thousandsPerSecond(double operations, double nanoseconds) {
        return new Quantity(operations / nanoseconds * 1e6, "k/s");
    }

    /**
     * Makes a size.
     *
     * @param bytes the size
     * @return the same in MiB
     */
    public static Quantity mebibytes(double bytes) {
        return new Quantity(bytes / (1 << 20), "MiB");
    }

    /**
     * Returns it as a table shows it.
     *
     * @return the number with two or three digits, and the unit
     */
    public String text() {
        double size = Math.abs(value);
        String digits =
                size == 0 || size >= 100 ? "%.0f %s" : size >= 10 ? "%.1f %s" : size >= 0.1 ? "%.2f %s" : "%.4f %s";
        return String.format(Locale.ROOT, digits, value, unit);
    }
}
