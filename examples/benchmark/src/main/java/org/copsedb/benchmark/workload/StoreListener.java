package org.copsedb.benchmark.workload;

/** Takes figures of stores as they are measured. */
public interface StoreListener {
    /**
     * Takes one figure.
     *
     * @param row what was measured
     * @param value the figure, in the row's unit
     * @param checksum the sum over what was read or removed, the same for all stores; 0 where nothing is
     */
    void measured(StoreRow row, double value, long checksum);
}
