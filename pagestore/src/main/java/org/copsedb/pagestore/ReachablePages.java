package org.copsedb.pagestore;

/**
 * Walks all pages of a version. The page store knows no trees, so whoever opens it tells it how to find what a file
 * holds.
 */
@FunctionalInterface
public interface ReachablePages {
    /**
     * Visits every page that is reachable from a version's roots, each once, in any order.
     *
     * @param reader where to read pages
     * @param version the version to walk
     * @param visitor takes the pages
     */
    void forEach(PageReader reader, Version version, PageVisitor visitor);
}
