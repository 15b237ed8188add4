package org.copsedb.pagestore.region;

import java.util.concurrent.TimeUnit;
import org.copsedb.pagestore.PageList;
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

/** Bytes, differences and counts of a region of 2^20 pages; docs/page-store.md sets them beside those of the seed. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class AllocatorStateBenchmark {
    private static final int PAGES = AllocatorBenchmark.PAGES;

    private final BuddyAllocator half = new BuddyAllocator(PAGES, PAGES);
    private byte[] bytes = new byte[0];
    private BuddyAllocator lowPagesChanged = half;
    private BuddyAllocator third = half;
    private BuddyAllocator thirdAndOnePercent = half;

    /** Makes the states that are compared. */
    @Setup(Level.Trial)
    public void prepare() {
        BlockList order = new BlockList(4);
        order.shuffle(PAGES);
        for (int i = 0; i < PAGES / 2; i++) {
            half.recordAllocation(BlockList.index(order.get(i)), 0);
        }
        bytes = half.toBytes();
        lowPagesChanged = BuddyAllocator.fromBytes(bytes);
        freeLowPages(lowPagesChanged, PAGES / 500);
        for (int i = 0; i < PAGES / 140; i++) {
            lowPagesChanged.allocateLowest(0);
        }
        third = new BuddyAllocator(PAGES, PAGES);
        for (int i = 0; i < PAGES / 3; i++) {
            third.recordAllocation(BlockList.index(order.get(i)), 0);
        }
        thirdAndOnePercent = BuddyAllocator.fromBytes(third.toBytes());
        for (int i = PAGES / 3; i < PAGES / 3 + 10_432; i++) {
            thirdAndOnePercent.recordAllocation(BlockList.index(order.get(i)), 0);
        }
    }

    private static void freeLowPages(BuddyAllocator allocator, int count) {
        int left = count;
        for (int page = 0; left > 0; page += 3) {
            if (allocator.isAllocated(page, 0)) {
                allocator.free(page, 0);
                left--;
            }
        }
    }

    /** Row e, the whole state. */
    @Benchmark
    public byte[] toBytes() {
        return half.toBytes();
    }

    /** Row e, the allocated pages. */
    @Benchmark
    public byte[] makeStateForSavepoint() {
        return half.makeStateForSavepoint();
    }

    /** Row e, reading, with what the seed checks. */
    @Benchmark
    public BuddyAllocator fromTrustedBytes() {
        return BuddyAllocator.fromTrustedBytes(bytes);
    }

    /** Row e, reading, and believing nothing. */
    @Benchmark
    public BuddyAllocator fromBytes() {
        return BuddyAllocator.fromBytes(bytes);
    }

    /** Row f: 0.2 % lost and 0.7 % gained at low indexes. */
    @Benchmark
    public PageList differenceOfLowPages() {
        return lowPagesChanged.difference(half, 0);
    }

    /** Row f2: 1 % gained, at random. */
    @Benchmark
    public PageList differenceOfOnePercent() {
        return thirdAndOnePercent.difference(third, 0);
    }

    /** Row count_free_pages. */
    @Benchmark
    public int countFreePages() {
        return half.countFreePages();
    }

    /** Row highest_free_order. */
    @Benchmark
    public int highestFreeOrder() {
        return half.highestFreeOrder();
    }
}
