package org.copsedb;

import java.time.Duration;
import java.util.function.Consumer;
import org.copsedb.pagestore.Background;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.VersionPin;
import org.copsedb.transaction.ForgottenHandles;
import org.copsedb.transaction.OpenReaders;
import org.copsedb.transaction.SnapshotPages;
import org.jspecify.annotations.Nullable;

/** The handles that a database has given out: which are open, open for long, or forgotten. Safe for many threads. */
final class DatabaseHandles implements AutoCloseable {
    private final ForgottenHandles forgotten = new ForgottenHandles();
    private final OpenReaders readers;
    private final @Nullable Consumer<LongReader> longReader;
    private final @Nullable ReaderWatch watch;

    DatabaseHandles(DatabaseOptions options) {
        Duration after = options.listeners().longReaderAfter();
        this.longReader = options.listeners().longReader();
        this.readers = new OpenReaders(forgotten, after.toNanos());
        boolean hasThreads = options.store().background() == Background.THREADS;
        this.watch = hasThreads && longReader != null ? new ReaderWatch(readers, after, longReader) : null;
    }

    ReadTransaction read(Database database, PageStore store, VersionPin pin) {
        SnapshotPages pages = new SnapshotPages(store, database::isClosed);
        return new ReadTransaction(database, pages, readers.open(pages, pin), pin.version());
    }

    /** Lets go of readers that were forgotten, and where no thread does it, tells of those that are open for long. */
    void inspectReaders() {
        readers.closeForgotten();
        if (longReader == null) {
            readers.recordLong();
        } else if (watch == null) {
            readers.reportLong(longReader);
        }
    }

    ForgottenHandles forgotten() {
        return forgotten;
    }

    int openReaders() {
        readers.closeForgotten();
        return readers.count();
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        readers.closeForgotten();
        forgotten.stop();
    }
}
