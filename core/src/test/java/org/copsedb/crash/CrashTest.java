package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promises P1, P2 and P10: after a power cut at any change of the disk, whatever sectors are kept, the file opens in a
 * committed version that is not older than the last acknowledged one, all its pages are accounted for, and it goes on
 * working; also if the power is cut again during the recovery.
 *
 * <p>System properties: {@code copsedb.seed} runs one seed of each family, {@code copsedb.family} one family only;
 * {@code minutes} runs on with fresh seeds for so long in all, from {@code copsedb.firstSeed} on, and appends the
 * counts to the file that {@code copsedb.results} names.
 */
final class CrashTest {
    /** Images in all families together at scale 1. */
    private static final int IMAGES = 102_000;

    private static final long MINUTES = Long.getLong("minutes", 0);

    @ParameterizedTest
    @MethodSource("families")
    void aPowerCutLeavesACommittedVersion(CrashFamily family) {
        int families = families().size();
        if (MINUTES > 0) {
            new CrashSeeds(family, CrashSetting.thorough()).runFor(MINUTES * 60_000_000_000L / families);
            return;
        }
        int quota = TestScale.times(IMAGES * weight(family) / totalWeight());
        CrashCounts counts = new CrashSeeds(family, CrashSetting.quick()).runUntil(quota);
        assertTrue(Long.getLong("copsedb.seed") != null || counts.images.sum() >= quota, counts::toString);
    }

    private static int weight(CrashFamily family) {
        return family.isSlow() ? 1 : 4;
    }

    private static int totalWeight() {
        return families().stream().mapToInt(CrashTest::weight).sum();
    }

    static List<CrashFamily> families() {
        String only = System.getProperty("copsedb.family");
        return only == null ? List.of(CrashFamily.values()) : List.of(CrashFamily.valueOf(only));
    }
}
