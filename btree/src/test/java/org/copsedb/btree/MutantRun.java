package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.testkit.MemoryPages;
import org.jspecify.annotations.Nullable;

/**
 * One sound tree and many mutants of it. Whatever is asked of a mutant must be refused as corrupt, with the path from
 * the root, or be answered rightly, if its structure was broken; other bytes may change what the tree says, but never
 * how it fails.
 */
final class MutantRun {
    /** More reads than any operation on the sound tree needs: a walk that does not end is found out. */
    private static final int MOST_READS = 20_000;

    private static final List<Mutation> MUTATIONS = List.of(Mutation.values());
    private static final List<KeyFamily> FAMILIES = List.of(KeyFamily.values());

    private final SplittableRandom random;
    private final NavigableMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
    private final List<byte[]> keys;
    private final List<PageReference> nodes = new ArrayList<>();
    private final List<Integer> kinds = new ArrayList<>();
    /** How many keys come before the first one in or below a node; for a page of a value, of the leaf before it. */
    private final List<Integer> ranks = new ArrayList<>();

    private final MutantPages pages;
    private final PageReference root;
    private final TreeWriter writer;
    private Mutation mutation = Mutation.BYTE;
    private int refusals;
    private int victimRank;

    MutantRun(long seed) {
        random = new SplittableRandom(seed);
        int basePageSize = random.nextInt(4) == 0 ? 1024 : 512;
        TreeShape shape = TreeShape.of(0);
        MemoryPages sound = new MemoryPages(basePageSize);
        TreeWriter builder = new TreeWriter(sound, shape, PageReference.NONE);
        KeyFamily family = FAMILIES.get((int) (seed % FAMILIES.size()));
        int entries = 20 + random.nextInt(random.nextInt(4) == 0 ? 400 : 120);
        for (int i = 0; i < entries; i++) {
            byte[] key = family.key(random, i, Math.min(60, builder.maximumKeyLength()));
            byte[] value = new byte[random.nextInt(50) == 0 ? random.nextInt(5000) : random.nextInt(20)];
            random.nextBytes(value);
            builder.put(key, value);
            expected.put(key, value);
        }
        root = builder.root();
        keys = new ArrayList<>(expected.keySet());
        builder.tree().forEachPage((page, stamp, kind) -> {
            byte[] bytes = sound.read(page, stamp);
            nodes.add(new PageReference(page, stamp, kind <= 2 ? TreeDescent.entriesIn(bytes) : 0));
            kinds.add(kind);
            ranks.add(rank(bytes));
        });
        sound.advanceStamp();
        pages = new MutantPages(sound);
        writer = new TreeWriter(pages, shape, root);
    }

    private int rank(byte[] page) {
        return switch (PageHeader.kind(page)) {
            case PageKind.LEAF -> expected.headMap(LeafPage.key(page, 0)).size();
            case PageKind.BRANCH ->
                expected.headMap(BranchPage.separator(page, 0)).size();
            default -> ranks.get(ranks.size() - 1);
        };
    }

    /** Runs a seed; returns how many mutants there were. */
    static long run(long seed) {
        MutantRun run = new MutantRun(seed);
        int mutants = 0;
        while (mutants < 1000) {
            mutants += run.mutate() ? 1 : 0;
        }
        assertTrue(run.refusals > 0, "no mutant was refused");
        return mutants;
    }

    boolean mutate() {
        int victim = random.nextInt(nodes.size());
        mutation = MUTATIONS.get(random.nextInt(MUTATIONS.size()));
        if (!mutation.fits(kinds.get(victim))) {
            return false;
        }
        victimRank = ranks.get(victim);
        PageReference node = nodes.get(victim);
        pages.reset();
        byte[] bytes = pages.read(node.page(), node.stamp()).clone();
        byte[] before = bytes.clone();
        mutation.apply(bytes, random, nodes);
        if (Arrays.equals(before, bytes)) {
            return false;
        }
        pages.replace(node.page(), bytes);
        try {
            attack();
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(
                    mutation + " of page " + PageHeader.pageNumber(before) + " of kind " + PageHeader.kind(before)
                            + ": " + failure,
                    failure);
        }
        return true;
    }

