package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

/** The page store does what maps of pages do, and the model finds bugs that were planted. */
final class StoreModelTest {
    private static final StoreOptions SMALL = new StoreOptions(512, 64, 16 << 10, false);

    /** At scale 1: 25 seeds of 2,000 operations. */
    private static void run(StoreModel.Opener opener) {
        long[] operations = {0};
        long seeds = SeededRuns.repeat(25, seed -> operations[0] += new StoreModel(seed, opener).run(2_000));
        System.out.println("StoreModelTest: " + operations[0] + " operations, " + seeds + " seeds");
    }

    @Test
    void behavesLikeMapsOfPages() {
        run((file, reachable) -> PageStore.open(file, SMALL, reachable));
    }

    /** A store whose writers have a bug. */
    private static class BuggyStore extends PageStore {
        BuggyStore(StorageFile file, ReachablePages reachable) {
            super(file, SMALL, reachable);
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
        isCaught((file, reachable) -> new BuggyStore(file, reachable) {
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
        isCaught((file, reachable) -> new BuggyStore(file, reachable) {
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
        isCaught((file, reachable) -> new BuggyStore(file, reachable) {
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

    @Test
    void catchesAPageThatIsFreedWhileAReaderSeesIt() {
        isCaught((file, reachable) -> new BuggyStore(file, reachable) {
            @Override
            public VersionPin pinHead() {
                VersionPin pin = super.pinHead();
                pin.close();
                return pin;
            }
        });
    }
}
