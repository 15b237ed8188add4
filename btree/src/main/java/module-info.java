/** Copy-on-write B+trees over the pages of a page store. They know neither transactions nor the file. */
@SuppressWarnings("module") // The module that it opens a door to is compiled after it.
module org.copsedb.btree {
    requires transitive org.copsedb.pagestore;
    requires static transitive org.jspecify;

    exports org.copsedb.btree to
            org.copsedb;
    exports org.copsedb.btree.apply to
            org.copsedb;
}
