package org.copsedb.pagestore.reclaim;

import org.jspecify.annotations.Nullable;

/**
 * Which versions need the dead pages of one bag, besides the newest one, for which they wait: all from {@code first}
 * on, and, for pages that a restore had brought back, those of earlier lives.
 *
 * @param first no held version before this one needs them for their latest life
 * @param earlier the life before, null if there was none
 */
record LifeStart(long first, @Nullable EarlierLife earlier) implements Comparable<LifeStart> {
    /**
     * A life that a restore continued.
     *
     * @param serial tells two of them apart
     * @param start how it began
     * @param last no held version behind this one needs its pages for it
     */
    record EarlierLife(long serial, LifeStart start, long last) {}

    @Override
    public int compareTo(LifeStart other) {
        int comparison = Long.compare(first, other.first);
        return comparison != 0 ? comparison : Long.compare(serial(), other.serial());
    }

    private long serial() {
        return earlier == null ? 0 : earlier.serial;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LifeStart start && compareTo(start) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * first + serial());
    }

    /** Tells whether a version not behind the one that the pages wait for needs them. */
    boolean includes(long version) {
        if (version >= first) {
            return true;
        }
        for (EarlierLife life = earlier; life != null; life = life.start.earlier) {
            if (version >= life.start.first && version <= life.last) {
                return true;
            }
        }
        return false;
    }
}
