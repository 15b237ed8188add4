package org.copsedb.pagestore;

/**
 * The capability to read pages: all that a tree needs to be searched.
 *
 * <p>A page is named by its number and birth stamp, both from the reference in its parent. The returned array is the
 * page itself, not a copy: it must never be written to. It stays as it is for as long as the caller holds it, also when
 * the page is evicted from the cache or its number gets a new life. Safe for use by many threads.
 */
public interface PageReader {
    /**
     * Returns a page, from memory or from the file, where it is verified: checksum, own number, order and stamp.
     *
     * <p>Cost: a table look-up in memory; else one read of the page's size.
     *
     * @param page the encoded {@link PageNumber}; trusted no further than any other value from a file
     * @param stamp the birth stamp that the reference to the page names
     * @return the bytes of the page, of length {@code basePageSize << order}
     * @throws org.copsedb.storage.CorruptFileException if the page is damaged, stale, misdirected or outside the file
     * @throws org.copsedb.storage.StorageException if the disk refuses the read
     */
    byte[] read(long page, long stamp);

    /**
     * Returns a page like {@link #read} but does not keep it in the cache if it was not there: for large values and for
     * walks over the whole file.
     *
     * @param page the encoded {@link PageNumber}
     * @param stamp the birth stamp that the reference to the page names
     * @return the bytes of the page
     * @throws org.copsedb.storage.CorruptFileException if the page is damaged, stale, misdirected or outside the file
     * @throws org.copsedb.storage.StorageException if the disk refuses the read
     */
    byte[] readTransient(long page, long stamp);

    /**
     * Returns the size of a page of order 0.
     *
     * @return bytes, a power of two, 512 to 65,536
     */
    int basePageSize();
}
