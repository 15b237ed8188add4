package org.copsedb.pagestore.checkpoint;

import java.util.List;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.Version;

/**
 * A persistent savepoint as the durable state describes it.
 *
 * @param id what the registry knows it by
 * @param version what it keeps
 * @param regions its live pages, by region
 * @param list the reference to the list of its regions
 * @param listPages the pages of that list
 */
record StoredSavepoint(long id, Version version, List<StoredRegion> regions, PageReference list, PageList listPages) {
    /** Keeps its own list of regions. */
    StoredSavepoint {
        regions = List.copyOf(regions);
    }
}
