package org.copsedb.benchmark.workload;

/** Sums up what was read, so that no engine wins by reading less, and no compiler by reading nothing. */
public final class Checksum {
    private Checksum() {}

    /**
     * Returns what one value adds to the sum: its first byte and its length, so that reading it costs its first cache
     * line and nothing more.
     *
     * @param firstByte the first byte of the value
     * @param length its length
     * @return the number to add
     */
    public static long of(byte firstByte, long length) {
        return ((firstByte & 0xFF) << 16) + length;
    }
}
