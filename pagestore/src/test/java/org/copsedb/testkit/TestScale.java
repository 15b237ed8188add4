package org.copsedb.testkit;

/** How much work the randomised tests do. */
public final class TestScale {
    private TestScale() {}

    /**
     * Returns the factor by which randomised tests multiply their work.
     *
     * @return the system property {@code copsedb.scale}, above 0; 1 unless told otherwise
     */
    public static double scale() {
        return Double.parseDouble(System.getProperty("copsedb.scale", "1"));
    }

    /**
     * Scales a number of repetitions.
     *
     * @param count the number at scale 1
     * @return the number to run, at least 1
     */
    public static int times(int count) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, count * scale()));
    }
}
