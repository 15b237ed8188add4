package org.copsedb;

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
    private final OpenReaders readers = new OpenReaders(forgotten);
    private final DatabaseListeners listeners;
    private final @Nullable ReaderWatch watch;

    DatabaseHandles(DatabaseOptions options) {
        this.listeners = options.listeners();
        boolean hasThreads = options.store().background() == Background.THREADS;
        this.watch = hasThreads && listeners.wantsLongReaders() ? new ReaderWatch(readers, listeners) : null;
    }

    ReadTransaction read(Database database, PageStore store, VersionPin pin) {
        SnapshotPages pages = new SnapshotPages(store, database::isClosed);
        return new ReadTransaction(database, pages, readers.open(pages, pin), pin.version());
    }

    /** Lets go of readers that were forgotten, and where no thread does it, tells of those that are open for long. */
    void inspectReaders() {
        readers.closeForgotten();
        if (watch == null && listeners.wantsLongReaders()) {
            readers.reportOlderThan(listeners.longReaderAfter().toNanos(), listeners.longReader());
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
