package org.copsedb;

import org.jspecify.annotations.Nullable;

/** Entries that had to come in ascending order of distinct keys did not. None of them was put. */
public final class UnsortedEntriesException extends DatabaseException {
    private static final long serialVersionUID = 1;

    /** Which entry came too early, counted from 0. */
    private final long position;

    UnsortedEntriesException(String table, long position, @Nullable Object key, @Nullable Object before) {
        super("entry " + position + " for table \"" + table + "\" has the key " + key
                + ", which does not come after the key before it, " + before);
        this.position = position;
    }

    /**
     * Returns how many entries came before the one that is out of order.
     *
     * @return 1 or more
     */
    public long position() {
        return position;
    }
}
