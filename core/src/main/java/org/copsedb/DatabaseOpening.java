package org.copsedb;

import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.storage.StorageFile;
import org.copsedb.transaction.Replay;

/** Opens a store on a file and replays its journal; closes what was opened if that fails. */
@FunctionalInterface
interface DatabaseOpening {
    /** Opens a page store; tests open one with bugs. */
    PageStore openStore(StorageFile file, StoreOptions options);

    /** Opens the database on a file, which is closed if this fails. */
    default Database open(StorageFile file, DatabaseOptions options) {
        AutoCloseable opened = file;
        try {
            PageStore store = openStore(file, options.store());
            opened = store;
            Replay.run(
                    store,
                    new WriteBudget(options.writeBufferBytes()),
                    options.listeners().recovery());
            return new Database(store, options);
        } catch (Throwable refused) {
            try {
                opened.close();
            } catch (Exception alsoRefused) {
                refused.addSuppressed(alsoRefused);
            }
            throw refused;
        }
    }
}
