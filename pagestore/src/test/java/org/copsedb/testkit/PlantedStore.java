package org.copsedb.testkit;

import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.pagestore.Version;
import org.copsedb.pagestore.checkpoint.Checkpoint;
import org.copsedb.pagestore.checkpoint.CheckpointJournal;
import org.copsedb.pagestore.checkpoint.CheckpointOwner;
import org.copsedb.pagestore.checkpoint.CheckpointSource;
import org.copsedb.pagestore.checkpoint.CheckpointTarget;
import org.copsedb.storage.StorageFile;

/** Page stores in whose steps a bug is planted. */
public enum PlantedStore {
    /** A checkpoint writes the slots while its pages are not durable. */
    PAGES_NOT_SYNCED,
    /** A checkpoint writes the first slot before its pages are durable. */
    SLOT_BEFORE_PAGES,
    /** A checkpoint writes the second slot while the first one is not durable. */
    FIRST_SLOT_NOT_SYNCED,
    /** A checkpoint gives pages back while the second slot is not durable. */
    SECOND_SLOT_NOT_SYNCED,
    /** A checkpoint never writes the first slot. */
    FIRST_SLOT_FORGOTTEN,
    /** A checkpoint never writes the second slot. */
    SECOND_SLOT_FORGOTTEN,
    /** A checkpoint writes the state to the first slot twice. */
    FIRST_SLOT_TWICE,
    /** A rollback to a savepoint forgets to bring back the pages given up since. */
    DEATHS_KEPT;

    /**
     * Opens a store with the bug.
     *
     * @param file its file
     * @param options its settings
     * @return the store
     */
    public PageStore open(StorageFile file, StoreOptions options) {
        return new Store(file, options, this);
    }

    private static final class Store extends PageStore {
        private final PlantedStore bug;

        Store(StorageFile file, StoreOptions options, PlantedStore bug) {
            super(file, options);
            this.bug = bug;
        }

        @Override
        protected StoreWriter makeWriter(Version base) {
            return new StoreWriter(this, base) {
                @Override
                protected void forgetDeaths(int keep) {
                    if (bug != DEATHS_KEPT) {
                        super.forgetDeaths(keep);
                    }
                }
            };
        }

        @Override
        protected Checkpoint makeCheckpoint(
                CheckpointTarget where, CheckpointSource source, CheckpointJournal commits, CheckpointOwner owner) {
            return new Steps(where, source, commits, owner);
        }

        private final class Steps extends Checkpoint {
            Steps(CheckpointTarget where, CheckpointSource source, CheckpointJournal commits, CheckpointOwner owner) {
                super(where, source, commits, owner);
            }

            @Override
            protected void syncPages() {
                if (bug == SLOT_BEFORE_PAGES) {
                    super.writeSlot(0);
                }
                if (bug != PAGES_NOT_SYNCED) {
                    super.syncPages();
                }
            }

            @Override
            protected void writeSlot(int number) {
                boolean isForgotten = bug == (number == 0 ? FIRST_SLOT_FORGOTTEN : SECOND_SLOT_FORGOTTEN);
                if (!isForgotten) {
                    super.writeSlot(bug == FIRST_SLOT_TWICE ? 0 : number);
                }
            }

            @Override
            protected void syncSlot(int number) {
                boolean isForgotten = bug == (number == 0 ? FIRST_SLOT_NOT_SYNCED : SECOND_SLOT_NOT_SYNCED);
                if (!isForgotten) {
                    super.syncSlot(number);
                }
            }
        }
    }
}
