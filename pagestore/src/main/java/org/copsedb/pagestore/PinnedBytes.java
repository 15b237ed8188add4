package org.copsedb.pagestore;

import java.util.ArrayList;
import java.util.List;
import org.copsedb.pagestore.reclaim.PinHolder;
import org.copsedb.pagestore.reclaim.PinnedVersion;

/**
 * A version that somebody holds, and the space that this costs.
 *
 * @param watermark the last stamp of a page in it
 * @param holders who holds it, why, and since when; at least one
 * @param keptBytes bytes of dead pages of which this is the newest version that needs them; over all versions this adds
 *     up to {@link StoreStatistics#pendingBytes}
 * @param releasableBytes how many of them no older version that is held needs either: what becomes free when the
 *     holders of this version let go
 */
public record PinnedBytes(long watermark, List<PinHolder> holders, long keptBytes, long releasableBytes) {
    /**
     * Keeps its own copy of the holders.
     *
     * @param watermark the last stamp of a page in it
     * @param holders who holds it
     * @param keptBytes bytes that wait for it
     * @param releasableBytes bytes that wait for it alone
     */
    public PinnedBytes {
        holders = List.copyOf(holders);
    }

    static List<PinnedBytes> of(List<PinnedVersion> versions, int basePageSize) {
        List<PinnedBytes> pins = new ArrayList<>(versions.size());
        for (PinnedVersion version : versions) {
            pins.add(new PinnedBytes(
                    version.watermark(),
                    version.holders(),
                    version.keptBasePages() * basePageSize,
                    version.releasableBasePages() * basePageSize));
        }
        return pins;
    }
}
