package org.copsedb.pagestore;

import org.jspecify.annotations.Nullable;

/**
 * What a write transaction asks the store to make durable and visible.
 *
 * @param version the version it made
 * @param dirty the pages it bore, in file order, each once
 * @param net what it did to pages that existed before
 * @param restored the savepoint that it returned to, null if none
 */
record StoreCommit(
        Version version,
        PageList dirty,
        PageChanges.Net net,
        @Nullable StoreSavepoint restored) {}
