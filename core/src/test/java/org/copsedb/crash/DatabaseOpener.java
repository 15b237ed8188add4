package org.copsedb.crash;

import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.storage.StorageFile;

/** Opens a database on a disk of the tests; where a bug is planted, it comes in here. */
interface DatabaseOpener {
    /** Bytes of a smallest page of {@link #SMALL}. */
    int PAGE_SIZE = 512;
    /** Pages in a region of {@link #SMALL}. */
    int REGION_PAGES = 128;

    /** Small pages, regions and limits, so that trees split, files grow and checkpoints come within a few entries. */
    DatabaseOptions SMALL = DatabaseOptions.defaults()
            .pageSize(PAGE_SIZE)
            .regionPages(REGION_PAGES)
            .cacheBytes(64 << 10)
            .journalBytes(1 << 16)
            .dirtyBytes(96 << 10)
            .withoutThreads();

    Database open(StorageFile file, DatabaseOptions options);

    /** Opens without a bug. */
    static DatabaseOpener sound() {
        return Database::open;
    }
}
