/**
 * The page store: pages of variable order in the regions of one file. What an application may see of it are the errors
 * and the seam to the disk, in {@link org.copsedb.storage}; the rest serves the layers above.
 */
@SuppressWarnings("module") // The modules that it opens a door to are compiled after it.
module org.copsedb.pagestore {
    requires jdk.jfr;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.copsedb.storage;
    exports org.copsedb.pagestore to
            org.copsedb.btree,
            org.copsedb;
    exports org.copsedb.pagestore.journal to
            org.copsedb;
    exports org.copsedb.pagestore.reclaim to
            org.copsedb;
}
