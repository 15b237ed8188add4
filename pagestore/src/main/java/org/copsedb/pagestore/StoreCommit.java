package org.copsedb.pagestore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a write transaction made: sealed, so that nothing of it changes any more, and to be published.
 *
 * @param version the version it made
 * @param dirty the pages it bore, in file order, each once
 * @param net what it did to pages that existed before
 * @param restored the savepoint that it returned to, null if none
 * @param savepoints what it did to persistent savepoints
 * @param journalEnd where in the stream of the journal its record ends
 */
record StoreCommit(
        Version version,
        PageList dirty,
        PageChanges.Net net,
        @Nullable StoreSavepoint restored,
        SavepointChanges savepoints,
        long journalEnd) {
    /**
     * Persistent savepoints that came and went.
     *
     * @param created the ids of those that keep the new version
     * @param deleted the ids of those that are no more
     */
    record SavepointChanges(List<Long> created, List<Long> deleted) {
        /** Keeps its own lists. */
        SavepointChanges {
            created = List.copyOf(created);
            deleted = List.copyOf(deleted);
        }
    }
}
