package org.copsedb.pagestore;

/**
 * Figures of a page store at about one moment.
 *
 * @param fileBytes the length of the file
 * @param basePageSize bytes of a page of order 0
 * @param pendingBytes dead pages that somebody may still see, in bytes
 * @param cachedBytes clean pages in memory, in bytes
 * @param dirtyBytes pages that only memory holds, in bytes
 */
public record StoreStatistics(long fileBytes, int basePageSize, long pendingBytes, long cachedBytes, long dirtyBytes) {}
