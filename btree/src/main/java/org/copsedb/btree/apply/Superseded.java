package org.copsedb.btree.apply;

/** What becomes of a write after which the same key was written again. */
interface Superseded {
    /**
     * Takes a write that does not count.
     *
     * @param array the array that holds its cell
     * @param cell where the cell begins
     */
    void drop(byte[] array, int cell);
}
