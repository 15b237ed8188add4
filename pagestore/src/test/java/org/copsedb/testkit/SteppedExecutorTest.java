package org.copsedb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The executor runs what it is told when it is told, the same for the same seed. */
class SteppedExecutorTest {
    private static String order(long seed) {
        var executor = new SteppedExecutor(new SplittableRandom(seed));
        StringBuilder order = new StringBuilder();
        for (char name = 'a'; name < 'd'; name++) {
            char step = name;
            executor.execute(() -> order.append(step));
        }
        executor.runAll(3);
        return order.toString();
    }

    @Test
    void anyOrderMayComeAndASeedDecides() {
        Set<String> orders = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            orders.add(order(seed));
            assertEquals(order(seed), order(seed));
        }
        assertEquals(6, orders.size());
    }

    @Test
    void nothingRunsByItself() {
        var executor = new SteppedExecutor(new SplittableRandom(1));
        int[] runs = {0};
        executor.execute(() -> runs[0]++);
        assertEquals(0, runs[0]);
        assertEquals(1, executor.waiting());
        assertTrue(executor.runOne());
        assertEquals(1, runs[0]);
        assertFalse(executor.runOne());
    }

    @Test
    void someIsAnythingFromNoneToAll() {
        Set<Integer> counts = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            var executor = new SteppedExecutor(new SplittableRandom(seed));
            int[] runs = {0};
            for (int i = 0; i < 3; i++) {
                executor.execute(() -> runs[0]++);
            }
            executor.runSome();
            counts.add(runs[0]);
        }
        assertEquals(Set.of(0, 1, 2, 3), counts);
    }

    @Test
    void workThatAddsItselfAgainForEverIsFoundOut() {
        var executor = new SteppedExecutor(new SplittableRandom(1));
        executor.execute(new Runnable() {
            @Override
            public void run() {
                executor.execute(this);
            }
        });
        assertThrows(IllegalStateException.class, () -> executor.runAll(100));
    }
}
