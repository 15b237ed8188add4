package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.copsedb.testkit.Fault;
import org.copsedb.testkit.FaultyStorageFile;
import org.copsedb.testkit.FileCall;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise P6: every call of the disk fails once in every way, for ever, or once before the power is cut. */
final class FaultTest {
    /** At a smaller scale one fault in so many runs, another one with each seed. */
    private static final int STRIDE = (int) Math.max(1, Math.round(1 / TestScale.scale()));

    @ParameterizedTest
    @EnumSource
    void everyCallFailsInEveryWay(FaultScenario scenario) {
        long seed = Long.getLong("copsedb.seed", 1);
        List<Fault> faults = faults(DatabaseOpener.sound(), scenario, seed);
        IntStream.range(0, faults.size())
                .filter(number -> number % STRIDE == seed % STRIDE)
                .parallel()
                .forEach(number -> run(scenario, faults.get(number), seed));
        System.out.println(scenario + ": " + faults.size() / STRIDE + " faults of " + faults.size());
        assertTrue(faults.size() > 500, () -> "only " + faults.size() + " faults");
    }

    /** Returns every way in which every call of a scenario can fail. */
    static List<Fault> faults(DatabaseOpener opener, FaultScenario scenario, long seed) {
        FaultRun sound = new FaultRun(opener, scenario, null, seed);
        sound.run();
        FaultyStorageFile file = sound.file();
        List<Fault> faults = new ArrayList<>();
        for (FileCall call : FileCall.values()) {
            for (int number = 1; number <= file.count(call); number++) {
                for (Fault.Kind kind : Fault.Kind.values()) {
                    if (kind.appliesTo(call)) {
                        for (Fault.Duration duration : Fault.Duration.values()) {
                            faults.add(new Fault(call, number, kind, duration));
                        }
                    }
                }
            }
        }
        return faults;
    }

    private static void run(FaultScenario scenario, Fault fault, long seed) {
        try {
            new FaultRun(DatabaseOpener.sound(), scenario, fault, seed).run();
        } catch (Throwable broken) {
            throw new AssertionError(
                    scenario + " with -Dcopsedb.seed=" + seed + " and " + fault + ": " + broken, broken);
        }
    }
}
