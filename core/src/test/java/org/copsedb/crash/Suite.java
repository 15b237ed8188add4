package org.copsedb.crash;

import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.copsedb.crash.ReferenceFile.Made;
import org.copsedb.testkit.Fault;

/** The suites that must find planted bugs. Each runs the first part of what its test runs at scale 1. */
enum Suite {
    /** {@link CrashTest}. */
    POWER_CUTS {
        @Override
        Stream<Trial> trials(PlantedBug bug) {
            Stream<Trial> first = IntStream.concat(
                            IntStream.of(bug.seed()),
                            IntStream.rangeClosed(1, SEEDS).filter(seed -> seed != bug.seed()))
                    .mapToObj(seed -> powerCuts(bug.family(), seed));
            Stream<Trial> others = IntStream.rangeClosed(1, SEEDS)
                    .boxed()
                    .flatMap(seed -> Stream.of(CrashFamily.values())
                            .filter(family -> family != bug.family())
                            .map(family -> powerCuts(family, seed)));
            return Stream.concat(first, others);
        }
    },
    /** {@link FaultTest}. The first calls of every kind come first. */
    FAULTS {
        @Override
        Stream<Trial> trials(PlantedBug bug) {
            return Stream.of(FaultScenario.values())
                    .flatMap(scenario -> FaultTest.faults(bug, scenario, 1).stream()
                            .sorted(Comparator.comparingInt(Fault::number))
                            .map(fault -> new Trial(
                                    scenario + " with " + fault,
                                    opener -> new FaultRun(opener, scenario, fault, 1).run())));
        }
    },
    /** {@link CorruptionTest}. */
    DAMAGE {
        @Override
        Stream<Trial> trials(PlantedBug bug) {
            return Stream.concat(
                            Stream.of(bug.file()),
                            Stream.of(ReferenceFile.values()).filter(kind -> kind != bug.file()))
                    .flatMap(kind -> Stream.of(
                            new Trial(kind + " with damaged pages", opener -> damagePages(opener, kind)),
                            new Trial(kind + " with damaged bits", opener -> damageBits(opener, kind))));
        }
    };

    private static final int SEEDS = 6;
    private static final int STRIDE = 7;

    /** Returns the parts of the suite, those first that should find the bug. */
    abstract Stream<Trial> trials(PlantedBug bug);

    private static Trial powerCuts(CrashFamily family, int seed) {
        return new Trial(
                family + " of seed " + seed,
                opener -> family.run(CrashSetting.quick().with(opener), seed, new CrashCounts()));
    }

    private static void damagePages(DatabaseOpener opener, ReferenceFile kind) {
        Made file = kind.make();
        CorruptionTest.damagePages(kind, file, new DamageCheck(opener, kind.options(), file.content()));
    }

    private static void damageBits(DatabaseOpener opener, ReferenceFile kind) {
        Made file = kind.make();
        DamageCheck check = new DamageCheck(opener, kind.options(), file.content());
        for (int at = 0; at < file.image().size(); at += STRIDE) {
            check.check(CorruptionTest.flipped(file.image(), at, at % Byte.SIZE));
        }
    }
}
