package org.copsedb.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * Runs background work on the thread of a test, when the test says so, and in an order that a seed decides: any work
 * that waits may be the next. For one thread.
 */
public final class SteppedExecutor implements Executor {
    private final SplittableRandom random;
    private final List<Runnable> waiting = new ArrayList<>();

    /**
     * Makes an executor without work.
     *
     * @param random decides what runs next
     */
    public SteppedExecutor(SplittableRandom random) {
        this.random = random;
    }

    /**
     * Adds work, without running it.
     *
     * @param work the work; one step of it, which may add the next
     */
    @Override
    public void execute(Runnable work) {
        waiting.add(work);
    }

    /**
     * Returns how much work waits.
     *
     * @return the number of steps
     */
    public int waiting() {
        return waiting.size();
    }

    /**
     * Runs one of the steps that wait.
     *
     * @return whether there was one
     */
    public boolean runOne() {
        if (waiting.isEmpty()) {
            return false;
        }
        waiting.remove(random.nextInt(waiting.size())).run();
        return true;
    }

    /** Runs any number of steps, also of those that they add: none, or all, or something between. */
    public void runSome() {
        while (random.nextInt(4) != 0 && runOne()) {
            // Each condition runs one.
        }
    }

    /**
     * Runs steps until none waits.
     *
     * @param limit the most steps there may be
     * @throws IllegalStateException if there are more: something goes round in circles
     */
    public void runAll(int limit) {
        for (int steps = 0; runOne(); steps++) {
            if (steps == limit) {
                throw new IllegalStateException("more than " + limit + " steps");
            }
        }
    }
}
