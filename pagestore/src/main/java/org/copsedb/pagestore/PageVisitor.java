package org.copsedb.pagestore;

/** Takes pages one by one. */
@FunctionalInterface
public interface PageVisitor {
    /**
     * Takes a page.
     *
     * @param page the encoded {@link PageNumber}
     * @param stamp the birth stamp that the reference to it names
     */
    void visit(long page, long stamp);
}
