package org.copsedb.transaction;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Records where handles are opened, so that one that is forgotten can be traced. A record costs a stack trace, some
 * microseconds, so it is made for the first handles, then for one in {@value #ONE_IN}, and for every one as soon as a
 * handle was found forgotten. Safe for use by many threads.
 */
final class OpeningPlaces {
    /** Beyond the first handles, one in so many has its place recorded. */
    static final int ONE_IN = 64;

    /** The first so many handles have their places recorded. */
    static final int FIRST = 32;

    /** Written without order: a few records more or less do not matter, and readers share the line when it is full. */
    private int recorded;

    private volatile boolean recordsAll;

    /** Records the place of the caller as a throwable with its stack trace, or not. */
    @Nullable
    Throwable record() {
        if (recorded < FIRST) {
            recorded++;
            return new Throwable("opened here");
        }
        return recordsAll || ThreadLocalRandom.current().nextInt(ONE_IN) == 0 ? new Throwable("opened here") : null;
    }

    /** Records every place from now on. */
    void recordAll() {
        recordsAll = true;
    }
}
