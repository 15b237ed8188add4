package org.copsedb.pagestore.checkpoint;

import java.util.List;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.SavepointState;
import org.copsedb.pagestore.Version;

/**
 * What a checkpoint makes durable. Whoever makes one sees to it that no page of these states is used again before the
 * checkpoint has ended.
 *
 * @param version the version
 * @param live its pages
 * @param kept the pages of savepoints that are open
 * @param savepoints the persistent savepoints of this state, by watermark
 * @param dirty all pages that may be in memory only, in any order; may name pages that are gone
 * @param journalPosition where in the stream of the journal the record of its last commit ends
 */
public record CheckpointSource(
        Version version,
        SavepointState live,
        List<SavepointState> kept,
        List<PersistentVersion> savepoints,
        PageList dirty,
        long journalPosition) {
    /**
     * Keeps its own lists of savepoints.
     *
     * @param version the version
     * @param live its pages
     * @param kept the pages of savepoints that are open
     * @param savepoints the persistent savepoints of this state
     * @param dirty all pages that may be in memory only
     * @param journalPosition where the record of its last commit ends
     */
    public CheckpointSource {
        kept = List.copyOf(kept);
        savepoints = List.copyOf(savepoints);
    }

    boolean has(long page) {
        return live.contains(page) || kept.stream().anyMatch(state -> state.contains(page));
    }
}
