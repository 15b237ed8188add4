package org.copsedb.benchmark.durability;

/** Names of quantiles. */
final class Quantiles {
    private Quantiles() {}

    /** Returns 50 for a half, 99.9 for all but a thousandth. */
    static String name(double share) {
        double percent = Math.round(share * 1_000) / 10.0;
        return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
    }
}
