package org.copsedb.pagestore.region;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Allocating and freeing in a region of 2^20 pages; docs/page-store.md sets the figures beside those of the seed. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class AllocatorBenchmark {
    static final int PAGES = 1 << 20;

    private static final int STEPS = 10_000;
    private static final int SETTLING_STEPS = 1_000_000;
    private static final int ORDERS = 5;
    private static final int BATCH = 500;

    /** A free region, and the pages of a full one in random order. */
    @State(Scope.Benchmark)
    public static class Whole {
        private final int[] found = new int[PAGES];
        private BuddyAllocator empty = new BuddyAllocator(1, 1);
        private BuddyAllocator full = new BuddyAllocator(1, 1);
        private final BlockList order = new BlockList(1);

        /** Makes them new, for one use. */
        @Setup(Level.Invocation)
        public void prepare() {
            empty = new BuddyAllocator(PAGES, PAGES);
            full = new BuddyAllocator(PAGES, PAGES);
            for (int i = 0; i < PAGES; i++) {
                full.allocate(0);
            }
            order.clear();
            order.shuffle(PAGES);
        }
    }

    /** Makes a region. */
    @Benchmark
    public BuddyAllocator create() {
        return new BuddyAllocator(PAGES, PAGES);
    }

    /** Row a. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public int[] allocateUntilFull(Whole whole) {
        int count = 0;
        for (int index = whole.empty.allocate(0); index != BuddyAllocator.NONE; index = whole.empty.allocate(0)) {
            whole.found[count++] = index;
        }
        return whole.found;
    }

    /** Row b. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public int freeInRandomOrder(Whole whole) {
        for (int i = 0; i < PAGES; i++) {
            whole.full.free(BlockList.index(whole.order.get(i)), 0);
        }
        return whole.full.highestFreeOrder();
    }

    /** A region in which blocks of orders 0 to 4 come and go. */
    @State(Scope.Benchmark)
    public static class Steady {
        /** How full the region is, in percent. */
        @Param({"50", "90"})
        public int fill = 50;

        private BuddyAllocator allocator = new BuddyAllocator(1, 1);
        private final BlockList blocks = new BlockList(2);
        private int target;
        private int used;

        /** Fills it and lets it age. */
        @Setup(Level.Trial)
        public void prepare() {
            allocator = new BuddyAllocator(PAGES, PAGES);
            target = (int) ((long) PAGES * fill / 100);
            for (int i = 0; i < SETTLING_STEPS; i++) {
                step();
            }
        }

        private void step() {
            if (used >= target) {
                long block = blocks.takeRandom();
                allocator.free(BlockList.index(block), BlockList.order(block));
                used -= 1 << BlockList.order(block);
            } else {
                int order = blocks.below(ORDERS);
                blocks.add(allocator.allocate(order), order);
                used += 1 << order;
            }
        }

        /** The same, but for the allocator. */
        private void stepWithoutAllocator() {
            if (used >= target) {
                long block = blocks.takeRandom();
                used -= 1 << BlockList.order(block);
            } else {
                int order = blocks.below(ORDERS);
                blocks.add(used, order);
                used += 1 << order;
            }
        }
    }

    /** Rows c50 and c90. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public int steady(Steady steady) {
        for (int i = 0; i < STEPS; i++) {
            steady.step();
        }
        return steady.used;
    }

    /** Rows c50 and c90, harness only. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public int steadyHarness(Steady steady) {
        for (int i = 0; i < STEPS; i++) {
            steady.stepWithoutAllocator();
        }
        return steady.used;
    }

    /** A region half full of blocks at random places. */
    @State(Scope.Benchmark)
    public static class Fragmented {
        /** The orders of its blocks, from 0 on. */
        @Param({"1", "5"})
        public int orders = 1;

        private BuddyAllocator allocator = new BuddyAllocator(1, 1);
        private final BlockList blocks = new BlockList(3);
        private final int[] wanted = new int[BATCH];

        /** Scatters the blocks. */
        @Setup(Level.Trial)
        public void scatter() {
            allocator = new BuddyAllocator(PAGES, PAGES);
            fill(PAGES);
            while (allocator.countAllocatedPages() > PAGES / 2) {
                freeOne();
            }
            for (int i = 0; orders > 1 && i < SETTLING_STEPS; i++) {
                freeOne();
                fill(PAGES / 2);
            }
            fill(PAGES / 2);
        }

        private void fill(int limit) {
            while (allocator.countAllocatedPages() < limit) {
                int order = blocks.below(orders);
                int index = allocator.allocate(order);
                if (index == BuddyAllocator.NONE) {
                    return;
                }
                blocks.add(index, order);
            }
        }

        private void freeOne() {
            long block = blocks.takeRandom();
            allocator.free(BlockList.index(block), BlockList.order(block));
        }

        /** Returns to half full. */
        @Setup(Level.Invocation)
        public void freeBatch() {
            while (allocator.countAllocatedPages() > PAGES / 2) {
                freeOne();
            }
            for (int i = 0; i < BATCH; i++) {
                wanted[i] = blocks.below(orders);
            }
        }
    }

    /** Rows d and d2. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int allocateLowest(Fragmented fragmented) {
        for (int order : fragmented.wanted) {
            fragmented.blocks.add(fragmented.allocator.allocateLowest(order), order);
        }
        return fragmented.blocks.size();
    }

    /** Row d'. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int allocateInTheSameState(Fragmented fragmented) {
        for (int order : fragmented.wanted) {
            fragmented.blocks.add(fragmented.allocator.allocate(order), order);
        }
        return fragmented.blocks.size();
    }
}
