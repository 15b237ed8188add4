package org.copsedb.testkit;

import java.util.List;

/**
 * A sector that was written and not yet synced.
 *
 * @param index its place in the file
 * @param contents what was written, each other than the one before, the oldest first; at least one
 */
record PendingSector(int index, List<Sector> contents) {
    PendingSector {
        contents = List.copyOf(contents);
    }

    /** Returns how many contents were written. */
    int versions() {
        return contents.size();
    }

    /** Returns one of the contents; 0 is the oldest. */
    Sector version(int number) {
        return contents.get(number);
    }
}
