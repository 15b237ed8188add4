package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Corrupt pages behind valid checksums: two hundred thousand mutants, none of which may do harm. */
class MutantTest {
    private static final int SEEDS = 200;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void mutantsAreRefusedOrAnswerRightly() {
        long mutants = SeededRuns.count("mutants of B+trees", SEEDS, MutantRun::run);
        assertTrue(mutants >= (SeededRuns.areComplete() ? 200_000 : 1000), mutants + " mutants");
    }
}
