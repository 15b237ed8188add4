package org.copsedb.pagestore;

import java.util.ArrayList;
import java.util.List;
import org.copsedb.pagestore.checkpoint.StoredStates;
import org.copsedb.pagestore.reclaim.CensusReport;
import org.copsedb.pagestore.reclaim.PageCensus;
import org.copsedb.pagestore.reclaim.PageOwner;
import org.copsedb.pagestore.region.BuddyAllocator;
import org.copsedb.pagestore.region.Regions;

/** Accounts for every base page of the regions, and compares the live sets with what the head reaches. For one use. */
final class SpaceCheck {
    private final Regions regions;
    private final SavepointState live;
    private final PageCensus census;
    private final List<String> findings = new ArrayList<>();
    private long reachablePages;

    SpaceCheck(Regions regions) {
        this.regions = regions;
        this.live = regions.makeStateForSavepoint();
        int[] lengths = new int[regions.count()];
        for (int number = 0; number < lengths.length; number++) {
            lengths[number] = regions.region(number).allocator().length();
        }
        this.census = new PageCensus(lengths);
    }

    /** Enters all that is known of a store, which rests meanwhile, and compares. */
    SpaceFindings run(PageStore store, ReachablePages reachable, Versions versions, StoredStates states) {
        reachable.forEach(store, versions.head(), (page, stamp) -> addReachable(page));
        versions.lifetimes().forEachPending(this::addPending);
        states.forEachMetadataPage(this::addMetadata);
        store.journal().extents().forEach(this::addJournal);
        versions.savepointStates().forEach(this::addSavepoint);
        return findings();
    }

    private void addReachable(long page) {
        reachablePages++;
        census.record(PageOwner.REACHABLE, page);
        requireAllocated(page);
        if (!live.contains(page)) {
            findings.add("S3 " + PageNumber.decode(page) + " is reachable, but not in the live set");
        }
    }

    private void addPending(long page) {
        census.record(PageOwner.PENDING, page);
        requireAllocated(page);
    }

    private void addMetadata(long page) {
        census.record(PageOwner.METADATA, page);
        requireAllocated(page);
    }

    private void addJournal(long page) {
        census.record(PageOwner.JOURNAL, page);
        requireAllocated(page);
    }

    private void addSavepoint(SavepointState state) {
        for (int number = 0; number < state.regionCount(); number++) {
            state.region(number).forEach(number, page -> census.record(PageOwner.SAVEPOINT, page));
        }
    }

    private void requireAllocated(long page) {
        BuddyAllocator allocator = regions.region(PageNumber.region(page)).allocator();
        if (!allocator.isAllocated(PageNumber.index(page), PageNumber.order(page))) {
            findings.add("S2 " + PageNumber.decode(page) + " is used, but not allocated under this number");
        }
    }

    private SpaceFindings findings() {
        for (int number = 0; number < regions.count(); number++) {
            int region = number;
            regions.region(number)
                    .allocator()
                    .forEachFree(
                            (index, order) -> census.record(PageOwner.FREE, PageNumber.encode(region, index, order)));
        }
        CensusReport report = census.report();
        report.finding().ifPresent(finding -> findings.add("S1 " + finding));
        if (live.livePages() != reachablePages) {
            findings.add(
                    "S3 " + live.livePages() + " pages are in the live sets, " + reachablePages + " are reachable");
        }
        return new SpaceFindings(findings, reachablePages);
    }
}
