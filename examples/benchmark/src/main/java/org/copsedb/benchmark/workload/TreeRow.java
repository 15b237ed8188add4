package org.copsedb.benchmark.workload;

/** What is measured of a tree. The names stand in result files and in {@code lmdb_tree.c}. */
public enum TreeRow {
    /** All entries into an empty tree in random order, one by one; the commit is not in it. */
    INSERT("insert one by one, random order", "ns/entry"),
    /** Pages in use, by entry. */
    INSERTED_SIZE("size after random insertion", "bytes/entry"),
    /** Keys that are there, in random order; each value a fresh array. */
    GET("random get, fresh array", "ns"),
    /** The same, each in a read transaction of its own. */
    GET_TRANSACTION("read transaction with one random get", "ns"),
    /** Bytes that the Java heap gave for one get. */
    GET_ALLOCATION("allocated by one random get", "bytes"),
    /** Bytes that the Java heap gave for one step of a full scan. */
    STEP_ALLOCATION("allocated by one step of a full scan", "bytes"),
    /** Ten entries from a random key on; values looked at where they lie. */
    SCAN_10("range read of 10", "ns"),
    /** All entries in order. */
    FULL_SCAN("full scan", "ns/entry"),
    /** Half of the entries in random order, one by one; the commit is not in it. */
    REMOVE("remove half one by one, random order", "ns/entry"),
    /** All entries as blind writes in random order, until they are in the tree. */
    APPLY("blind writes of all, applied sorted", "ns/entry"),
    /** Pages in use after that, by entry. */
    APPLIED_SIZE("size after sorted application", "bytes/entry"),
    /** {@link #GET} on the tree that was so built. */
    APPLIED_GET("random get, fresh array, packed tree", "ns"),
    /** {@link #SCAN_10} on it. */
    APPLIED_SCAN_10("range read of 10, packed tree", "ns"),
    /** {@link #FULL_SCAN} on it. */
    APPLIED_FULL_SCAN("full scan, packed tree", "ns/entry"),
    /** Half of the entries as blind removals in random order, until they are out of the tree. */
    APPLY_REMOVALS("blind removals of half, applied sorted", "ns/entry");

    private final String title;
    private final String unit;

    TreeRow(String title, String unit) {
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
     * Returns the unit of the figures; less is better in all rows.
     *
     * @return the unit
     */
    public String unit() {
        return unit;
    }
}
