package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.copsedb.testkit.SeededRuns;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares live sets with a naive model, and plants errors to see that the comparison finds them. */
class LiveSetModelTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 63, 64, 65, 100, 4095, 4096, 4097, 8192, 20_000, 65_536})
    void behavesAsTheModel(int capacity) {
        int steps = Math.min(2_000, 200 + capacity);
        SeededRuns.repeat(10, seed -> new LiveSetModel(seed, capacity, LiveSet::new).run(steps));
    }

    @Test
    void behavesAsTheModelInTheLargestRegion() {
        SeededRuns.repeat(1, seed -> new LiveSetModel(seed, 1 << 20, LiveSet::new).run(1_000));
    }

    @Test
    void findsChunksThatAreCopiedBehindASharedArray() {
        assertTrue(
                SeededRuns.findsPlantedError(10, seed -> new LiveSetModel(seed, 8192, ArrayNotCopied::new).run(2_000)));
    }

    /** Planted error: a changed chunk is copied, but stored into the array that a capture shares. */
    private static final class ArrayNotCopied extends LiveSet {
        ArrayNotCopied(LivePages pages) {
            super(pages);
        }

        @Override
        long[] @Nullable [] copyChunks(long[] @Nullable [] shared) {
            return shared;
        }
    }
}
