package org.copsedb.btree;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.copsedb.pagestore.PageReference;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Inserting entries of 24 + 150 bytes into an empty tree, one by one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class TreeInsertBenchmark {
    private static final int ENTRIES = 200_000;
    private static final int KEY_SIZE = 24;
    private static final int VALUE_SIZE = 150;
    private static final int COUNTER_OFFSET = 16;

    /** The order of the nodes, in base pages of 4 KiB. */
    @Param({"0", "1", "2"})
    int nodeOrder;

    private final SplittableRandom random = new SplittableRandom(1);

    /** Keys in random order. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long random() {
        TreeWriter writer = newWriter();
        byte[] key = new byte[KEY_SIZE];
        byte[] value = new byte[VALUE_SIZE];
        for (int i = 0; i < ENTRIES; i++) {
            random.nextBytes(key);
            writer.put(key, value);
        }
        return writer.size();
    }

    /** Keys in ascending order. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long ascending() {
        TreeWriter writer = newWriter();
        byte[] key = new byte[KEY_SIZE];
        byte[] value = new byte[VALUE_SIZE];
        for (int i = 0; i < ENTRIES; i++) {
            for (int digit = 0; digit < Integer.BYTES; digit++) {
                key[COUNTER_OFFSET + digit] = (byte) (i >>> (Integer.SIZE - Byte.SIZE * (digit + 1)));
            }
            writer.put(key, value);
        }
        return writer.size();
    }

    private TreeWriter newWriter() {
        return new TreeWriter(BenchmarkTree.newStore().beginWrite(), TreeShape.of(nodeOrder), PageReference.NONE);
    }
}
