package org.copsedb.btree.apply;

import org.copsedb.btree.TreeShape;

/**
 * Sizes of what is tested.
 *
 * @param basePageSize bytes of a page of order 0
 * @param shape the orders of nodes
 * @param budget bytes for collected writes
 */
record BufferGeometry(int basePageSize, TreeShape shape, long budget) {
    static BufferGeometry of(int basePageSize, int leafOrder, int branchOrder, long budget) {
        return new BufferGeometry(basePageSize, new TreeShape(leafOrder, branchOrder), budget);
    }
}
