package org.copsedb.testkit;

import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.checkpoint.Checkpoint;
import org.copsedb.pagestore.checkpoint.CheckpointJournal;
import org.copsedb.pagestore.checkpoint.CheckpointOwner;
import org.copsedb.pagestore.checkpoint.CheckpointSource;
import org.copsedb.pagestore.checkpoint.CheckpointTarget;
import org.copsedb.storage.StorageFile;

/** A page store with a planted bug: pages that only readers hold never leave memory. */
public final class KeepingStore extends PageStore {
    /**
     * Opens a store.
     *
     * @param file its file
     * @param options its settings
     */
    public KeepingStore(StorageFile file, StoreOptions options) {
        super(file, options);
    }

    @Override
    protected Checkpoint makeCheckpoint(
            CheckpointTarget where, CheckpointSource source, CheckpointJournal commits, CheckpointOwner owner) {
        return super.makeCheckpoint(where, source, commits, new CheckpointOwner() {
            @Override
            public boolean holdBack(long bytes) {
                return false;
            }

            @Override
            public void completed(PageList left) {
                owner.completed(left);
            }

            @Override
            public void abandoned(Throwable cause) {
                owner.abandoned(cause);
            }

            @Override
            public void failed(Throwable cause) {
                owner.failed(cause);
            }
        });
    }
}
