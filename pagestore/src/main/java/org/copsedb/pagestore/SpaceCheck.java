package org.copsedb.pagestore;

import java.util.ArrayList;
import java.util.List;
import org.copsedb.pagestore.region.BuddyAllocator;
import org.copsedb.pagestore.region.LiveSet;
import org.copsedb.pagestore.region.Region;
import org.copsedb.pagestore.region.Regions;

/** Accounts for every base page of the regions, against the allocators and the live sets. For one use. */
final class SpaceCheck {
    private final Regions regions;
    private final List<LiveSet> reachable = new ArrayList<>();
    private final List<LiveSet> used = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private long reachablePages;

    SpaceCheck(Regions regions) {
        this.regions = regions;
        for (int number = 0; number < regions.count(); number++) {
            int capacity = regions.region(number).allocator().capacity();
            reachable.add(new LiveSet(capacity));
            used.add(new LiveSet(capacity));
        }
    }

    void addReachable(long page) {
        reachablePages++;
        if (add(page, "reachable")) {
            reachable.get(PageNumber.region(page)).add(PageNumber.index(page), PageNumber.order(page));
        }
    }

    void addPending(long page) {
        add(page, "pending");
    }

    private boolean add(long page, String owner) {
        try {
            used.get(PageNumber.region(page)).add(PageNumber.index(page), PageNumber.order(page));
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException taken) {
            findings.add(
                    "S1 " + owner + " " + PageNumber.decode(page) + " overlaps another page or the end of its region");
            return false;
        }
        BuddyAllocator allocator = regions.region(PageNumber.region(page)).allocator();
        if (!allocator.isAllocated(PageNumber.index(page), PageNumber.order(page))) {
            findings.add("S2 " + owner + " " + PageNumber.decode(page) + " is not allocated");
        }
        return true;
    }

    SpaceFindings findings() {
        for (int number = 0; number < regions.count(); number++) {
            Region region = regions.region(number);
            int allocated = region.allocator().countAllocatedPages();
            if (allocated != used.get(number).basePages()) {
                findings.add("S3 region " + number + " has " + allocated + " allocated base pages, but "
                        + used.get(number).basePages() + " are reachable or pending");
            }
            checkLive(number, region);
        }
        return new SpaceFindings(findings, reachablePages);
    }

    private void checkLive(int number, Region region) {
        PageList differing = new PageList();
        region.live().capture().difference(reachable.get(number).capture(), number, differing);
        reachable.get(number).capture().difference(region.live().capture(), number, differing);
        if (!differing.isEmpty()) {
            findings.add("S4 " + PageNumber.decode(differing.get(0)) + " is live or reachable, but not both");
        }
    }
}
