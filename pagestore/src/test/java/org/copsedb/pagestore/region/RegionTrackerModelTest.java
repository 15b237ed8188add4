package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the tracker with a naive model, and plants errors to see that the comparison finds them. */
class RegionTrackerModelTest {
    private static final int SEEDS = 200;

    @Test
    void behavesAsTheModel() {
        long operations = SeededRuns.count("region tracker", SEEDS, seed -> run(seed, RegionTracker::new));
        assertTrue(operations > 0, "nothing was compared");
    }

    private static long run(long seed, RegionTrackerModel.Factory factory) {
        SplittableRandom random = new SplittableRandom(seed);
        int regions = random.nextInt(random.nextInt(10) == 0 ? 5_000 : 200);
        int orders = 1 + random.nextInt(RegionTracker.MAXIMUM_ORDERS);
        return new RegionTrackerModel(random, regions, orders, factory).run(1_000);
    }

    @ParameterizedTest
    @EnumSource
    void findsPlantedErrors(PlantedError error) {
        assertTrue(SeededRuns.findsPlantedError(SEEDS, seed -> run(seed, error::create)));
    }

    /** What could be wrong with a tracker. */
    enum PlantedError {
        FULL_FOR_LARGER_ORDERS_ONLY {
            @Override
            RegionTracker create(int regions, int orders) {
                return new RegionTracker(regions, orders) {
                    @Override
                    public void markFull(int order, int region) {
                        super.markFull(Math.min(order + 1, orders - 1), region);
                    }
                };
            }
        },
        FREE_FOR_THE_NEXT_ORDER_TOO {
            @Override
            RegionTracker create(int regions, int orders) {
                return new RegionTracker(regions, orders) {
                    @Override
                    public void markFree(int order, int region) {
                        super.markFree(Math.min(order + 1, orders - 1), region);
                    }
                };
            }
        },
        NEW_REGIONS_FREE {
            @Override
            RegionTracker create(int regions, int orders) {
                return new RegionTracker(regions, orders) {
                    @Override
                    public void expand(int newRegions) {
                        int before = length();
                        super.expand(newRegions);
                        for (int region = before; region < newRegions; region++) {
                            markFree(0, region);
                        }
                    }
                };
            }
        };

        abstract RegionTracker create(int regions, int orders);
    }

    @Test
    void readsEveryByteOrRefusesIt() {
        SeededRuns.repeat(50, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int orders = 1 + random.nextInt(5);
            RegionTracker tracker = new RegionTracker(1 + random.nextInt(70), orders);
            for (int i = 0; i < 20; i++) {
                tracker.markFree(random.nextInt(orders), random.nextInt(tracker.length()));
            }
            byte[] bytes = tracker.toBytes();
            for (int at = 0; at < bytes.length; at++) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                requireReadOrRefused(changed);
                assertThrows(
                        CorruptFileException.class,
                        () -> RegionTracker.fromBytes(Arrays.copyOf(bytes, bytes.length - 1)));
            }
        });
    }

    /** A changed hint is another hint; whatever else changes is refused. */
    private static void requireReadOrRefused(byte[] bytes) {
        RegionTracker read;
        try {
            read = RegionTracker.fromBytes(bytes);
        } catch (CorruptFileException refusal) {
            assertTrue(refusal.getMessage() != null && !refusal.getMessage().isEmpty());
            return;
        }
        byte[] again = read.toBytes();
        assertArrayEquals(Arrays.copyOf(bytes, again.length), again);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new RegionTracker(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new RegionTracker((1 << 20) + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new RegionTracker(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new RegionTracker(1, 22));
        RegionTracker tracker = new RegionTracker(1 << 20, 21);
        tracker.markFree(20, (1 << 20) - 1);
        assertEquals((1 << 20) - 1, tracker.findFree(20));
        assertThrows(IllegalArgumentException.class, () -> tracker.expand((1 << 20) + 1));
        assertThrows(IllegalStateException.class, () -> tracker.expand((1 << 20) - 1));
    }
}
