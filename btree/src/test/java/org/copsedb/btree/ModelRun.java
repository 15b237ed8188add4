package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;

/**
 * One seed's worth of operations on a tree beside its model. The seed decides everything: the geometry, the sort of
 * keys, how large the tree grows, and every operation. Most seeds do many cheap operations on nodes of 4 and 8 KiB;
 * some work on the smallest nodes and check every invariant after each step; the rest go through all geometries.
 */
final class ModelRun {
    private static final List<KeyFamily> FAMILIES = List.of(KeyFamily.values());

    private final SplittableRandom random;
    private final KeyFamily family;
    private final TreeModel model;
    private final RangeOperations ranges;
    private final int valueLimit;
    private final int steps;
    private final int target;
    private final boolean checkEachStep;
    private final int keyLimit;
    private long operations;
    private long number;

    private ModelRun(long seed, Function<TreeShape, Function<MemoryPages, TreeEditor>> editors) {
        random = new SplittableRandom(seed);
        family = FAMILIES.get(random.nextInt(FAMILIES.size()));
        int sort = random.nextInt(16);
        checkEachStep = sort == 0;
        int basePageSize = checkEachStep ? 512 : sort > 2 ? 4096 : 512 << random.nextInt(8);
        TreeShape shape;
        if (checkEachStep) {
            shape = TreeShape.of(0);
        } else if (sort > 2) {
            shape = TreeShape.of(random.nextInt(2));
        } else {
            int most = Math.min(3, Integer.numberOfTrailingZeros(65_536 / basePageSize));
            shape = new TreeShape(random.nextInt(most + 1), random.nextInt(most + 1));
        }
        model = new TreeModel(basePageSize, shape, editors.apply(shape));
        if (checkEachStep && random.nextBoolean()) {
            model.pages.advanceWhenRelieved(random.split());
        }
        keyLimit = model.writer.maximumKeyLength();
        boolean longKeys = family == KeyFamily.LONG_PREFIXES || family == KeyFamily.LIMIT;
        int weight = longKeys ? 1 + keyLimit / 100 : 1;
        steps = checkEachStep ? 400 : Math.max(500, (sort > 2 ? 60_000 : 10_000) / weight);
        target = checkEachStep ? 150 : 1 + random.nextInt(Math.max(100, 8000 / weight));
        valueLimit = (shape.leafSize(basePageSize) - 40) / 4 - 10;
        ranges = new RangeOperations(model, random, (source, key) -> value(key));
    }

    /** Runs a seed; returns how many operations were compared. */
    static long run(long seed) {
        return run(seed, shape -> pages -> new TreeEditor(pages, shape, PageReference.NONE));
    }

    static long run(long seed, Function<TreeShape, Function<MemoryPages, TreeEditor>> editors) {
        return new ModelRun(seed, editors).run();
    }

    private long run() {
        for (int i = 0; i < steps; i++) {
            byte[] key = family.key(random, number++, keyLimit);
            step(key);
            if (checkEachStep) {
                model.check();
            }
            if (random.nextInt(2000) == 0) {
                model.pages.advanceStamp();
                model.pages.forgetFreed();
            }
        }
        model.check();
        model.compareAll();
        ranges.removeRange(KeyBounds.ALL);
        model.check();
        return operations;
    }

    private void step(byte[] key) {
        int choice = random.nextInt(1000);
        if (choice < 500) {
            int removals = model.expected.size() > target ? 70 : 25;
            model.step(random, key, value(key), removals);
            operations++;
        } else if (choice < 960) {
            query(key, choice);
            operations++;
        } else if (choice < 975) {
            int length = 4 + random.nextInt(40);
            ranges.walk(random.nextBoolean() ? KeyBounds.ALL : ranges.range(key, 60), key, length);
            operations += length;
        } else if (choice < 990) {
            KeyBounds bounds = random.nextBoolean() ? KeyBounds.ALL : ranges.range(key, 60);
            operations += ranges.walkAndChange(bounds, key, 4 + random.nextInt(20));
        } else {
            changeRange(ranges.range(key, random.nextInt(16) == 0 ? target : 40), choice);
        }
    }

    private void changeRange(KeyBounds bounds, int choice) {
        int oneOf = 1 + random.nextInt(5);
        switch (choice % 4) {
            case 0 -> operations += ranges.extractIf(bounds, oneOf);
            case 1 -> ranges.removeIf(bounds, oneOf);
            case 2 -> ranges.removeRange(bounds);
            default -> {
                KeyBounds few = ranges.range(random.nextBoolean() ? new byte[0] : new byte[] {1}, 20);
                ranges.removeRange(few);
            }
        }
        operations++;
    }

    private void query(byte[] key, int choice) {
        Tree tree = model.writer.tree();
        switch (choice % 12) {
            case 0 -> TreeModel.sameEntry(model.expected.floorEntry(key), tree.floor(key));
            case 1 -> TreeModel.sameEntry(model.expected.ceilingEntry(key), tree.ceiling(key));
            case 2 -> TreeModel.sameEntry(model.expected.lowerEntry(key), tree.lower(key));
            case 3 -> TreeModel.sameEntry(model.expected.higherEntry(key), tree.higher(key));
            case 4 -> {
                TreeModel.sameEntry(model.expected.firstEntry(), tree.first());
                TreeModel.sameEntry(model.expected.lastEntry(), tree.last());
            }
            case 5 -> rank(tree, key);
            case 6 -> assertEquals(model.expected.containsKey(key), tree.contains(key));
            default -> TreeModel.same(model.expected.get(key), tree.get(key));
        }
    }

    /** Compares the rank of a key with that of its neighbour, as the model can not tell ranks quickly. */
    private void rank(Tree tree, byte[] key) {
        Map.Entry<byte[], byte[]> at = model.expected.ceilingEntry(key);
        long rank = tree.rank(key);
        if (at == null) {
            assertEquals(tree.size(), rank);
            return;
        }
        assertArrayEquals(at.getKey(), tree.keyAt(rank));
        if (random.nextInt(32) == 0) {
            assertEquals(model.expected.headMap(key, false).size(), rank);
            assertEquals(tree.size() - rank, tree.count(KeyBounds.from(key)));
        }
    }

    /** A value whose size is mostly small, sometimes at the threshold to a large one, seldom beyond. */
    private byte[] value(byte[] key) {
        int threshold = Math.max(0, valueLimit - Math.max(0, key.length - 4));
        int choice = random.nextInt(512);
        int size;
        if (choice > 8) {
            size = random.nextInt(Math.min(32, threshold + 1));
        } else if (choice > 1) {
            size = Math.max(0, threshold - 1 + random.nextInt(3));
        } else {
            size = random.nextInt(4 * model.pages.basePageSize());
        }
        byte[] value = new byte[size];
        random.nextBytes(value);
        return value;
    }
}
