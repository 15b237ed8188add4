package org.copsedb.pagestore.journal;

/**
 * How large a journal becomes.
 *
 * @param softLimit a checkpoint begins when so many bytes of records are newer than the last one; writers wait at twice
 *     as many; 64 KiB or more
 * @param smallestExtent the size in bytes of the first extent
 * @param largestExtent the size in bytes that extents do not pass: the chain doubles with each extent up to there
 */
public record JournalOptions(long softLimit, int smallestExtent, int largestExtent) {
    /** The smallest {@link #softLimit}, in bytes. */
    public static final long MINIMUM_SOFT_LIMIT = 1 << 16;

    /**
     * Checks the limits.
     *
     * @param softLimit bytes of records
     * @param smallestExtent bytes
     * @param largestExtent bytes
     * @throws IllegalArgumentException if one is out of its range
     */
    public JournalOptions {
        if (softLimit < MINIMUM_SOFT_LIMIT) {
            throw new IllegalArgumentException(
                    "journal limit of " + softLimit + " bytes is below " + MINIMUM_SOFT_LIMIT);
        }
        if (smallestExtent < 512 || largestExtent < smallestExtent) {
            throw new IllegalArgumentException(
                    "journal extents of " + smallestExtent + " to " + largestExtent + " bytes are not possible");
        }
    }

    /**
     * Returns the limits that fit most.
     *
     * @return 32 MiB of records, extents of 64 KiB to 4 MiB
     */
    public static JournalOptions defaults() {
        return ofLimit(1 << 25);
    }

    /**
     * Returns limits for a size.
     *
     * @param softLimit bytes of records
     * @return the limits, with extents of 64 KiB to 4 MiB
     */
    public static JournalOptions ofLimit(long softLimit) {
        return new JournalOptions(softLimit, 1 << 16, 1 << 22);
    }

    /**
     * Returns the longest content of a record; longer transactions commit by checkpoint.
     *
     * @return a quarter of the soft limit, in bytes
     */
    public int maximumRecord() {
        return (int) Math.min(softLimit / 4, JournalRecord.MAXIMUM_LENGTH);
    }
}
