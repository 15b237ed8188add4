package org.copsedb.process;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.copsedb.DatabaseOptions;

/**
 * How a committing process works.
 *
 * @param writers how many threads commit
 * @param pageSize of the file, if it is created
 * @param cacheBytes of the page cache
 * @param fault what is wrong with the process on purpose
 */
record CommitOptions(int writers, int pageSize, long cacheBytes, Fault fault) {
    private static final Pattern TEXT = Pattern.compile("(\\d+),(\\d+),(\\d+),(\\w+)");

    /** A planted fault, that the tests must find. */
    enum Fault {
        NONE,
        /** Everything is written, and nothing synced. */
        LOSES_SYNCS,
        /** Commits are acknowledged when they begin. */
        ACKNOWLEDGES_EARLY
    }

    static CommitOptions random(SplittableRandom random) {
        return new CommitOptions(
                random.nextInt(1, 5), 512 << random.nextInt(5), 64L << 10 << random.nextInt(9), Fault.NONE);
    }

    CommitOptions with(Fault planted) {
        return new CommitOptions(writers, pageSize, cacheBytes, planted);
    }

    DatabaseOptions database() {
        return DatabaseOptions.defaults().pageSize(pageSize).cacheBytes(cacheBytes);
    }

    String toText() {
        return writers + "," + pageSize + "," + cacheBytes + "," + fault;
    }

    static CommitOptions parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new CommitOptions(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                Fault.valueOf(matcher.group(4)));
    }
}
