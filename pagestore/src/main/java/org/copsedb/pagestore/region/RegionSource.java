package org.copsedb.pagestore.region;

import java.util.function.LongConsumer;

/** What the file knows of regions that have not been needed yet. Safe for use by many threads. */
public interface RegionSource {
    /**
     * Returns a region's live pages.
     *
     * @param number the region
     * @return always the same object, whose chunks are read when they are first asked for
     */
    LivePages live(int number);

    /**
     * Hands out all pages of a region that are used, each once: live ones, those that only savepoints have, and those
     * that describe the durable state.
     *
     * @param number the region
     * @param consumer takes encoded page numbers
     * @throws org.copsedb.storage.CorruptFileException if the file is damaged where they are described
     */
    void forEachUsed(int number, LongConsumer consumer);

    /**
     * Returns how many base pages of a region are free.
     *
     * @param number the region
     * @return 0 or more
     */
    int freeBasePages(int number);

    /**
     * Returns the largest order of a free block of a region.
     *
     * @param number the region
     * @return the order, -1 if nothing is free
     */
    int highestFreeOrder(int number);
}
