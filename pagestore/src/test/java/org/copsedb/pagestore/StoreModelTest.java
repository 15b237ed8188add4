package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BiFunction;
import org.copsedb.pagestore.cache.PageWriteQueue;
import org.copsedb.pagestore.checkpoint.Checkpoint;
import org.copsedb.pagestore.checkpoint.CheckpointJournal;
import org.copsedb.pagestore.checkpoint.CheckpointOwner;
import org.copsedb.pagestore.checkpoint.CheckpointSource;
import org.copsedb.pagestore.checkpoint.CheckpointTarget;
import org.copsedb.pagestore.region.BuddyAllocator;
import org.copsedb.pagestore.region.LivePages;
import org.copsedb.pagestore.region.LiveSet;
import org.copsedb.pagestore.region.Regions;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

/** The page store does what maps of pages do, and the model finds bugs that were planted. */
final class StoreModelTest {
    static final int PAGE_SIZE = 512;
    static final int REGION_PAGES = 64;
    private static final StoreOptions SMALL = new StoreOptions(PAGE_SIZE, REGION_PAGES, 16 << 10, false);

    /** At scale 1: 25 seeds of 2,000 operations, a twentieth of the long profile. */
    @Test
    void behavesLikeMapsOfPages() {
        long operations = SeededRuns.count(
                "page store", 25, seed -> new StoreModel(seed, file -> PageStore.open(file, SMALL)).run(2_000));
        assertTrue(operations > 0, "nothing was compared");
    }

    /** Publishes commits, and leaves it to checkpoints to make them durable. */
    private static class PublishingStore extends PageStore {
        PublishingStore(StorageFile file) {
            super(file, SMALL);
        }

        @Override
        void commitByCheckpoint(StoreCommit commit) {
            boolean isPlain = commit.restored() == null
                    && commit.savepoints().created().isEmpty()
                    && commit.savepoints().deleted().isEmpty();
            if (isPlain) {
                publish(commit);
            } else {
                super.commitByCheckpoint(commit);
            }
        }
    }

    /** At scale 1: 25 seeds of 2,000 operations, with the steps of checkpoints between them. */
    @Test
    void checkpointsMakeAPublishedVersionDurableWhileTheWriterGoesOn() {
        long operations = SeededRuns.count(
                "page store beside checkpoints",
                25,
                seed -> new StoreModel(seed, PublishingStore::new, true).run(2_000));
        assertTrue(operations > 0, "nothing was compared");
    }

    /** A store whose writers have a bug. */
    private static class BuggyStore extends PageStore {
        BuggyStore(StorageFile file) {
            super(file, SMALL);
        }
    }

    private static void isCaught(StoreModel.Opener opener) {
        assertThrows(
                Throwable.class,
                () -> {
                    for (long seed = 1; seed <= 20; seed++) {
                        new StoreModel(seed, opener).run(2_000);
                    }
                },
                "the model did not notice the bug");
    }

    @Test
    void catchesARollbackThatForgetsFreedPages() {
        isCaught(file -> new BuggyStore(file) {
            @Override
            protected StoreWriter makeWriter(Version base) {
                return new StoreWriter(this, base) {
                    @Override
                    protected void forgetDeaths(int keep) {
                        // Planted: they stay dead.
                    }
                };
            }
        });
    }

    @Test
    void catchesARestoreThatLeavesAPageDead() {
        isCaught(file -> new BuggyStore(file) {
            @Override
            protected StoreWriter makeWriter(Version base) {
                return new StoreWriter(this, base) {
                    @Override
                    public void restore(StoreSavepoint savepoint, PageList kept) {
                        PageList back = savepoint.state().difference(liveState());
                        PageList forgotten = new PageList();
                        if (!back.isEmpty()) {
                            forgotten.add(back.get(0));
                        }
                        super.restore(savepoint, forgotten);
                    }
                };
            }
        });
    }

    @Test
    void catchesAMarkThatDoesNotAdvanceTheStamp() {
        isCaught(file -> new BuggyStore(file) {
            private boolean marking;
            private long last;

            @Override
            long nextStamp() {
                last = marking ? last : super.nextStamp();
                return last;
            }

            @Override
            protected StoreWriter makeWriter(Version base) {
                return new StoreWriter(this, base) {
                    @Override
                    public int mark() {
                        marking = true;
                        try {
                            return super.mark();
                        } finally {
                            marking = false;
                        }
                    }
                };
            }
        });
    }

