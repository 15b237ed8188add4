package org.copsedb.benchmark.report;

import java.util.Locale;

/**
 * What a ratio is to reach.
 *
 * @param limit the ratio
 * @param direction whether more of it is better, or less
 */
public record Goal(double limit, Direction direction) {
    /** No goal. */
    public static final Goal NONE = new Goal(0, Direction.ANY);

    /** Which side of the limit is the good one. */
    public enum Direction {
        /** More is better. */
        AT_LEAST,
        /** Less is better. */
        AT_MOST,
        /** All is well. */
        ANY
    }

    /**
     * Makes a goal that larger ratios reach.
     *
     * @param limit the smallest that does
     * @return the goal
     */
    public static Goal atLeast(double limit) {
        return new Goal(limit, Direction.AT_LEAST);
    }

    /**
     * Makes a goal that smaller ratios reach.
     *
     * @param limit the largest that does
     * @return the goal
     */
    public static Goal atMost(double limit) {
        return new Goal(limit, Direction.AT_MOST);
    }

    /**
     * Tells whether a ratio reaches it.
     *
     * @param ratio the ratio
     * @return whether it does
     */
    public boolean isMetBy(double ratio) {
        return switch (direction) {
            case AT_LEAST -> ratio >= limit;
            case AT_MOST -> ratio <= limit;
            case ANY -> true;
        };
    }

    /**
     * Returns it as a table shows it.
     *
     * @return at most seven characters; none if there is no goal
     */
    public String text() {
        return switch (direction) {
            case AT_LEAST -> String.format(Locale.ROOT, ">= %.1f", limit);
            case AT_MOST -> String.format(Locale.ROOT, "<= %.1f", limit);
            case ANY -> "";
        };
    }
}
