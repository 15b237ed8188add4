/** Copy-on-write B+trees over the pages of a page store. They know neither transactions nor the file. */
module org.copsedb.btree {
    requires transitive org.copsedb.pagestore;
    requires static transitive org.jspecify;
}
