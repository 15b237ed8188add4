package org.copsedb.pagestore;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.copsedb.pagestore.region.LivePages;
import org.copsedb.pagestore.region.LiveSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Capturing and comparing the live pages of a region of 2^20 pages; docs/page-store.md has the figures. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class SavepointStateBenchmark {
    private static final int PAGES = LiveSet.MAXIMUM_CAPACITY;
    private static final int ONE_PERCENT = 10_432;
    private static final int NEIGHBOURS = 1_000;

    private final LiveSet live = new LiveSet(PAGES);
    private SavepointState before = SavepointState.empty();
    private SavepointState onePercentLater = before;
    private SavepointState neighbourhoodLater = before;
    private int toggled;

    /** A third of all pages is live; then some more are. */
    @Setup(Level.Trial)
    public void prepare() {
        SplittableRandom random = new SplittableRandom(5);
        addAtRandom(live, random, PAGES / 3);
        LivePages captured = live.capture();
        before = new SavepointState(captured);
        LiveSet later = new LiveSet(captured);
        addAtRandom(later, random, ONE_PERCENT);
        onePercentLater = new SavepointState(later.capture());
        LiveSet near = new LiveSet(captured);
        for (int page = PAGES / 2, left = NEIGHBOURS; left > 0; page++) {
            if (!near.contains(page, 0)) {
                near.add(page, 0);
                left--;
            }
        }
        neighbourhoodLater = new SavepointState(near.capture());
        while (live.contains(toggled, 0)) {
            toggled++;
        }
    }

    private static void addAtRandom(LiveSet set, SplittableRandom random, int count) {
        for (int left = count; left > 0; ) {
            int page = random.nextInt(PAGES);
            if (!set.contains(page, 0)) {
                set.add(page, 0);
                left--;
            }
        }
    }

    /** A page comes and goes, each in an epoch of its own: two changes with what they copy, and two captures. */
    @Benchmark
    public LivePages changeAndCaptureTwice() {
        live.add(toggled, 0);
        live.capture();
        live.remove(toggled, 0);
        return live.capture();
    }

    /** A capture of a set that has not changed. */
    @Benchmark
    public SavepointState captureAgain() {
        return new SavepointState(live.capture());
    }

    /** One page in a hundred is new, spread at random. */
    @Benchmark
    public PageList differenceOfOnePercent() {
        return onePercentLater.difference(before);
    }

    /** A thousand pages in one neighbourhood are new. */
    @Benchmark
    public PageList differenceOfNeighbours() {
        return neighbourhoodLater.difference(before);
    }

    /** Nothing has changed. */
    @Benchmark
    public PageList differenceOfNothing() {
        return before.difference(before);
    }
}
