package org.copsedb;

/**
 * Figures of a database at about one moment.
 *
 * @param version the number of the last commit
 * @param fileBytes the length of the file
 * @param pageSize bytes of the smallest page
 * @param cachedBytes clean pages in memory, in bytes
 * @param dirtyBytes pages of a write transaction in memory, in bytes
 */
public record DatabaseStatistics(long version, long fileBytes, int pageSize, long cachedBytes, long dirtyBytes) {}
