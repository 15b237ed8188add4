package org.copsedb.testkit;

import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.StoreParts;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.pagestore.Version;
import org.copsedb.pagestore.cache.PageTable;
import org.copsedb.pagestore.cache.PageWriteQueue;
import org.copsedb.pagestore.checkpoint.Checkpoint;
import org.copsedb.pagestore.checkpoint.CheckpointJournal;
import org.copsedb.pagestore.checkpoint.CheckpointOwner;
import org.copsedb.pagestore.checkpoint.CheckpointSource;
import org.copsedb.pagestore.checkpoint.CheckpointTarget;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.journal.ExtentSource;
import org.copsedb.pagestore.journal.Journal;
import org.copsedb.pagestore.journal.JournalChain;
import org.copsedb.pagestore.journal.JournalOptions;
import org.copsedb.pagestore.journal.JournalReader;
import org.copsedb.pagestore.journal.JournalStart;
import org.copsedb.pagestore.reclaim.PageLifetimes;
import org.copsedb.pagestore.reclaim.PinnedVersions;
import org.copsedb.pagestore.region.FileLayout;
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
    DEATHS_KEPT,
    /** After an early write the stamp stays: pages are edited in place and numbers used again under it. */
    EARLY_STAMP_KEPT,
    /** An early write leaves some pages out. */
    EARLY_PAGE_FORGOTTEN,
    /** Some dirty pages count as clean from the beginning. */
    DIRTY_PAGE_FORGOTTEN,
    /** Some pages stay dirty though the file holds them. */
    PAGE_NEVER_CLEANED,
    /** Dead pages are given back one version early. */
    PAGES_FREED_EARLY,
    /** Dead pages count as born after the version that bore them. */
    BIRTHS_MISTAKEN,
    /** An opened file goes on with stamps that pages in it may have. */
    STAMPS_REUSED,
    /** A checkpoint gives the journal's extents back before a slot names the new start of the journal. */
    JOURNAL_RELEASED_EARLY,
    /** An extent of the journal is linked before it is durable. */
    EXTENT_NOT_SYNCED,
    /** Records pass the middle of an extent before the link to the next one is durable. */
    JOURNAL_PAST_MIDDLE,
    /** Whatever stands behind the end of the journal is taken for damage. */
    TORN_TAIL_TAKEN_FOR_DAMAGE,
    /** Damage in the middle of the journal is taken for its end. */
    DAMAGE_TAKEN_FOR_TORN_TAIL,
    /** The replay leaves out what some records say. */
    REPLAY_SKIPS_RECORDS;

    private static final int SOME = 16;
    private static final int CHOSEN = 5;

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

    private StoreParts parts() {
        return new BuggyParts(this);
    }

    private static final class BuggyParts extends StoreParts {
        private final PlantedStore bug;

        BuggyParts(PlantedStore bug) {
            this.bug = bug;
        }

        @Override
        protected PageTable makeTable(long budget) {
            return new PageTable(budget) {
                @Override
                public void putDirty(long basePage, byte[] page) {
                    super.putDirty(basePage, page);
                    if (bug == DIRTY_PAGE_FORGOTTEN && basePage % SOME == CHOSEN) {
                        super.clean(basePage);
                    }
                }

                @Override
                public void clean(long basePage) {
                    if (bug != PAGE_NEVER_CLEANED || basePage % SOME != CHOSEN) {
                        boolean isForgotten = bug == DIRTY_PAGE_FORGOTTEN && findDirty(basePage) == null;
                        if (!isForgotten) {
                            super.clean(basePage);
                        }
                    }
                }
            };
        }

        @Override
        protected Journal makeJournal(
                StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options) {
            return new Journal(file, layout, source, options) {
                @Override
                protected void syncExtent() {
                    if (bug != EXTENT_NOT_SYNCED) {
                        super.syncExtent();
                    }
                }

                @Override
                protected long writableEnd() {
                    return bug == JOURNAL_PAST_MIDDLE ? chain().end() : super.writableEnd();
                }
            };
        }

        @Override
        protected JournalReader makeReader(JournalChain chain, long position, long lastNumber) {
            return new JournalReader(chain, position, lastNumber) {
                @Override
                protected boolean isEvidence(long number, long durableNumber) {
                    if (bug == TORN_TAIL_TAKEN_FOR_DAMAGE) {
                        return number > lastNumber();
                    }
                    return bug != DAMAGE_TAKEN_FOR_TORN_TAIL && super.isEvidence(number, durableNumber);
                }

                @Override
                public byte[] content() {
                    // The offset of an empty list of tables, and no operation.
                    boolean isLeftOut = bug == REPLAY_SKIPS_RECORDS && lastNumber() % 4 == 3;
                    return isLeftOut ? new byte[] {4, 0, 0, 0} : super.content();
                }
            };
        }

        @Override
        protected PageLifetimes makeLifetimes(PinnedVersions pins) {
            return new PageLifetimes(pins) {
                @Override
                protected long endOfLife(long watermark) {
                    return bug == PAGES_FREED_EARLY ? watermark - 1 : super.endOfLife(watermark);
                }

                @Override
                protected long firstVersion(long birth) {
                    return bug == BIRTHS_MISTAKEN ? birth + 1 : super.firstVersion(birth);
                }
            };
        }

        @Override
        protected long lastStamp(CheckpointSlot slot) {
            return bug == STAMPS_REUSED ? slot.watermark() : super.lastStamp(slot);
        }
    }

    /** A journal that gives extents back when it is asked for a new start. */
    private record HastyJournal(CheckpointJournal journal) implements CheckpointJournal {
        @Override
        public void flushTo(long commitNumber) {
            journal.flushTo(commitNumber);
        }

        @Override
        public JournalStart startAt(long position) {
            JournalStart start = journal.startAt(position);
            journal.releaseBefore(position);
            return start;
        }

        @Override
        public PageList extents() {
            return journal.extents();
        }

        @Override
        public void releaseBefore(long position) {
            journal.releaseBefore(position);
        }
    }

    private static final class Store extends PageStore {
        private final PlantedStore bug;

        Store(StorageFile file, StoreOptions options, PlantedStore bug) {
            super(file, options, bug.parts());
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

                @Override
                protected long stampAfterEarlyWrite() {
                    return bug == EARLY_STAMP_KEPT ? stamp() : super.stampAfterEarlyWrite();
                }

                @Override
                protected void write(PageWriteQueue writes, PageList pages) {
                    PageList some = new PageList();
                    pages.forEach(page -> {
                        if (bug != EARLY_PAGE_FORGOTTEN || page % SOME != CHOSEN) {
                            some.add(page);
                        }
                    });
                    super.write(writes, some);
                }
            };
        }

        @Override
        protected Checkpoint makeCheckpoint(
                CheckpointTarget where, CheckpointSource source, CheckpointJournal commits, CheckpointOwner owner) {
            return new Steps(where, source, bug == JOURNAL_RELEASED_EARLY ? new HastyJournal(commits) : commits, owner);
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
