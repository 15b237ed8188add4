package org.copsedb.testkit;

/** The calls of a {@link org.copsedb.storage.StorageFile} that can be recorded, and made to fail. */
public enum FileCall {
    /** {@link org.copsedb.storage.StorageFile#read}. */
    READ,
    /** {@link org.copsedb.storage.StorageFile#write}. */
    WRITE,
    /** {@link org.copsedb.storage.StorageFile#writeDurably}. */
    WRITE_DURABLY,
    /** {@link org.copsedb.storage.StorageFile#size}. */
    SIZE,
    /** {@link org.copsedb.storage.StorageFile#resize}. */
    RESIZE,
    /** {@link org.copsedb.storage.StorageFile#sync}. */
    SYNC,
    /** {@link org.copsedb.storage.StorageFile#close}. */
    CLOSE;

    /**
     * Tells whether the call changes what is on the disk.
     *
     * @return whether it does
     */
    public boolean changes() {
        return this == WRITE || this == WRITE_DURABLY || this == RESIZE || this == SYNC;
    }
}
