package org.copsedb.pagestore;

/**
 * The capability to change pages: what a tree's writer needs. It belongs to one write transaction and one thread at a
 * time.
 *
 * <p>A page may be edited in place only while its {@linkplain PageHeader#stamp stamp} equals {@link #stamp()}: it was
 * born in this transaction, after its latest savepoint, and nobody else sees it. Any other page is replaced: allocate a
 * new one, fill it, and free the old one. Between two calls from above the stamp may have advanced.
 */
public interface PageWriter extends PageReader {
    /**
     * Returns the stamp under which pages are born now.
     *
     * @return 1 to 2^48 - 1; grows
     */
    long stamp();

    /**
     * Takes a free page and gives it the current stamp.
     *
     * <p>Cost: O(log pages of a region), plus the growth of the file where no page of the order is free.
     *
     * @param order the page is {@code basePageSize << order} bytes long; 0 to {@link #maximumOrder()}
     * @return the page's bytes, all zero but for its number, order and stamp in the {@linkplain PageHeader header}; the
     *     caller edits them as long as the stamp is current
     * @throws IllegalArgumentException if the order is out of range
     * @throws org.copsedb.storage.StorageException if the file can not grow
     */
    byte[] allocate(int order);

    /**
     * Gives up a page that the new version of a tree no longer refers to. Whoever still sees it (readers, savepoints,
     * the committed state if this transaction rolls back) keeps seeing it.
     *
     * @param page the encoded {@link PageNumber}
     * @param stamp its birth stamp
     */
    void free(long page, long stamp);

    /**
     * Tells that no page that was born so far will be edited in place by the operation under way: pages may be written
     * to the file now, so that a transaction can be larger than memory, and the stamp may advance. A tree calls it
     * before it begins another page in an operation that may bear many, and before it changes the first page of one
     * that bears a few.
     *
     * <p>Cost: a comparison; now and then writing all that was born since, and a sync.
     *
     * @throws org.copsedb.storage.StorageException if the disk refused; the store then takes no more writes
     */
    default void relieve() {
        // Pages that only memory can hold stay there.
    }

    /**
     * Returns the largest order that {@link #allocate} takes.
     *
     * @return 0 to 20
     */
    int maximumOrder();
}
