package org.copsedb.pagestore.journal;

/** Where a journal gets its extents. Safe for use by many threads, whoever has the writer's turn. */
public interface ExtentSource {
    /**
     * Takes a free page, as low in the file as there is one, which grows where needed.
     *
     * @param order the order of the page
     * @return its encoded number; all its bytes lie within the file
     * @throws org.copsedb.storage.StorageException if the file can not grow; nothing has changed then
     */
    long allocateExtent(int order);

    /**
     * Gives a page back that nothing durable refers to any more.
     *
     * @param page its encoded number
     */
    void releaseExtent(long page);
}
