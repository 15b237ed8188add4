package org.copsedb.btree;

/**
 * One thing that a check found wrong.
 *
 * @param invariant the number of the broken invariant in {@code docs/invariants.md}: "B3"
 * @param where the path from the root to the page
 * @param message what is expected and what is there
 */
public record TreeFinding(String invariant, String where, String message) {
    @Override
    public String toString() {
        return invariant + " " + where + ": " + message;
    }
}
