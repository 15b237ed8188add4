package org.copsedb.pagestore.reclaim;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.copsedb.pagestore.PageNumber;
import org.jspecify.annotations.Nullable;

/**
 * The account of every page of a file: proves that each base page has exactly one owner, and that what a savepoint
 * reaches is neither free nor anybody else's.
 *
 * <p>Whoever knows pages of an owner {@linkplain #record records} them, in any order; then {@link #report} compares.
 * Takes one bit per base page for each owner that has pages in a region, and O(2^order / 64) time per page. For one
 * thread.
 */
public final class PageCensus {
    private final RegionCensus[] regions;
    private @Nullable String stray;

    /**
     * Begins an account.
     *
     * @param regionLengths the base pages of regions 0, 1, and so on, each 0 to 2^20
     * @throws IllegalArgumentException if a length is out of range
     */
    public PageCensus(int... regionLengths) {
        regions = new RegionCensus[regionLengths.length];
        for (int i = 0; i < regionLengths.length; i++) {
            if (regionLengths[i] < 0 || regionLengths[i] > PageNumber.MAXIMUM_REGION_LENGTH) {
                throw new IllegalArgumentException("length " + regionLengths[i] + " of region " + i
                        + " is not within 0 to " + PageNumber.MAXIMUM_REGION_LENGTH);
            }
            regions[i] = new RegionCensus(regionLengths[i]);
        }
    }

    /**
     * Records a page of an owner. The pages of an owner are recorded once each, but for those of
     * {@link PageOwner#SAVEPOINT}: several savepoints reach one page, and so may the head.
     *
     * @param owner who has it
     * @param page the encoded page number, or the block of an allocator that is named like a page; one that lies
     *     outside the regions is a finding
     */
    public void record(PageOwner owner, long page) {
        int region = PageNumber.region(page);
        long end = PageNumber.firstBasePage(page) + (1L << PageNumber.order(page));
        if (!PageNumber.isValid(page) || region >= regions.length || end > regions[region].length()) {
            if (stray == null) {
                stray = PageNumber.decode(page) + " of owner " + owner + " lies outside the file";
            }
            return;
        }
        regions[region].record(owner, (int) PageNumber.firstBasePage(page), PageNumber.order(page));
    }

    /**
     * Compares.
     *
     * @return how many base pages each owner has, and the first that has not exactly one
     */
    public CensusReport report() {
        String finding = stray;
        for (int region = 0; region < regions.length && finding == null; region++) {
            int wrong = regions[region].firstWrong();
            if (wrong >= 0) {
                finding = "base page " + wrong + " of region " + region + ": " + regions[region].describe(wrong);
            }
        }
        long kept = sum(RegionCensus::countKept);
        return new CensusReport(
                count(PageOwner.REACHABLE),
                kept,
                count(PageOwner.PENDING) - kept,
                count(PageOwner.FREE),
                count(PageOwner.JOURNAL),
                count(PageOwner.METADATA),
                Optional.ofNullable(finding));
    }

    private long count(PageOwner owner) {
        return sum(region -> region.count(owner));
    }

    private long sum(ToLongFunction<RegionCensus> figure) {
        return Arrays.stream(regions).mapToLong(figure).sum();
    }
}
