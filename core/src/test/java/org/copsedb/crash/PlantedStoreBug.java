package org.copsedb.crash;

import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.DatabaseSteps;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.PlantedStore;

/**
 * Opens databases on stores in whose steps a bug is planted.
 *
 * @param store the bug
 */
record PlantedStoreBug(PlantedStore store) implements PlantedBug {
    @Override
    public Suite suite() {
        return Suite.POWER_CUTS;
    }

    @Override
    public Database open(StorageFile file, DatabaseOptions options) {
        return DatabaseSteps.open(file, options, store::open);
    }
}
