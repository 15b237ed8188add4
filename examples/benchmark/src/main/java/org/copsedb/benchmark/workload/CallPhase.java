package org.copsedb.benchmark.workload;

import org.copsedb.benchmark.store.Commits;

/** Commits of one kind, as a tracer counts them. */
public enum CallPhase {
    /** Durable commits of one entry. */
    SINGLE("1 entry", 1, 200, Commits.DURABLE),
    /** Durable commits of a thousand. */
    BATCH("1,000 entries", 1_000, 20, Commits.DURABLE),
    /** Commits of one that wait for nothing. */
    UNSYNCED("1, unsynced", 1, 2_000, Commits.UNSYNCED);

    private final String title;
    private final int size;
    private final int times;
    private final Commits commits;

    CallPhase(String title, int size, int times, Commits commits) {
        this.title = title;
        this.size = size;
        this.times = times;
        this.commits = commits;
    }

    /**
     * Returns what a table calls it.
     *
     * @return the title
     */
    public String title() {
        return title;
    }

    /**
     * Returns the size of a transaction.
     *
     * @return entries
     */
    public int size() {
        return size;
    }

    /**
     * Returns the number of its first entry: the phases share none, since a store may notice that nothing changes.
     *
     * @param count the number of entries that are loaded before
     * @return the number
     */
    public long firstEntry(long count) {
        return switch (this) {
            case SINGLE -> 2 * count;
            case BATCH -> 4 * count;
            case UNSYNCED -> 3 * count;
        };
    }

    /**
     * Returns how many transactions there are.
     *
     * @return the number
     */
    public int times() {
        return times;
    }

    /**
     * Returns what they wait for.
     *
     * @return the kind of commit
     */
    public Commits commits() {
        return commits;
    }
}
