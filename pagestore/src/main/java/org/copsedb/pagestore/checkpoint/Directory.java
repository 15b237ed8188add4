package org.copsedb.pagestore.checkpoint;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReference;

/**
 * What describes one durable state: its regions, its persistent savepoints, and the pages that all of this takes.
 * Immutable.
 *
 * @param regions the live sets of regions 0, 1, and so on
 * @param space what is free in each
 * @param savepoints the persistent savepoints, by watermark
 * @param metadata the numbers of all pages that describe the state, each of order 0
 * @param reference the directory's own first page; none in a file that never had a checkpoint
 * @param pages the directory's own pages
 */
record Directory(
        List<StoredRegion> regions,
        List<FreeSpace> space,
        List<StoredSavepoint> savepoints,
        NavigableSet<Long> metadata,
        PageReference reference,
        PageList pages) {
    /**
     * What is free in a region.
     *
     * @param basePages how many base pages
     * @param highestOrder the largest order of a free block, -1 if there is none
     */
    record FreeSpace(int basePages, int highestOrder) {}

    /** The directory of a new file. */
    static final Directory EMPTY =
            new Directory(List.of(), List.of(), List.of(), new TreeSet<>(), PageReference.NONE, new PageList());

    /** Keeps its own lists. */
    Directory {
        regions = List.copyOf(regions);
        space = List.copyOf(space);
        savepoints = List.copyOf(savepoints);
    }

    /** Returns the pages of a region that describe the state. */
    NavigableSet<Long> metadataOf(int region) {
        long first = PageNumber.encode(region, 0, 0);
        return metadata.subSet(first, true, first + PageNumber.MAXIMUM_REGION_LENGTH, false);
    }
}
