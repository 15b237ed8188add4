package org.copsedb.benchmark.store;

import java.nio.file.Path;

/**
 * How a store is opened.
 *
 * @param directory its own
 * @param cacheBytes what it may keep in memory of what is on the disk
 * @param commits what commits wait for
 */
public record StoreSettings(Path directory, long cacheBytes, Commits commits) {}
