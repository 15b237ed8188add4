package org.copsedb.pagestore.reclaim;

import java.time.Instant;

/**
 * One that holds a version.
 *
 * @param kind why
 * @param name what it is called; empty for the head and for readers
 * @param since since when; of a reader to within the clock's drift while it was open
 */
public record PinHolder(PinKind kind, String name, Instant since) {}
