package org.copsedb.btree;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Getting values, and stepping through entries. With {@code -prof gc}: what each allocates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TreeReadBenchmark {
    private final ValueView view = new ValueView();
    private int next;
    private @Nullable TreeCursor cursor;

    /** Puts the cursor before the first entry. */
    @Setup
    public void open(BenchmarkTree data) {
        cursor = data.tree.cursor();
    }

    private byte[] nextKey(BenchmarkTree data) {
        next = next + 1 < data.sought.length ? next + 1 : 0;
        return data.sought[next];
    }

    /** A value as a fresh array: 168 bytes. */
    @Benchmark
    public byte @Nullable [] get(BenchmarkTree data) {
        return data.tree.get(nextKey(data));
    }

    /** A value where it lies: no allocation. */
    @Benchmark
    public boolean find(BenchmarkTree data) {
        return data.tree.find(nextKey(data), view);
    }

    /** A seek of a cursor that is there already: no allocation. */
    @Benchmark
    public boolean seek(BenchmarkTree data) {
        return opened().seek(nextKey(data));
    }

    /** A step to the next entry and a look at its value: no allocation. */
    @Benchmark
    public int step() {
        TreeCursor entries = opened();
        if (!entries.next()) {
            entries.first();
        }
        ValueView value = entries.value();
        return value.array()[value.offset()];
    }

    private TreeCursor opened() {
        TreeCursor entries = cursor;
        if (entries == null) {
            throw new IllegalStateException("the cursor is made before the first call");
        }
        return entries;
    }
}
