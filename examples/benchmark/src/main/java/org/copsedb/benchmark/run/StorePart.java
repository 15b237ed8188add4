package org.copsedb.benchmark.run;

import java.util.EnumSet;
import java.util.Set;
import org.copsedb.benchmark.workload.StoreRow;

/** A part of what is measured of stores. */
public enum StorePart {
    /** Load, writes, reads, removals, compaction. */
    MAIN(StoreRow.RAW_SYNC, StoreRow.FILE),
    /** Opening. */
    OPEN(StoreRow.OPEN_COLD, StoreRow.OPEN_KILLED),
    /** The Yahoo! Cloud Serving Benchmark. */
    YCSB(StoreRow.YCSB_A, StoreRow.YCSB_F),
    /** A store five times its cache. */
    LARGE(StoreRow.LARGE_GET, StoreRow.LARGE_BATCH);

    private final StoreRow first;
    private final StoreRow last;

    StorePart(StoreRow first, StoreRow last) {
        this.first = first;
        this.last = last;
    }

    /**
     * Returns its rows.
     *
     * @return the rows, in order
     */
    public Set<StoreRow> rows() {
        return EnumSet.range(first, last);
    }
}
