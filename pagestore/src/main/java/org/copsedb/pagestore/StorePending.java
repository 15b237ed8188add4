package org.copsedb.pagestore;

import org.copsedb.pagestore.journal.PendingCommit;

/** A commit of a store's writer on its way to the disk. Safe for use by many threads. */
public final class StorePending extends PendingCommit {
    private final PageStore store;
    private final StoreCommit sealed;

    StorePending(PageStore store, StoreCommit sealed, boolean waitsForDisk) {
        super(sealed.version().number(), waitsForDisk);
        this.store = store;
        this.sealed = sealed;
    }

    @Override
    protected void publish() {
        store.publish(sealed);
    }

    /**
     * Waits until the commit is visible, and durable if it waits for the disk. An interrupt does not end the wait.
     *
     * @throws org.copsedb.storage.StoreFailedException if it never will be
     */
    public void await() {
        store.journal().await(this);
    }
}
