package org.copsedb.pagestore;

import org.copsedb.pagestore.region.LivePages;

/**
 * The live pages of every region at one committed version: what a savepoint, or the head, refers to and nothing else.
 *
 * <p>Two states answer which pages one of them has and the other has not. This is sound while both are pinned from
 * their capture on: then no page of either has been given a new life. Immutable, safe for use by many threads. Memory:
 * one reference per region, and the chunks that no other state shares.
 */
public final class SavepointState {
    private static final SavepointState EMPTY = new SavepointState(new LivePages[0]);

    private final LivePages[] regions;

    /**
     * Makes a state of the captured regions.
     *
     * @param regions the live pages of regions 0, 1, and so on; the array is copied
     */
    public SavepointState(LivePages... regions) {
        this.regions = regions.clone();
    }

    /**
     * Returns the state in which no page is live, which is also that of a file without regions.
     *
     * @return the empty state
     */
    public static SavepointState empty() {
        return EMPTY;
    }

    /**
     * Returns the number of regions that the file had.
     *
     * @return 0 to 2^20
     */
    public int regionCount() {
        return regions.length;
    }

    /**
     * Returns the live pages of a region.
     *
     * @param region its number, 0 or more
     * @return its pages; {@link LivePages#none()} for a region that did not exist
     */
    public LivePages region(int region) {
        return region < regions.length ? regions[region] : LivePages.none();
    }

    /**
     * Finds the pages that are live here and not there. With this state captured later than the other one it names the
     * pages born since; the other way round the pages that died since, and that the other state keeps.
     *
     * <p>Every region is compared over its whole capacity: one that did not exist in a state has no pages there, and
     * one that has grown since loses none of its new pages. Chunks that both states share are skipped.
     *
     * @param other the state whose pages are left out
     * @return encoded page numbers in file order
     */
    public PageList difference(SavepointState other) {
        PageList pages = new PageList();
        for (int i = 0; i < regions.length; i++) {
            regions[i].difference(other.region(i), i, pages);
        }
        return pages;
    }

    /**
     * Tells whether a page is live. O(1).
     *
     * @param page the encoded page number; any value
     * @return whether exactly this page, by region, index and order, is
     */
    public boolean contains(long page) {
        int index = PageNumber.index(page);
        int region = PageNumber.region(page);
        int order = PageNumber.order(page);
        return region(region).contains(index, order) && PageNumber.encode(region, index, order) == page;
    }

    /**
     * Returns the number of live pages, whatever their orders. O(regions).
     *
     * @return 0 or more
     */
    public long livePages() {
        long count = 0;
        for (LivePages region : regions) {
            count += region.count();
        }
        return count;
    }

    /**
     * Returns how many base pages the live pages cover. O(regions).
     *
     * @return 0 or more
     */
    public long liveBasePages() {
        long count = 0;
        for (LivePages region : regions) {
            count += region.basePages();
        }
        return count;
    }
}
