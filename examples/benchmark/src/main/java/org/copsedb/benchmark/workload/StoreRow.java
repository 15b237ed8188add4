package org.copsedb.benchmark.workload;

/** What is measured of a store. The names stand in result files. */
public enum StoreRow {
    /** A 4-KiB write and a sync, without any store, in the same process. */
    RAW_SYNC("bare 4-KiB write + sync", Unit.MICROSECONDS),
    /** All entries in random order, in one durable transaction. */
    BULK_LOAD("bulk load, one transaction", Unit.KEYS),
    /** Durable transactions of one entry. */
    WRITE_1("individual durable writes", Unit.TRANSACTIONS),
    /** The same in units of {@link #RAW_SYNC}, which is measured between slices of it. */
    WRITE_SYNCS("time of one in bare syncs", Unit.SYNCS),
    /** Bytes that one of them hands to write calls. */
    WRITE_BYTES("bytes written by one", Unit.BYTES),
    /** Durable transactions of one entry by two threads. */
    WRITE_2("individual durable writes, 2 threads", Unit.TRANSACTIONS),
    /** By four threads. */
    WRITE_4("individual durable writes, 4 threads", Unit.TRANSACTIONS),
    /** By eight threads. */
    WRITE_8("individual durable writes, 8 threads", Unit.TRANSACTIONS),
    /** Durable transactions of a thousand entries. */
    BATCH("durable batches of 1,000", Unit.KEYS),
    /** Bytes that one of these hands to write calls. */
    BATCH_BYTES("bytes written by a batch", Unit.BYTES),
    /** Transactions of one entry that wait for nothing. */
    UNSYNCED("unsynced single writes", Unit.TRANSACTIONS),
    /** Bytes that one of these hands to write calls. */
    UNSYNCED_BYTES("bytes written by one unsynced", Unit.BYTES),
    /** Counts all entries. */
    SIZE("size", Unit.MICROSECONDS),
    /** Keys in random order, each value a fresh array, in one read transaction. */
    GET_1("random reads", Unit.KEYS),
    /** By four threads. */
    GET_4("random reads, 4 threads", Unit.KEYS),
    /** By eight threads. */
    GET_8("random reads, 8 threads", Unit.KEYS),
    /** By sixteen threads. */
    GET_16("random reads, 16 threads", Unit.KEYS),
    /** A read transaction for each get. */
    READ_TRANSACTION("read transactions of one get", Unit.TRANSACTIONS),
    /** Ten entries from a random key on. */
    RANGE_10("range reads of 10", Unit.SCANS),
    /** All entries in order. */
    SCAN("full scan", Unit.KEYS),
    /** A tenth of the entries again, behind all others, in order of their keys, in one durable transaction. */
    SORTED("sorted inserts, one transaction", Unit.KEYS),
    /** Half of the entries in random order, in one durable transaction. */
    REMOVE("removals of half, one transaction", Unit.KEYS),
    /** Every other entry, in one pass over all, in one durable transaction; by entries passed. */
    RETAIN("retain every other", Unit.KEYS),
    /** Every other entry of the middle third; by entries passed. */
    EXTRACT("extract every other of a third", Unit.KEYS),
    /** First and last entries, a twentieth of all from each end, in one durable transaction. */
    POP("pop first and last", Unit.KEYS),
    /** The files after all this. */
    FILE("files after the run", Unit.MEBIBYTES),
    /** Making them small. */
    COMPACTION("compaction", Unit.MILLISECONDS),
    /** The files then. */
    FILE_COMPACTED("files compacted", Unit.MEBIBYTES),
    /** Opening in a new process after a clean close, with the files out of the page cache, up to the first get. */
    OPEN_COLD("open and get, new process, cold", Unit.MILLISECONDS),
    /** The same with the files in the page cache. */
    OPEN_WARM("open and get, new process, warm", Unit.MILLISECONDS),
    /** After a process was killed that had just written a tenth of the entries in batches of a thousand. */
    OPEN_KILLED("open and get after kill -9", Unit.MILLISECONDS),
    /** The most memory that the process of the main rows had, the page cache's pages that it mapped included. */
    PEAK_MEMORY("peak memory of the process", Unit.MEBIBYTES),
    /** YCSB A: reads and updates, half and half, by a Zipf distribution. */
    YCSB_A("YCSB A: 50 % read, 50 % update", Unit.OPERATIONS),
    /** YCSB B: mostly reads. */
    YCSB_B("YCSB B: 95 % read, 5 % update", Unit.OPERATIONS),
    /** YCSB C: reads alone. */
    YCSB_C("YCSB C: reads", Unit.OPERATIONS),
    /** YCSB D: reads of the latest insertions. */
    YCSB_D("YCSB D: 95 % read latest, 5 % insert", Unit.OPERATIONS),
    /** YCSB E: short ranges. */
    YCSB_E("YCSB E: 95 % scan, 5 % insert", Unit.OPERATIONS),
    /** YCSB F: read, modify, write. */
    YCSB_F("YCSB F: 50 % read, 50 % modify", Unit.OPERATIONS),
    /** Random reads of a store five times its cache. */
    LARGE_GET("random reads, store 5 times cache", Unit.KEYS),
    /** Ranges of ten in it. */
    LARGE_RANGE_10("range reads of 10, 5 times cache", Unit.SCANS),
    /** Durable batches of a thousand into it. */
    LARGE_BATCH("batches of 1,000, 5 times cache", Unit.KEYS);

    /** What figures are counted in. */
    public enum Unit {
        /** More is better. */
        KEYS("keys/s", true),
        /** More is better. */
        TRANSACTIONS("txns/s", true),
        /** More is better. */
        SCANS("scans/s", true),
        /** More is better. */
        OPERATIONS("ops/s", true),
        /** Less is better. */
        MICROSECONDS("us", false),
        /** Less is better. */
        MILLISECONDS("ms", false),
        /** Less is better. */
        SYNCS("syncs", false),
        /** Less is better. */
        BYTES("bytes", false),
        /** Less is better. */
        MEBIBYTES("MiB", false);

        private final String label;
        private final boolean isRate;

        Unit(String label, boolean isRate) {
            this.label = label;
            this.isRate = isRate;
        }

        /**
         * Returns how tables call it.
         *
         * @return the label
         */
        public String label() {
            return label;
        }

        /**
         * Tells whether more is better.
         *
         * @return whether it is
         */
        public boolean isRate() {
            return isRate;
        }
    }

    private final String title;
    private final Unit unit;

    StoreRow(String title, Unit unit) {
        this.title = title;
        this.unit = unit;
    }

    /**
     * Returns what a table calls the row.
     *
     * @return the title
     */
    public String title() {
        return title;
    }

    /**
     * Returns what its figures are counted in.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }
}
