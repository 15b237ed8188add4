package org.copsedb.crash;

import java.util.concurrent.atomic.LongAdder;

/** What was done for a family of scenarios. Safe for use by many threads. */
final class CrashCounts {
    /** Moments at which the power was cut. */
    final LongAdder cuts = new LongAdder();
    /** Images that were opened and checked; no two of one run are equal under the same expectation. */
    final LongAdder images = new LongAdder();
    /** Those of them that a power cut during a recovery left. */
    final LongAdder nested = new LongAdder();
    /** Transactions that were committed to see whether an image goes on working. */
    final LongAdder transactions = new LongAdder();

    void add(CrashCounts other) {
        cuts.add(other.cuts.sum());
        images.add(other.images.sum());
        nested.add(other.nested.sum());
        transactions.add(other.transactions.sum());
    }

    @Override
    public String toString() {
        return images.sum() + " images, " + nested.sum() + " of them nested, of " + cuts.sum() + " power cuts; "
                + transactions.sum() + " transactions on them";
    }
}
