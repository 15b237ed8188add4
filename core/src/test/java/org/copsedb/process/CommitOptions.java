package org.copsedb.process;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.copsedb.DatabaseOptions;

/**
 * How a committing process works.
 *
 * @param writers how many threads commit
 * @param eventualPercent how many of 100 commits do not wait for the disk
 * @param pageSize of the file, if it is created
 * @param memory what the database may keep in memory
 * @param fault what is wrong with the process on purpose
 */
record CommitOptions(int writers, int eventualPercent, int pageSize, Memory memory, Fault fault) {
    private static final Pattern TEXT = Pattern.compile("(\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\w+)");

    /** What most of the tests use: three writers that wait for the disk. */
    static final CommitOptions USUAL = new CommitOptions(3, 0, 4096, new Memory(1 << 20, 1 << 20, 1 << 20), Fault.NONE);

    /**
     * Bytes that a database may keep in memory.
     *
     * @param cache of pages that the file holds too
     * @param journal of records, until a checkpoint begins
     * @param dirty of pages that only memory holds, until a checkpoint begins
     */
    record Memory(long cache, long journal, long dirty) {}

    /** A planted fault, that the tests must find. */
    enum Fault {
        NONE,
        /** Everything is written, and nothing synced. */
        LOSES_SYNCS,
        /** Commits are acknowledged when they begin. */
        ACKNOWLEDGES_EARLY,
        /** Commits that do not wait for the disk are acknowledged as if they did. */
        ACKNOWLEDGES_EVENTUAL_AS_DURABLE
    }

    static CommitOptions random(SplittableRandom random) {
        Memory memory = new Memory(
                64L << 10 << random.nextInt(9), 64L << 10 << random.nextInt(7), 16L << 10 << random.nextInt(10));
        int eventualPercent = new int[] {0, 0, 50, 95}[random.nextInt(4)];
        return new CommitOptions(random.nextInt(1, 5), eventualPercent, 512 << random.nextInt(5), memory, Fault.NONE);
    }

    /** Returns what lets a planted fault show. */
    static CommitOptions faulty(Fault fault) {
        int eventualPercent = fault == Fault.ACKNOWLEDGES_EVENTUAL_AS_DURABLE ? 100 : 0;
        return new CommitOptions(1, eventualPercent, USUAL.pageSize, USUAL.memory, fault);
    }

    DatabaseOptions database() {
        return DatabaseOptions.defaults()
                .pageSize(pageSize)
                .cacheBytes(memory.cache)
                .journalBytes(memory.journal)
                .dirtyBytes(memory.dirty);
    }

    String toText() {
        return writers + "," + eventualPercent + "," + pageSize + "," + memory.cache + "," + memory.journal + ","
                + memory.dirty + "," + fault;
    }

    static CommitOptions parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new CommitOptions(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                new Memory(
                        Long.parseLong(matcher.group(4)),
                        Long.parseLong(matcher.group(5)),
                        Long.parseLong(matcher.group(6))),
                Fault.valueOf(matcher.group(7)));
    }
}
