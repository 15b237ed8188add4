package org.copsedb;

/**
 * Figures of a database at about one moment.
 *
 * @param version the number of the last commit
 * @param fileBytes the length of the file
 * @param pageSize bytes of the smallest page
 * @param cachedBytes clean pages in memory, in bytes
 * @param dirtyBytes pages that only memory holds, in bytes
 * @param openReaders how many read transactions are open
 * @param forgottenHandles how many transactions and savepoints were lost by their users without being closed, so far
 */
public record DatabaseStatistics(
        long version,
        long fileBytes,
        int pageSize,
        long cachedBytes,
        long dirtyBytes,
        int openReaders,
        long forgottenHandles) {}
