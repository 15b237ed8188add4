package org.copsedb.btree;

import org.copsedb.btree.node.LeafContent;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.node.ValueFormat;

/**
 * How large the nodes of a tree are. A tree keeps the shape that it was begun with.
 *
 * @param leafOrder the order of leaves: they are {@code basePageSize << leafOrder} bytes long
 * @param branchOrder the order of branches
 */
public record TreeShape(int leafOrder, int branchOrder) {
    /**
     * Checks the ranges.
     *
     * @param leafOrder the order of leaves
     * @param branchOrder the order of branches
     * @throws IllegalArgumentException if one is not within 0 to 7
     */
    public TreeShape {
        if (leafOrder < 0 || leafOrder > 7 || branchOrder < 0 || branchOrder > 7) {
            throw new IllegalArgumentException("orders " + leafOrder + " of leaves and " + branchOrder
                    + " of branches are not both within 0 to 7");
        }
    }

    /**
     * Returns a shape with leaves and branches of one order.
     *
     * @param order the order of all nodes
     * @return the shape
     */
    public static TreeShape of(int order) {
        return new TreeShape(order, order);
    }

    /**
     * Returns the smallest shape whose nodes have at least some size.
     *
     * @param basePageSize the bytes of a page of order 0
     * @param nodeSize the wanted bytes of a node
     * @return the shape
     */
    public static TreeShape ofSize(int basePageSize, int nodeSize) {
        int order = 0;
        while (basePageSize << order < nodeSize) {
            order++;
        }
        return of(order);
    }

    /**
     * Returns the length of the longest key that a tree of this shape takes: about a quarter of a node.
     *
     * @param basePageSize the bytes of a page of order 0
     * @return the length in bytes
     */
    public int maximumKeyLength(int basePageSize) {
        return LeafContent.maximumKeyLength(
                leafSize(basePageSize), branchSize(basePageSize), ValueFormat.MINIMUM_DESCRIPTION_SIZE);
    }

    /**
     * Returns the bytes of a leaf.
     *
     * @param basePageSize the bytes of a page of order 0
     * @return the bytes
     * @throws IllegalArgumentException if a node of this order is larger than 65,536 bytes
     */
    public int leafSize(int basePageSize) {
        return nodeSize(basePageSize, leafOrder);
    }

    /**
     * Returns the bytes of a branch.
     *
     * @param basePageSize the bytes of a page of order 0
     * @return the bytes
     * @throws IllegalArgumentException if a node of this order is larger than 65,536 bytes
     */
    public int branchSize(int basePageSize) {
        return nodeSize(basePageSize, branchOrder);
    }

    private static int nodeSize(int basePageSize, int order) {
        int size = basePageSize << order;
        if (size > NodeFormat.MAXIMUM_NODE_SIZE) {
            throw new IllegalArgumentException("nodes of " + size + " bytes (base pages of " + basePageSize + ", order "
                    + order + ") are larger than " + NodeFormat.MAXIMUM_NODE_SIZE);
        }
        return size;
    }
}
