package org.copsedb;

import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.storage.StorageFile;

/** What tests in other packages do with a database and its users can not. */
public final class DatabaseSteps {
    private DatabaseSteps() {}

    /** Makes a page store in which a bug may be planted. */
    public interface StoreMaker {
        /**
         * Opens a store.
         *
         * @param file its file
         * @param options its settings
         * @return the store
         */
        PageStore make(StorageFile file, StoreOptions options);
    }

    /**
     * Opens a database on a store of a kind of its own.
     *
     * @param file the storage
     * @param options how to open it
     * @param maker makes the store
     * @return the database
     */
    public static Database open(StorageFile file, DatabaseOptions options, StoreMaker maker) {
        return Database.open(file, options, maker::make);
    }

    /**
     * Takes a step of the background work of a database without threads.
     *
     * @param database the database
     * @return whether there was one
     */
    public static boolean step(Database database) {
        return database.step();
    }

    /**
     * Returns the number of the newest commit, visible or not. For whoever has a write transaction open.
     *
     * @param database the database
     * @return the number; the transaction's own commit gets the next one
     */
    public static long newestCommit(Database database) {
        return database.newestCommit();
    }
}