    private void attack() {
        Tree tree = new Tree(pages, root);
        for (int i = 0; i < 3; i++) {
            byte[] key = probe();
            attempt(() -> ask(tree, key));
        }
        if (random.nextBoolean()) {
            attempt(() -> scan(tree, probe(), random.nextBoolean(), 20));
        }
        if (random.nextInt(10) == 0) {
            attempt(() -> scan(tree, new byte[0], true, Integer.MAX_VALUE));
            check(tree);
        }
        pages.forgetChanges();
        writer.reset(root);
        attempt(this::change);
    }

    /** A key that is there or nearly so, most often one near the mutant. */
    private byte[] probe() {
        int place = victimRank + random.nextInt(9) - 4;
        boolean near = random.nextInt(3) > 0 && place >= 0 && place < keys.size();
        byte[] key = keys.get(near ? place : random.nextInt(keys.size()));
        return random.nextInt(3) == 0 ? Arrays.copyOf(key, Math.max(0, key.length + random.nextInt(3) - 1)) : key;
    }

    /** Does something that may be refused as corrupt, with the path, and in no other way. */
    private void attempt(Runnable operation) {
        int before = pages.reads();
        try {
            operation.run();
        } catch (CorruptFileException refused) {
            refusals++;
            assertTrue(refused.where().startsWith("root"), () -> "no path: " + refused);
        }
        assertTrue(pages.reads() - before < MOST_READS, "too many reads");
    }

    private void same(byte @Nullable [] right, byte @Nullable [] found, String what) {
        if (mutation.structural && !Arrays.equals(right, found)) {
            throw new AssertionError("wrong answer: " + what);
        }
    }

    private void sameNumber(long right, long found, String what) {
        if (mutation.structural) {
            assertEquals(right, found, what);
        }
    }

    private void sameEntry(Map.@Nullable Entry<byte[], byte[]> right, @Nullable TreeEntry found, String what) {
        same(right == null ? null : right.getKey(), found == null ? null : found.key(), what);
        same(right == null ? null : right.getValue(), found == null ? null : found.value(), what);
    }

    private void ask(Tree tree, byte[] key) {
        switch (random.nextInt(12)) {
            case 0, 1 -> same(expected.get(key), tree.get(key), "get");
            case 2 -> sameNumber(expected.containsKey(key) ? 1 : 0, tree.contains(key) ? 1 : 0, "contains");
            case 3 -> sameEntry(expected.floorEntry(key), tree.floor(key), "floor");
            case 4 -> sameEntry(expected.ceilingEntry(key), tree.ceiling(key), "ceiling");
            case 5 -> sameEntry(expected.lowerEntry(key), tree.lower(key), "lower");
            case 6 -> sameEntry(expected.higherEntry(key), tree.higher(key), "higher");
            case 7 -> sameEntry(expected.firstEntry(), tree.first(), "first");
            case 8 -> sameEntry(expected.lastEntry(), tree.last(), "last");
            case 9 -> {
                long rank = tree.rank(key);
                // Where two children changed places, the counts of subtrees that are not entered lie consistently.
                if (mutation != Mutation.CHILDREN_SWAPPED) {
                    sameNumber(expected.headMap(key).size(), rank, "rank");
                }
            }
            case 10 -> {
                int rank = random.nextInt(keys.size());
                byte[] found = tree.keyAt(rank);
                if (mutation != Mutation.CHILDREN_SWAPPED) {
                    same(keys.get(rank), found, "keyAt");
                }
            }
            default -> {
                ValueView view = new ValueView();
                if (tree.find(key, view)) {
                    same(expected.get(key), view.toArray(), "find");
                } else {
                    same(expected.get(key), null, "find");
                }
            }
        }
    }

