package org.copsedb.pagestore.reclaim;

import java.util.List;

/**
 * A version that somebody holds, and what that costs.
 *
 * @param watermark the last stamp of a page in it
 * @param holders who holds it, at least one
 * @param keptBasePages base pages of dead pages of which this is the newest version that needs them; over all versions
 *     this adds up to all base pages that wait
 * @param releasableBasePages how many of them no older pinned version needs either: what becomes free when the holders
 *     of this version let go
 */
public record PinnedVersion(long watermark, List<PinHolder> holders, long keptBasePages, long releasableBasePages) {
    /**
     * Keeps its own copy of the holders.
     *
     * @param watermark the last stamp of a page in it
     * @param holders who holds it
     * @param keptBasePages base pages that wait for it
     * @param releasableBasePages base pages that wait for it alone
     */
    public PinnedVersion {
        holders = List.copyOf(holders);
    }
}
