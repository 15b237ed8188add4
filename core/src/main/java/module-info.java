/** CopseDB, an embedded key-value database: transactions, typed tables, and savepoints in one file. */
module org.copsedb {
    requires org.copsedb.btree;
    requires transitive org.copsedb.pagestore;
    requires jdk.jfr;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.copsedb;
    exports org.copsedb.codec;
}
