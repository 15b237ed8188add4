package org.copsedb;

import java.util.List;

/**
 * What a verification found.
 *
 * @param findings what is wrong, one line each, with the number of the broken invariant; empty if all is well
 * @param tables how many tables were checked
 * @param entries how many entries they hold together
 * @param pages how many pages the database's trees take
 */
public record VerifyReport(List<String> findings, long tables, long entries, long pages) {
    /**
     * Keeps its own copy of the findings.
     *
     * @param findings what is wrong
     * @param tables how many tables were checked
     * @param entries how many entries they hold together
     * @param pages how many pages the database's trees take
     */
    public VerifyReport {
        findings = List.copyOf(findings);
    }

    /**
     * Tells whether all is well.
     *
     * @return whether there is no finding
     */
    public boolean isSound() {
        return findings.isEmpty();
    }
}
