package org.copsedb.transaction;

import java.lang.ref.Reference;
import java.util.function.BooleanSupplier;
import org.copsedb.HandleClosedException;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageStore;
import org.copsedb.storage.StorageException;

/**
 * The pages of a read transaction. Whatever reads holds this object until it has its page, so a transaction whose
 * object is gone is not read any more, and its version can be let go. Safe for use by many threads.
 */
public final class SnapshotPages implements PageReader {
    private final PageStore store;
    private final BooleanSupplier isClosed;

    /**
     * Makes a reader of pages.
     *
     * @param store where they come from
     * @param isClosed tells whether the database is closed
     */
    public SnapshotPages(PageStore store, BooleanSupplier isClosed) {
        this.store = store;
        this.isClosed = isClosed;
    }

    @Override
    public byte[] read(long page, long stamp) {
        try {
            return store.read(page, stamp);
        } catch (StorageException refused) {
            throw explain(refused);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public byte[] readTransient(long page, long stamp) {
        try {
            return store.readTransient(page, stamp);
        } catch (StorageException refused) {
            throw explain(refused);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private RuntimeException explain(StorageException refused) {
        return isClosed.getAsBoolean() ? new HandleClosedException("the database", "was closed") : refused;
    }

    @Override
    public int basePageSize() {
        return store.basePageSize();
    }
}
