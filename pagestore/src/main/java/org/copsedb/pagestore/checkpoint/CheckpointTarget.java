package org.copsedb.pagestore.checkpoint;

import java.util.function.LongSupplier;
import org.copsedb.pagestore.cache.PageTable;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.pagestore.region.PageSpace;
import org.copsedb.storage.StorageFile;

/**
 * Where checkpoints are written, the same for all of a store.
 *
 * @param file the file
 * @param layout where pages lie in it
 * @param table the pages in memory
 * @param space the pages that are free
 * @param durable the slots
 * @param states what the durable state's directory says
 * @param stamps gives stamps, none twice
 */
public record CheckpointTarget(
        StorageFile file,
        FileLayout layout,
        PageTable table,
        PageSpace space,
        DurableState durable,
        StoredStates states,
        LongSupplier stamps) {}