    private void scan(Tree tree, byte[] from, boolean forward, int steps) {
        TreeCursor cursor = tree.cursor();
        Map.Entry<byte[], byte[]> at = forward ? expected.ceilingEntry(from) : expected.floorEntry(from);
        boolean found = forward ? cursor.seek(from) : cursor.seekFloor(from);
        for (int i = 0; i < steps; i++) {
            sameNumber(at != null ? 1 : 0, found ? 1 : 0, "end of a scan");
            if (!found || i > 2 * keys.size()) {
                return;
            }
            byte[] key = cursor.key();
            same(at == null ? null : at.getKey(), key, "key of a scan");
            if (random.nextInt(8) == 0) {
                same(at == null ? null : at.getValue(), cursor.valueArray(), "value of a scan");
            }
            at = forward ? expected.higherEntry(key) : expected.lowerEntry(key);
            found = forward ? cursor.next() : cursor.previous();
        }
    }

    /** A checker that finds nothing vouches for the tree; what broke the structure it must find. */
    private void check(Tree tree) {
        int before = pages.reads();
        List<TreeFinding> findings = TreeChecker.check(pages, root);
        assertTrue(pages.reads() - before < MOST_READS, "too many reads of the checker");
        assertTrue(!mutation.structural || !findings.isEmpty(), "the checker found nothing");
        for (TreeFinding finding : findings) {
            assertTrue(finding.where().startsWith("root"), finding::toString);
        }
        if (findings.isEmpty()) {
            TreeCursor cursor = tree.cursor();
            long rank = 0;
            while (cursor.next()) {
                byte[] key = cursor.key();
                assertTrue(Arrays.equals(cursor.valueArray(), tree.get(key)), "get of a key of a sound tree");
                assertEquals(rank++, tree.rank(key));
            }
            assertEquals(tree.size(), rank);
        } else {
            attempt(() -> tree.forEachPage((page, stamp, kind) -> {
                if (pages.reads() - before > MOST_READS) {
                    throw new IllegalStateException("a walk does not end");
                }
            }));
        }
    }

    private void change() {
        byte[] key = probe();
        byte[] other = probe();
        boolean ordered = Arrays.compareUnsigned(key, other) <= 0;
        KeyBounds bounds = KeyBounds.closed(ordered ? key : other, ordered ? other : key);
        int size = expected.subMap(ordered ? key : other, true, ordered ? other : key, true)
                .size();
        switch (random.nextInt(9)) {
            case 0 -> writer.put(key, new byte[random.nextInt(100)]);
            case 1 -> sameNumber(expected.containsKey(key) ? 1 : 0, writer.remove(key) ? 1 : 0, "remove");
            case 2 -> same(expected.get(key), writer.getAndPut(key, new byte[3]), "getAndPut");
            case 3 -> {
                long removed = writer.removeRange(bounds);
                // Whole subtrees go without being read, also those that changed places.
                if (mutation != Mutation.CHILDREN_SWAPPED) {
                    sameNumber(size, removed, "removeRange");
                }
            }
            case 4 -> sameNumber(size, writer.removeIf(bounds, entry -> true), "removeIf");
            case 5 -> sameEntry(expected.firstEntry(), writer.popFirst(), "popFirst");
            case 6 -> sameEntry(expected.lastEntry(), writer.popLast(), "popLast");
            case 7 -> {
                MutableTreeCursor cursor = writer.cursor(bounds);
                while (cursor.next()) {
                    switch (random.nextInt(4)) {
                        case 0 -> cursor.set(new byte[random.nextInt(60)]);
                        case 1 -> insertBeside(cursor);
                        default -> cursor.remove();
                    }
                }
            }
            default -> writer.clear();
        }
    }

    private static void insertBeside(MutableTreeCursor cursor) {
        byte[] key = cursor.key();
        try {
            cursor.insertAfter(Arrays.copyOf(key, key.length + 1), new byte[5]);
        } catch (IllegalArgumentException | OversizedKeyException refused) {
            assertTrue(cursor.isOnEntry(), refused::toString);
        }
    }
}
