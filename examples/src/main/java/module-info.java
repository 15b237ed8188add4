/** Small programs of one idea each, written against what the database exports and nothing else. */
@SuppressWarnings("requires-automatic") // jline has no module descriptor.
module org.copsedb.examples {
    requires me.tongfei.progressbar;
    requires org.copsedb;
    requires org.jline.terminal;
    requires static org.jspecify;
}
