/** Small programs of one idea each, written against what the database exports and nothing else. */
module org.copsedb.examples {
    requires org.copsedb;
    requires static org.jspecify;
}
