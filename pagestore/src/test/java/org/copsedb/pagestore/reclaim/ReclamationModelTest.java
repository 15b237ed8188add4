package org.copsedb.pagestore.reclaim;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

/** Compares reclamation with a naive model, and plants errors to see that the comparison finds them. */
class ReclamationModelTest {
    private static void run(int seeds, Function<PinnedVersions, PageLifetimes> factory) {
        SeededRuns.repeat(seeds, seed -> {
            ReclamationModel model = new ReclamationModel(seed, factory);
            model.run(1_000);
            assertTrue(model.restores() > 5);
            model.checkRefusals();
        });
    }

    @Test
    void freesWhatNobodySeesAndNothingElse() {
        run(100, PageLifetimes::new);
    }

    @Test
    void findsPagesThatAreFreedOneVersionEarly() {
        assertFound(pins -> new PageLifetimes(pins) {
            @Override
            protected long endOfLife(long watermark) {
                return watermark - 1;
            }
        });
    }

    @Test
    void findsPagesThatAreNotSeenByTheVersionThatBoreThem() {
        assertFound(pins -> new PageLifetimes(pins) {
            @Override
            protected long firstVersion(long birth) {
                return birth + 1;
            }
        });
    }

    @Test
    void findsPagesThatAreKeptForTheVersionBeforeTheirBirth() {
        assertFound(pins -> new PageLifetimes(pins) {
            @Override
            protected long firstVersion(long birth) {
                return birth - 1;
            }
        });
    }

    @Test
    void findsRestoresThatForgetTheEarlierLife() {
        assertFound(pins -> new PageLifetimes(pins) {
            @Override
            LifeStart continueLife(LifeStart start, long last, long watermark) {
                return new LifeStart(watermark, null);
            }
        });
    }

    @Test
    void findsRestoresThatKeepWhatWasDeadMeanwhile() {
        assertFound(pins -> new PageLifetimes(pins) {
            @Override
            LifeStart continueLife(LifeStart start, long last, long watermark) {
                return start;
            }
        });
    }

    private static void assertFound(Function<PinnedVersions, PageLifetimes> faulty) {
        assertThrows(AssertionError.class, () -> run(20, faulty));
    }
}
