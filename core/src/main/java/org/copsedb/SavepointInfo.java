package org.copsedb;

import java.time.Instant;

/**
 * A savepoint that survives restarts.
 *
 * @param name what it is called; no two have the same name
 * @param version the number of the commit whose state it keeps
 * @param created when it was made, by the system's clock
 */
public record SavepointInfo(String name, long version, Instant created) {}
