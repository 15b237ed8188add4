package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;

/**
 * The scenarios that every tree must pass, run by tests on the real editor and, to show that they can fail, on ones
 * with a planted bug.
 */
final class TreeSuite {
    static final double SCALE = Double.parseDouble(System.getProperty("copsedb.scale", "1.0"));

    private final Function<MemoryPages, TreeEditor> editor;
    private final int basePageSize;
    private final TreeShape shape;

    TreeSuite(int basePageSize, TreeShape shape) {
        this(basePageSize, shape, pages -> new TreeEditor(pages, shape, PageReference.NONE));
    }

    TreeSuite(int basePageSize, TreeShape shape, Function<MemoryPages, TreeEditor> editor) {
        this.basePageSize = basePageSize;
        this.shape = shape;
        this.editor = editor;
    }

    private TreeModel model() {
        return new TreeModel(basePageSize, shape, editor);
    }

    /**
     * Random operations: first growing, then shrinking until nothing is left.
     *
     * @param checkEvery how many steps there are between full checks
     */
    void randomOperations(KeyFamily family, long seed, int steps, int checkEvery) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeModel model = model();
        int limit = model.writer.maximumKeyLength();
        for (int i = 0; i < steps; i++) {
            byte[] key = family.key(random, i, limit);
            int removals = i < steps / 2 ? 15 : 70;
            model.step(random, key, value(random, key), removals);
            if (i % checkEvery == 0) {
                model.check();
                model.probe(family.key(random, i, limit));
                model.probe(key);
            }
            if (i % (checkEvery * 16) == 0) {
                model.probeRank(key, family.key(random, i, limit));
                model.pages.advanceStamp();
                model.pages.forgetFreed();
            }
        }
        model.compareAll();
        while (!model.expected.isEmpty()) {
            model.remove(model.expected.ceilingKey(new byte[0]));
            if (model.expected.size() % checkEvery == 0) {
                model.check();
            }
        }
        model.check();
        assertEquals(PageReference.NONE, model.writer.root());
    }

    /** A value whose size is mostly small, sometimes at the threshold, seldom large. */
    private byte[] value(SplittableRandom random, byte[] key) {
        int threshold = (shape.leafSize(basePageSize) - 40) / 4 - 10 - Math.max(0, key.length - 4);
        int choice = random.nextInt(40);
        int size = choice > 3
                ? random.nextInt(Math.min(40, threshold))
                : choice > 0 ? Math.max(0, threshold - 1 + random.nextInt(3)) : random.nextInt(4 * basePageSize);
        byte[] value = new byte[size];
        random.nextBytes(value);
        return value;
    }

    /** Operations on ranges and with cursors, between others that let the tree grow again. */
    void ranges(KeyFamily family, long seed, int steps, int checkEvery) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeModel model = model();
        RangeOperations ranges = new RangeOperations(model, random, this::value);
        int limit = model.writer.maximumKeyLength();
        for (int i = 0; i < steps; i++) {
            byte[] key = family.key(random, i, limit);
            KeyBounds bounds = ranges.range(key, random.nextInt(8) == 0 ? 1000 : 30);
            switch (random.nextInt(60)) {
                case 0 -> ranges.removeRange(bounds);
                case 1 -> ranges.extractIf(bounds, 1 + random.nextInt(4));
                case 2 -> ranges.removeIf(bounds, 1 + random.nextInt(4));
                case 3 -> ranges.walk(bounds, family.key(random, i, limit), 40);
                case 4 -> ranges.walkAndChange(bounds, key, 30);
                case 5 -> ranges.walkAndChange(KeyBounds.ALL, key, 30);
                default -> model.put(key, value(random, key));
            }
            if (i % checkEvery == 0) {
                model.check();
            }
            if (random.nextInt(50) == 0) {
                model.pages.advanceStamp();
                model.pages.forgetFreed();
            }
        }
        model.check();
        model.compareAll();
        ranges.removeRange(KeyBounds.ALL);
        model.check();
        assertEquals(PageReference.NONE, model.writer.root());
    }

    /** Old versions keep what they show, while new ones are written and the stamp advances. */
    void isolation(KeyFamily family, long seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeModel model = model();
        int limit = model.writer.maximumKeyLength();
        PageReference[] roots = new PageReference[8];
        Arrays.fill(roots, PageReference.NONE);
        TreeMap<?, ?>[] contents = new TreeMap<?, ?>[roots.length];
        for (int i = 0; i < steps; i++) {
            byte[] key = family.key(random, i, limit);
            model.step(random, key, value(random, key), i < steps / 2 ? 20 : 60);
            if (i % (steps / roots.length) == 0) {
                int version = i / (steps / roots.length);
                if (version < roots.length) {
                    roots[version] = model.writer.root();
                    contents[version] = new TreeMap<>(model.expected);
                }
                model.pages.advanceStamp();
            }
        }
        model.pages.advanceStamp();
        for (int version = 0; version < roots.length; version++) {
            if (contents[version] != null) {
                TreeChecker.require(model.pages, roots[version]);
                assertEquals(contents[version].size(), roots[version].count());
                @SuppressWarnings("unchecked")
                TreeMap<byte[], byte[]> content = (TreeMap<byte[], byte[]>) contents[version];
                TreeModel.sameRange(content, new Tree(model.pages, roots[version]).cursor());
            }
        }
    }

    /** A rollback returns to the version before, and its pages to what they were. */
    void rollback(KeyFamily family, long seed, int rounds) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeModel model = model();
        int limit = model.writer.maximumKeyLength();
        for (int i = 0; i < rounds; i++) {
            MemoryPages.Savepoint savepoint = model.pages.savepoint();
            PageReference root = model.writer.root();
            TreeMap<byte[], byte[]> content = new TreeMap<>(model.expected);
            for (int j = random.nextInt(60); j > 0; j--) {
                byte[] key = family.key(random, i * 60L + j, limit);
                model.step(random, key, value(random, key), 40);
            }
            if (random.nextBoolean()) {
                model.pages.rollback(savepoint);
                model.writer.reset(root);
                model.expected = content;
            }
            model.check();
            model.compareAll();
        }
        assertTrue(rounds > 0);
    }

    /** Everything, small: what a planted bug must not survive. */
    void all(long seed, int steps) {
        for (KeyFamily family : KeyFamily.values()) {
            randomOperations(family, seed, steps, 7);
            ranges(family, seed, steps, 7);
            isolation(family, seed, steps / 2);
            rollback(family, seed, 10);
        }
    }
}
