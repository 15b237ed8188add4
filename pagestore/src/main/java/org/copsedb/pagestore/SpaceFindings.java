package org.copsedb.pagestore;

import java.util.List;

/**
 * What an account of all pages found.
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
