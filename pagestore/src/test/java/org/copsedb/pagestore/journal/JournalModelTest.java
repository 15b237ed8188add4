package org.copsedb.pagestore.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongFunction;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

/** A journal keeps its promises through power cuts and damage, and the model finds bugs that were planted. */
final class JournalModelTest {
    private static final int CUTS = 40;

    /** At scale 1: 80 seeds of 40 cuts. */
    @Test
    void keepsWhatWasAcknowledged() {
        SeededRuns.count("journal model", 80, seed -> new JournalModel(seed).run(CUTS));
    }

    private static void isCaught(LongFunction<JournalModel> model) {
        assertTrue(
                SeededRuns.findsPlantedError(60, seed -> model.apply(seed).run(CUTS)),
                "the model did not notice the bug");
    }

    /** A model of a journal with a bug. */
    private abstract static class Buggy extends JournalModel {
        Buggy(long seed) {
            super(seed);
        }

        abstract Journal bug(StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options);

        @Override
        Journal makeJournal(StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options) {
            return bug(file, layout, source, options);
        }
    }

    @Test
    void catchesRecordsThatAreNotWaitedFor() {
        isCaught(seed -> new Buggy(seed) {
            @Override
            Journal bug(StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options) {
                return new Journal(file, layout, source, options) {
                    @Override
                    protected void write(long position, byte[] bytes, int length) {
                        chain().write(position, bytes, 0, length); // Planted: not durably.
                    }
                };
            }
        });
    }

    @Test
    void catchesExtentsThatAreLinkedBeforeTheyAreDurable() {
        isCaught(seed -> new Buggy(seed) {
            @Override
            Journal bug(StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options) {
                return new Journal(file, layout, source, options) {
                    @Override
                    protected void syncExtent() {
                        // Planted: the header may be lost.
                    }
                };
            }
        });
    }

    @Test
    void catchesRecordsThatPassTheMiddleOfAnExtentWithoutALink() {
        isCaught(seed -> new Buggy(seed) {
            @Override
            Journal bug(StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options) {
                return new Journal(file, layout, source, options) {
                    @Override
                    protected long writableEnd() {
                        return chain().end(); // Planted: up to the end.
                    }
                };
            }
        });
    }

    @Test
    void catchesCommitsThatAreVisibleTooEarly() {
        isCaught(seed -> new JournalModel(seed) {
            @Override
            GroupCommit makeCommits(Journal target, long number) {
                return new GroupCommit(target, number) {
                    @Override
                    protected boolean mayPublish(PendingCommit commit, long durable) {
                        return true; // Planted: before it is durable, if another is.
                    }
                };
            }
        });
    }

    @Test
    void catchesAReaderThatTakesDamageForATornTail() {
        isCaught(seed -> new JournalModel(seed) {
            @Override
            JournalReader makeReaderOfDamage(JournalChain chain, long position, long lastNumber) {
                return new JournalReader(chain, position, lastNumber) {
                    @Override
                    protected boolean isEvidence(long number, long durableNumber) {
                        return false; // Planted: the records behind it prove nothing.
                    }
                };
            }
        });
    }

    @Test
    void catchesAReaderThatTakesATornTailForDamage() {
        isCaught(seed -> new JournalModel(seed) {
            @Override
            JournalReader makeReader(JournalChain chain, long position, long lastNumber) {
                return new JournalReader(chain, position, lastNumber) {
                    @Override
                    protected boolean isEvidence(long number, long durableNumber) {
                        return number > lastNumber(); // Planted: any record behind it proves damage.
                    }
                };
            }
        });
    }
}
