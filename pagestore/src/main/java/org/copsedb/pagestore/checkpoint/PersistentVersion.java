package org.copsedb.pagestore.checkpoint;

import org.copsedb.pagestore.SavepointState;
import org.copsedb.pagestore.Version;

/**
 * A version that a persistent savepoint keeps.
 *
 * @param id what the registry knows the savepoint by
 * @param version the version
 * @param state its pages
 */
public record PersistentVersion(long id, Version version, SavepointState state) {}
