package org.copsedb.btree.apply;

import org.copsedb.btree.node.WriteCell;
import org.jspecify.annotations.Nullable;

/**
 * Writes in ascending order of distinct keys, one at a time: a cell in an array, as {@link WriteCell} describes it.
 *
 * <p>The array stays as it is until all writes have been taken, so that a cell may be referred to after the next step.
 */
abstract class SortedWrites {
    private static final byte[] NOTHING = new byte[0];

    /** The array that holds the current write. */
    byte[] array = NOTHING;
    /** Where its cell begins. */
    int cell;

    /**
     * Moves to the next write.
     *
     * @return whether there is one
     */
    abstract boolean next();

    /**
     * Tells whether there are more writes than so many before a key, the current one included.
     *
     * @param many how many
     * @param upper the key; null for any
     * @return whether it is known that there are; writes to the same key may count twice
     */
    boolean hasMoreThan(int many, byte @Nullable [] upper) {
        return false;
    }
}
