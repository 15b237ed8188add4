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
        return store == PlantedStore.DAMAGE_TAKEN_FOR_TORN_TAIL ? Suite.DAMAGE : Suite.POWER_CUTS;
    }

    @Override
    public CrashFamily family() {
        return switch (store) {
            case EARLY_STAMP_KEPT, EARLY_PAGE_FORGOTTEN, PAGE_NEVER_CLEANED, STAMPS_REUSED -> CrashFamily.EARLY_WRITES;
            case SECOND_SLOT_NOT_SYNCED -> CrashFamily.REOPENING;
            case DEATHS_KEPT -> CrashFamily.SAVEPOINTS;
            case DIRTY_PAGE_FORGOTTEN -> CrashFamily.LARGE_VALUES;
            case PAGES_FREED_EARLY -> CrashFamily.READERS;
            case TORN_TAIL_TAKEN_FOR_DAMAGE, REPLAY_SKIPS_RECORDS -> CrashFamily.RECOVERY;
            case EXTENT_NOT_SYNCED, JOURNAL_RELEASED_EARLY, JOURNAL_PAST_MIDDLE -> CrashFamily.JOURNAL_EXTENTS;
            default -> CrashFamily.COMMITS;
        };
    }

    @Override
    public int seed() {
        return switch (store) {
            case PAGE_NEVER_CLEANED -> 3;
            case SECOND_SLOT_NOT_SYNCED -> 4;
            default -> 1;
        };
    }

    @Override
    public ReferenceFile file() {
        return ReferenceFile.JOURNALED;
    }

    @Override
    public Database open(StorageFile file, DatabaseOptions options) {
        return DatabaseSteps.open(file, options, store::open);
    }
}
