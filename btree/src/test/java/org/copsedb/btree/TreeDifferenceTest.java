package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.btree.apply.WriteBuffer;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.copsedb.testkit.SeededRuns;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The difference of two versions is what a comparison of all entries finds, and costs what differs. */
final class TreeDifferenceTest {
    private static final int VERSIONS = 8;
    private static final List<KeyFamily> FAMILIES = List.of(KeyFamily.values());

    private record Version(PageReference root, NavigableMap<byte[], byte[]> content) {}

    /** Makes the comparison; tests make one with an error. */
    private interface Comparison {
        TreeDifference compare(MemoryPages pages, PageReference before, PageReference after);
    }

    private static TreeDifference sound(MemoryPages pages, PageReference before, PageReference after) {
        return new TreeDifference(new Tree(pages, before), new Tree(pages, after));
    }

    private static byte @Nullable [] bytes(@Nullable ValueView view) {
        return view == null ? null : view.toArray();
    }

    private static void compare(TreeDifference difference, Version before, Version after) {
        NavigableSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        keys.addAll(before.content().keySet());
        keys.addAll(after.content().keySet());
        keys.removeIf(
                key -> Arrays.equals(before.content().get(key), after.content().get(key)));
        Iterator<byte[]> expected = keys.iterator();
        while (difference.next()) {
            assertTrue(expected.hasNext(), "more keys differ than should");
            byte[] key = expected.next();
            assertArrayEquals(key, difference.key());
            assertArrayEquals(before.content().get(key), bytes(difference.before()));
            assertArrayEquals(after.content().get(key), bytes(difference.after()));
        }
        assertFalse(expected.hasNext(), "fewer keys differ than should");
        assertFalse(difference.next());
        assertNull(difference.before());
        assertThrows(IllegalStateException.class, difference::key);
    }

    /** Makes versions by random changes, some of them only a few, and compares every two of them. */
    private static long run(long seed, Comparison comparison) {
        SplittableRandom random = new SplittableRandom(seed);
        KeyFamily family = FAMILIES.get(random.nextInt(FAMILIES.size()));
        TreeModel model = new TreeModel(512, TreeShape.of(random.nextInt(2)));
        int keyLimit = Math.min(60, model.writer.maximumKeyLength());
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < VERSIONS; i++) {
            versions.add(new Version(model.writer.root(), copy(model.expected)));
            model.pages.advanceStamp();
            change(model, random, family, keyLimit);
        }
        for (Version before : versions) {
            for (Version after : versions) {
                compare(comparison.compare(model.pages, before.root(), after.root()), before, after);
            }
        }
        return (long) VERSIONS * VERSIONS;
    }

    private static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> content) {
        NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
        copy.putAll(content);
        return copy;
    }

    private static void change(TreeModel model, SplittableRandom random, KeyFamily family, int keyLimit) {
        int changes = random.nextInt(3) == 0 ? random.nextInt(4) : random.nextInt(600);
        int removals = random.nextInt(100);
        for (int i = 0; i < changes; i++) {
            byte[] key = family.key(random, random.nextLong(2_000), keyLimit);
            if (random.nextInt(100) < removals) {
                model.remove(key);
            } else {
                byte[] value = new byte[random.nextInt(60) == 0 ? random.nextInt(3_000) : random.nextInt(30)];
                random.nextBytes(value);
                model.put(key, value);
            }
        }
        if (random.nextInt(8) == 0) {
            rewrite(model);
        }
        if (random.nextInt(12) == 0) {
            model.writer.clear();
            model.expected.clear();
        }
    }

    /** Exchanges every page for another one with the same entries. */
    private static void rewrite(TreeModel model) {
        model.writer.clear();
        model.expected.forEach(model.writer::put);
    }

    @Test
    void isWhatAComparisonOfAllEntriesFinds() {
        SeededRuns.count("differences of trees", 60, seed -> run(seed, TreeDifferenceTest::sound));
    }

    /** Takes pages of one number for the same, whatever their stamps. */
    private static final class StamplessSide extends DifferenceSide {
        StamplessSide(MemoryPages pages, PageReference root) {
            super(pages, root);
        }

        @Override
        boolean isSamePage(long pageHere, long stampHere, long pageThere, long stampThere) {
            return pageHere == pageThere;
        }
    }

    /** Takes a page for the same as one that was born a moment before or after. */
    private static final class HastySide extends DifferenceSide {
        HastySide(MemoryPages pages, PageReference root) {
            super(pages, root);
        }

        @Override
        boolean isSamePage(long pageHere, long stampHere, long pageThere, long stampThere) {
            return super.isSamePage(pageHere, stampHere, pageThere, stampThere)
                    || Math.abs(stampHere - stampThere) == 1;
        }
    }

    @Test
    void errorsThatArePlantedAreFound() {
        assertTrue(SeededRuns.findsPlantedError(
                60,
                seed -> run(
                        seed,
                        (pages, before, after) ->
                                new TreeDifference(new HastySide(pages, before), new HastySide(pages, after)))));
        assertThrows(AssertionError.class, () -> compareTwoLivesOfAPage(StamplessSide::new));
        compareTwoLivesOfAPage(DifferenceSide::new);
    }

    private interface SideMaker {
        DifferenceSide make(MemoryPages pages, PageReference root);
    }

    /** A reference to a page, and one to a later life of its number. */
    private static void compareTwoLivesOfAPage(SideMaker sides) {
        MemoryPages pages = new MemoryPages(512);
        TreeWriter writer = new TreeWriter(pages, TreeShape.of(0), PageReference.NONE);
        writer.put(new byte[] {1}, new byte[] {1});
        PageReference first = writer.root();
        PageReference second = new PageReference(first.page(), first.stamp() + 1, 1);
        DifferenceSide before = sides.make(pages, first);
        DifferenceSide after = sides.make(pages, second);
        assertFalse(before.hasSameNext(after), "a page of another stamp is another page");
    }

    /** The pages that were read are few, whatever the size. */
    @Test
    void costsWhatDiffers() {
        MemoryPages pages = new MemoryPages(4_096);
        TreeShape shape = TreeShape.of(1);
        TreeWriter writer = new TreeWriter(pages, shape, PageReference.NONE);
        WriteBuffer buffer = new WriteBuffer(pages, shape, writer, new WriteBudget(1 << 20));
        int size = 300_000;
        buffer.putSorted(LongStream.range(0, size)
                .mapToObj(number -> new TreeEntry(key(number), new byte[20]))
                .iterator());
        buffer.apply();
        PageReference before = writer.root();
        assertEquals(0, count(sound(pages, before, before), 0, 0));
        pages.advanceStamp();
        SplittableRandom random = new SplittableRandom(1);
        for (int changes = 1; changes <= 1_000; changes *= 10) {
            for (int i = 0; i < changes; i++) {
                writer.put(
                        key(random.nextLong(size)),
                        ByteBuffer.allocate(8).putLong(i).array());
            }
            // Three levels on both sides, and a little where a leaf that got shorter was merged.
            count(sound(pages, before, writer.root()), 1, 6 + 2L * 3 * 2 * changes);
        }
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static long count(TreeDifference difference, int least, long mostPages) {
        long found = 0;
        while (difference.next()) {
            found++;
        }
        assertTrue(found >= least, "too few changes");
        assertTrue(difference.pagesRead() <= mostPages, () -> difference.pagesRead() + " pages, not " + mostPages);
        return found;
    }
}
