package org.copsedb.pagestore;

import java.util.List;

/**
 * What an account of all pages found: each base page belongs to one page that the head reaches, to one dead page that
 * somebody still sees, to the description of the durable state, to the journal, or it is free; and what a savepoint
 * keeps belongs to one of the first two.
 *
 * @param findings what is wrong, one line each; empty if every base page is used once or free
 * @param reachablePages how many pages the head reaches
 */
public record SpaceFindings(List<String> findings, long reachablePages) {
    /**
     * Keeps its own copy of the findings.
     *
     * @param findings what is wrong
     * @param reachablePages how many pages the head reaches
     */
    public SpaceFindings {
        findings = List.copyOf(findings);
    }
}
