package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

/**
 * Millions of operations on trees beside a {@link java.util.TreeMap}. With {@code -Dminutes=65} it goes on for so long;
 * {@code docs/test-results.md} has what ran.
 */
class TreeModelTest {
    private static final int SEEDS = 105;

    @Test
    void treesAnswerAsTheModelDoes() {
        long operations = SeededRuns.count("B+tree beside a TreeMap", SEEDS, ModelRun::run);
        assertTrue(operations >= (SeededRuns.areComplete() ? 5_000_000 : 1), operations + " operations");
    }
}
