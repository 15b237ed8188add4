package org.copsedb.crash;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.copsedb.crash.ReferenceFile.Made;
import org.copsedb.testkit.Fault;
import org.jspecify.annotations.Nullable;

/** The suites that must find planted bugs. Each runs the first part of what its test runs at scale 1. */
enum Suite {
    /** {@link CrashTest}. */
    POWER_CUTS {
        @Override
        void run(DatabaseOpener opener) {
            CrashSetting setting = CrashSetting.quick().with(opener);
            if (opener instanceof PlantedBug bug) {
                IntStream.rangeClosed(1, SEEDS)
                        .parallel()
                        .forEach(seed -> bug.family().run(setting, seed, new CrashCounts()));
            }
            IntStream.rangeClosed(1, SEEDS)
                    .boxed()
                    .flatMap(seed -> Stream.of(CrashFamily.values()).map(family -> new CrashRun(family, seed)))
                    .toList()
                    .parallelStream()
                    .forEach(run -> run.family().run(setting, run.seed(), new CrashCounts()));
        }
    },
    /** {@link FaultTest}. */
    FAULTS {
        @Override
        void run(DatabaseOpener opener) {
            for (FaultScenario scenario : FaultScenario.values()) {
                List<Fault> faults = FaultTest.faults(opener, scenario, 1);
                faults.parallelStream().forEach(fault -> new FaultRun(opener, scenario, fault, 1).run());
            }
        }
    },
    /** {@link CorruptionTest}. */
    DAMAGE {
        @Override
        void run(DatabaseOpener opener) {
            for (ReferenceFile kind : ReferenceFile.values()) {
                Made file = kind.make();
                DamageCheck check = new DamageCheck(opener, kind.options(), file.content());
                CorruptionTest.damagePages(kind, file, check);
                for (int at = 0; at < file.image().size(); at += 7) {
                    check.check(CorruptionTest.flipped(file.image(), at, at % 8));
                }
            }
        }
    };

    private static final int SEEDS = 6;

    private record CrashRun(CrashFamily family, int seed) {}

    /**
     * Runs the suite.
     *
     * @throws Throwable whatever it finds
     */
    abstract void run(DatabaseOpener opener) throws Throwable;

    /** Returns what the suite finds; null if it finds nothing. */
    @Nullable
    Throwable finding(DatabaseOpener opener) {
        try {
            run(opener);
            return null;
        } catch (Throwable found) {
            return found;
        }
    }
}
