package org.copsedb.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine. Where that is missing, the test is skipped, and the screen says why. */
final class Requirement {
    private Requirement() {}

    static void require(boolean met, String what) {
        if (!met) {
            System.out.println("Skipped: " + what);
        }
        assumeTrue(met, what);
    }
}
