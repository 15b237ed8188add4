package org.copsedb.crash;

import java.util.function.Consumer;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.DatabaseSteps;
import org.copsedb.pagestore.JournalContent;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.StorePending;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.pagestore.Version;
import org.copsedb.storage.StorageFile;
import org.copsedb.transaction.RecordedFates;
import org.jspecify.annotations.Nullable;

/** Bugs in what the journal is told of tables. */
@SuppressWarnings("ImmutableEnumChecker") // functions without a state
enum PlantedTableBug implements PlantedBug {
    /** That a table was dropped is not recorded. */
    DROP_NOT_RECORDED(RecordedFates::hideDrops),
    /** The wrong name is recorded for a table that was renamed. */
    WRONG_NAME_RECORDED(RecordedFates::falsifyNames);

    private final Consumer<JournalContent> falsify;

    PlantedTableBug(Consumer<JournalContent> falsify) {
        this.falsify = falsify;
    }

    @Override
    public Suite suite() {
        return Suite.POWER_CUTS;
    }

    @Override
    public CrashFamily family() {
        return CrashFamily.TABLE_NAMES;
    }

    @Override
    public Database open(StorageFile file, DatabaseOptions options) {
        return DatabaseSteps.open(file, options, (storage, settings) -> new Store(storage, settings, falsify));
    }

    private static final class Store extends PageStore {
        private final Consumer<JournalContent> falsify;

        Store(StorageFile file, StoreOptions options, Consumer<JournalContent> falsify) {
            super(file, options);
            this.falsify = falsify;
        }

        @Override
        protected StoreWriter makeWriter(Version base) {
            return new StoreWriter(this, base) {
                @Override
                public @Nullable StorePending commit(
                        PageReference userRoot, PageReference systemRoot, JournalContent content) {
                    falsify.accept(content);
                    return super.commit(userRoot, systemRoot, content);
                }
            };
        }
    }
}
