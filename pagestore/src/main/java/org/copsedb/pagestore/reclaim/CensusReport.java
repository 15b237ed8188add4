package org.copsedb.pagestore.reclaim;

import java.util.Optional;

/**
 * What a {@link PageCensus} found. The figures are base pages; if there is no finding, they add up to the file's.
 *
 * @param reachable base pages that the head reaches
 * @param kept base pages that only savepoints reach, of whatever else needs them
 * @param pending other base pages of dead pages, which readers need or nobody any more
 * @param free base pages that are free
 * @param journal base pages of the journal
 * @param metadata base pages of the durable state's description
 * @param finding the first page in file order that has not exactly one owner, and whom it has; empty if each has
 */
public record CensusReport(
        long reachable, long kept, long pending, long free, long journal, long metadata, Optional<String> finding) {}
