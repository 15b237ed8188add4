package org.copsedb.btree.apply;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.copsedb.btree.TreeChecker;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;

/**
 * Measures collected writes in memory: keys of 24 random bytes, values of 150, leaves and branches of 8 KiB. A plain
 * program, because one load of five million entries is one measurement: {@code main} takes the number of entries and
 * the budget in MiB, and prints milliseconds of several rounds in one process.
 */
final class ApplyBenchmark {
    private static final int ROUNDS = 4;
    private static final int VALUE_SIZE = 150;

    private final int entries;
    private final long budget;
    private final byte[] key = new byte[24];
    private final byte[] value = new byte[VALUE_SIZE];
    private final TreeShape shape = TreeShape.of(1);
    private MemoryPages pages = new MemoryPages(4096);
    private TreeWriter tree = new TreeWriter(pages, shape, PageReference.NONE);
    private WriteBuffer buffer;

    private ApplyBenchmark(int entries, long budget) {
        this.entries = entries;
        this.budget = budget;
        this.buffer = new WriteBuffer(pages, shape, tree, new WriteBudget(budget));
    }

    private void begin() {
        pages = new MemoryPages(4096);
        tree = new TreeWriter(pages, shape, PageReference.NONE);
        buffer = new WriteBuffer(pages, shape, tree, new WriteBudget(budget));
    }

    /** Makes the key of a number: three random words. */
    private byte[] key(int number) {
        ByteBuffer words = ByteBuffer.wrap(key);
        words.putLong(mix(number * 3L + 1)).putLong(mix(number * 3L + 2)).putLong(mix(number * 3L + 3));
        return key;
    }

    private static long mix(long number) {
        long z = number * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static void report(String what, int operations, long nanos) {
        System.out.printf(
                Locale.ROOT, "%-44s %8.0f ms %8.0f ns each%n", what, nanos / 1e6, (double) nanos / operations);
    }

    private void time(String what, int operations, Runnable action) {
        long start = System.nanoTime();
        action.run();
        report(what, operations, System.nanoTime() - start);
    }

    private void repeat(int count, IntConsumer action) {
        for (int i = 0; i < count; i++) {
            action.accept(i);
        }
    }

    private void loadAndRemove() {
        begin();
        long[] collected = new long[1];
        long start = System.nanoTime();
        for (int i = 0; i < entries; i++) {
            buffer.put(key(i), value);
        }
        collected[0] = System.nanoTime() - start;
        buffer.apply();
        report("load, of this collecting", entries, collected[0]);
        report("load", entries, System.nanoTime() - start);
        System.out.printf(Locale.ROOT, "%-44s %8.1f%n", "bytes per entry", (double) pages.allocatedBytes() / entries);
        pages.advanceStamp();
        pages.forgetFreed();
        int removals = entries / 2;
        time("remove every second, at random", removals, () -> {
            repeat(removals, i -> buffer.remove(key(2 * i)));
            buffer.apply();
        });
        if (tree.size() != entries - removals
                || !TreeChecker.check(pages, tree.root()).isEmpty()) {
            throw new IllegalStateException("the tree is not what it should be: " + tree.size() + " entries");
        }
    }

    private void smallTransactions() {
        begin();
        repeat(entries, i -> buffer.put(key(i), value));
        buffer.apply();
        SplittableRandom random = new SplittableRandom(1);
        int operations = 200_000;
        time(
                "overwrite, one by one",
                operations,
                () -> repeat(operations, i -> {
                    tree.put(key(random.nextInt(entries)), value);
                }));
        time(
                "overwrite, collected and applied singly",
                operations,
                () -> repeat(operations, i -> {
                    buffer.put(key(random.nextInt(entries)), value);
                    buffer.apply();
                }));
        pages.advanceStamp();
        pages.forgetFreed();
        time(
                "insert 100,000, each batch of 1,000 published",
                100_000,
                () -> repeat(100, batch -> {
                    repeat(1000, i -> tree.put(key(entries + batch * 1000 + i), value));
                    pages.advanceStampUnchecked();
                }));
        time(
                "the same, collected",
                100_000,
                () -> repeat(100, batch -> {
                    repeat(1000, i -> buffer.put(key(entries + 100_000 + batch * 1000 + i), value));
                    buffer.apply();
                    pages.advanceStampUnchecked();
                }));
    }

    /**
     * Measures.
     *
     * @param arguments the number of entries, the budget in MiB, and {@code small} for small transactions
     */
    public static void main(String[] arguments) {
        int entries = Integer.parseInt(arguments[0]);
        ApplyBenchmark benchmark = new ApplyBenchmark(entries, Long.parseLong(arguments[1]) << 20);
        System.out.println(entries + " entries, budget " + arguments[1] + " MiB, Java " + Runtime.version());
        for (int round = 0; round < ROUNDS; round++) {
            if (arguments.length > 2) {
                benchmark.smallTransactions();
            } else {
                benchmark.loadAndRemove();
            }
        }
    }
}
