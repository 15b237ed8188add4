package org.copsedb.btree;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.pagestore.PageHeader;
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

/** Searching inside single pages that lie in the processor's cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PageSearchBenchmark {
    private static final int CACHED_BYTES = 256 * 1024;
    private static final int SEARCHES = 1 << 14;

    private final List<byte[]> leaves = new ArrayList<>();
    private byte[][] leafOfSearch = new byte[0][];
    private byte[][] keyOfSearch = new byte[0][];
    private byte[] branch = new byte[0];
    private byte[][] sought = new byte[0][];
    private int next;

    /** Takes some leaves and a branch above leaves of the tree, and draws keys. */
    @Setup(Level.Trial)
    public void choose(BenchmarkTree data) {
        leaves.clear();
        data.tree.forEachPage((page, stamp, kind) -> {
            byte[] bytes = data.store.read(page, stamp);
            if (PageHeader.level(bytes) == 1) {
                branch = bytes;
            } else if (PageHeader.level(bytes) == 0 && leaves.size() * bytes.length < CACHED_BYTES) {
                leaves.add(bytes);
            }
        });
        sought = data.sought;
        SplittableRandom random = new SplittableRandom(2);
        leafOfSearch = new byte[SEARCHES][];
        keyOfSearch = new byte[SEARCHES][];
        for (int i = 0; i < SEARCHES; i++) {
            byte[] leaf = leaves.get(random.nextInt(leaves.size()));
            leafOfSearch[i] = leaf;
            keyOfSearch[i] = LeafPage.key(leaf, random.nextInt(PageHeader.entryCount(leaf)));
        }
    }

    /** Searches a leaf for a key that is there. */
    @Benchmark
    public int leaf() {
        next = (next + 1) & (SEARCHES - 1);
        byte[] key = keyOfSearch[next];
        return LeafPage.search(leafOfSearch[next], key, key.length);
    }

    /** Searches a branch for the child of a key. */
    @Benchmark
    public int branch() {
        next = next + 1 < sought.length ? next + 1 : 0;
        byte[] key = sought[next];
        return BranchPage.search(branch, key, key.length);
    }
}
