package org.copsedb.pagestore.region;

/** Takes the blocks of one region, one after another. */
@FunctionalInterface
public interface BlockVisitor {
    /**
     * Takes a block.
     *
     * @param index its index, in units of {@code 2^order} pages
     * @param order its order
     */
    void visit(int index, int order);
}
