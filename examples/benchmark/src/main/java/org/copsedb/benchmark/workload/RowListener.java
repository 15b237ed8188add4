package org.copsedb.benchmark.workload;

/** Takes figures as they are measured. */
public interface RowListener {
    /**
     * Takes one figure.
     *
     * @param row what was measured
     * @param value the figure, in the row's unit
     * @param checksum the sum over what was read, the same for all engines; 0 where nothing is read
     */
    void measured(TreeRow row, double value, long checksum);
}
