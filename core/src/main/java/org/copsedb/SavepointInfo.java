package org.copsedb;

import java.time.Instant;

/**
 * What is known of a savepoint that survives restarts.
 *
 * @param name what it is called; no two have the same name
 * @param version the number of the commit whose state it keeps
 * @param created when it was made, by the system's clock
 * @param bytesKeptAlone bytes of the pages that neither the last committed version nor any other savepoint has: what
 *     becomes free when this savepoint is deleted, as soon as the next checkpoint is written and nobody reads it
 */
public record SavepointInfo(String name, long version, Instant created, long bytesKeptAlone) {}