    private static void isCaughtInWriters(BiFunction<PageStore, Version, StoreWriter> writers) {
        isCaught(file -> new BuggyStore(file) {
            @Override
            protected StoreWriter makeWriter(Version base) {
                return writers.apply(this, base);
            }
        });
    }

    /** A page that was written early is edited in place, or its number used again, under the same stamp. */
    @Test
    void catchesAnEarlyWriteThatDoesNotAdvanceTheStamp() {
        isCaughtInWriters((store, base) -> new StoreWriter(store, base) {
            @Override
            protected long stampAfterEarlyWrite() {
                return stamp();
            }
        });
    }

    @Test
    void catchesAnEarlyWriteThatLeavesAPageOut() {
        isCaughtInWriters((store, base) -> new StoreWriter(store, base) {
            @Override
            protected void write(PageWriteQueue writes, PageList pages) {
                PageList some = new PageList();
                pages.forEach(page -> {
                    if (page % 16 != 5) {
                        some.add(page);
                    }
                });
                super.write(writes, some);
            }
        });
    }

    @Test
    void catchesAPageThatIsFreedWhileAReaderSeesIt() {
        isCaught(file -> new BuggyStore(file) {
            @Override
            public VersionPin pinHead() {
                VersionPin pin = super.pinHead();
                pin.close();
                return pin;
            }
        });
    }

    /** The allocators also hold pages that wait for readers, and those of the transaction in flight. */
    @Test
    void catchesAStateThatIsTakenFromTheAllocators() {
        isCaught(file -> new BuggyStore(file) {
            @Override
            SavepointState liveState() {
                return rawState(regions());
            }
        });
    }

    private static SavepointState rawState(Regions regions) {
        LivePages[] states = new LivePages[regions.count()];
        for (int number = 0; number < states.length; number++) {
            BuddyAllocator allocator = regions.region(number).allocator();
            LiveSet allocated = new LiveSet(allocator.capacity());
            allocator.forEachAllocated(allocated::add);
            states[number] = allocated.capture();
        }
        return new SavepointState(states);
    }

    private static void isCaughtBesideCheckpoints(StoreModel.Opener opener) {
        assertThrows(
                Throwable.class,
                () -> {
                    for (long seed = 1; seed <= 20; seed++) {
                        new StoreModel(seed, opener, true).run(2_000);
                    }
                },
                "the model did not notice the bug");
    }

    @Test
    void catchesACheckpointThatLeavesAPageOut() {
        isCaughtBesideCheckpoints(file -> new PublishingStore(file) {
            @Override
            protected Checkpoint makeCheckpoint(
                    CheckpointTarget where, CheckpointSource source, CheckpointJournal commits, CheckpointOwner owner) {
                return new Checkpoint(where, source, commits, owner) {
                    @Override
                    protected boolean isToWrite(long page) {
                        return super.isToWrite(page) && page % 16 != 5;
                    }
                };
            }
        });
    }

    @Test
    void catchesACheckpointThatWritesNoSlot() {
        isCaughtBesideCheckpoints(file -> new PublishingStore(file) {
            @Override
            protected Checkpoint makeCheckpoint(
                    CheckpointTarget where, CheckpointSource source, CheckpointJournal commits, CheckpointOwner owner) {
                return new Checkpoint(where, source, commits, owner) {
                    @Override
                    protected void writeSlot(int number) {
                        // Planted: the state before stays in force.
                    }
                };
            }
        });
    }

    @Test
    void catchesAStoreWhoseCheckpointsForgetSavepoints() {
        isCaughtBesideCheckpoints(file -> new PublishingStore(file) {
            @Override
            protected Checkpoint makeCheckpoint(
                    CheckpointTarget where, CheckpointSource source, CheckpointJournal commits, CheckpointOwner owner) {
                CheckpointSource forgetful = new CheckpointSource(
                        source.version(),
                        source.live(),
                        source.kept(),
                        List.of(),
                        source.dirty(),
                        source.journalPosition());
                return new Checkpoint(where, forgetful, commits, owner);
            }
        });
    }
}
