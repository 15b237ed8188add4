package org.copsedb;

/**
 * How far the opening of a database that was not closed has come: it replays what the journal adds to the last
 * checkpoint.
 *
 * @param bytes how many bytes of the journal were replayed
 * @param totalBytes how many there are to replay
 * @param version the number of the last commit that was replayed
 */
public record RecoveryProgress(long bytes, long totalBytes, long version) {}
