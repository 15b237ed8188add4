package org.copsedb.btree;

import java.util.SplittableRandom;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.storage.MemoryStorageFile;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A tree of random keys of 24 bytes and values of 150, all in memory, for the benchmarks to read. */
@State(Scope.Benchmark)
public class BenchmarkTree {
    private static final long SEED = 1;
    private static final int KEY_SIZE = 24;
    private static final int VALUE_SIZE = 150;
    /** So many keys are drawn again and again: enough to leave every cache cold where the tree is large. */
    private static final int SOUGHT_KEYS = 1 << 16;

    /** The number of entries. */
    @Param({"10000", "1000000"})
    int entries;

    /** The order of the nodes, in base pages of 4 KiB. */
    @Param({"0", "1", "2"})
    int nodeOrder;

    PageStore store = newStore();
    Tree tree = new Tree(store, PageReference.NONE);
    byte[][] sought = new byte[0][];

    /** Makes a store of 4-KiB base pages that keeps all its pages in memory, and writes none until it is closed. */
    static PageStore newStore() {
        StoreOptions options = StoreOptions.defaults()
                .withCacheBytes(Runtime.getRuntime().maxMemory())
                .withDirtyBytes(Long.MAX_VALUE / 4);
        return PageStore.open(new MemoryStorageFile("benchmark"), options);
    }

    /** Inserts the entries in random order. */
    @Setup(Level.Trial)
    public void build() {
        store = newStore();
        StoreWriter pages = store.beginWrite();
        TreeWriter writer = new TreeWriter(pages, TreeShape.of(nodeOrder), PageReference.NONE);
        SplittableRandom random = new SplittableRandom(SEED);
        sought = new byte[Math.min(entries, SOUGHT_KEYS)][];
        byte[] value = new byte[VALUE_SIZE];
        for (int i = 0; i < entries; i++) {
            byte[] key = new byte[KEY_SIZE];
            random.nextBytes(key);
            random.nextBytes(value);
            writer.put(key, value);
            sought[i % sought.length] = key;
        }
        pages.commit(writer.root(), PageReference.NONE);
        tree = new Tree(store, writer.root());
    }
}
