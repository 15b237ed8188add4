package org.copsedb.btree;

/** Is shown the pages of a tree. */
@FunctionalInterface
public interface PageVisitor {
    /**
     * Takes note of a page. A visitor that meets a page for the second time must throw: only so a damaged tree, in
     * which a page has two parents, is walked no more than once.
     *
     * @param page the encoded page number
     * @param stamp its birth stamp
     * @param kind one of {@link org.copsedb.pagestore.PageKind}; of a page that was not read, what it must be
     */
    void visit(long page, long stamp, int kind);
}
