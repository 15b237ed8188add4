package org.copsedb.btree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.KeyBytes;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.node.NodeInspector;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * Checks every invariant of a tree on every page, one named finding for each breach.
 *
 * <p>The invariants have their numbers in {@code docs/invariants.md}. The check is iterative; a page that was seen
 * before, or that stands at a wrong level, is reported and not entered, so that it ends on any bytes: it reads every
 * page at most once and keeps a set of the page numbers. Large values are read piece by piece.
 */
public final class TreeChecker {
    /** The greatest number of findings that are collected; the check stops there. */
    public static final int MAXIMUM_FINDINGS = 100;

    private final PageReader reader;
    private final List<TreeFinding> findings = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();

    /** A branch on the way down. */
    private static final class Step {
        final byte[] page;
        final String where;
        final byte @Nullable [] low;
        final byte @Nullable [] high;
        int next;

        Step(byte[] page, String where, byte @Nullable [] low, byte @Nullable [] high) {
            this.page = page;
            this.where = where;
            this.low = low;
            this.high = high;
        }
    }

    private TreeChecker(PageReader reader) {
        this.reader = reader;
    }

    /**
     * Checks a tree.
     *
     * <p>Cost: reads the whole tree, with its large values, without keeping it in the cache.
     *
     * @param reader where the pages come from
     * @param root the root
     * @return the findings, at most {@link #MAXIMUM_FINDINGS}; empty if all is well
     */
    public static List<TreeFinding> check(PageReader reader, PageReference root) {
        TreeChecker checker = new TreeChecker(reader);
        if (!root.isNone()) {
            checker.walk(root);
        } else if (root.count() != 0) {
            checker.report("B6", "root", "an empty tree counts " + root.count() + " entries");
        }
        return checker.findings;
    }

    private void report(String invariant, String where, String message) {
        if (findings.size() < MAXIMUM_FINDINGS) {
            findings.add(new TreeFinding(invariant, where, message));
        }
    }

    private static String describe(CorruptFileException damage) {
        return damage.where() + ": expected " + damage.expected() + ", found " + damage.found();
    }

    private boolean isFull() {
        return findings.size() >= MAXIMUM_FINDINGS;
    }

    private void walk(PageReference root) {
        List<Step> steps = new ArrayList<>();
        String where = "root " + NodeFormat.name(root.page());
        byte[] page = read(root, where, Long.MAX_VALUE);
        if (page == null) {
            return;
        }
        int top = PageHeader.level(page);
        if (top > NodeFormat.MAXIMUM_LEVEL) {
            report("B8", where, "level " + top + " is beyond " + NodeFormat.MAXIMUM_LEVEL);
            return;
        }
        Step first = inspect(page, new Step(page, where, null, null), top, root.count());
        if (first != null) {
            steps.add(first);
        }
        while (!steps.isEmpty() && !isFull()) {
            Step step = steps.get(steps.size() - 1);
            if (step.next == PageHeader.entryCount(step.page)) {
                steps.remove(steps.size() - 1);
            } else {
                Step below = enter(step, step.next++, top - steps.size());
                if (below != null) {
                    steps.add(below);
                }
            }
        }
    }

    private @Nullable Step enter(Step step, int child, int level) {
        byte[] branch = step.page;
        PageReference reference = PageReference.get(branch, BranchPage.referenceOffset(branch, child));
        String where = step.where + ", child " + child + " " + NodeFormat.name(reference.page());
        byte[] page = read(reference, where, PageHeader.stamp(branch));
        if (page == null) {
            return null;
        }
        byte[] low = child == 0 ? step.low : BranchPage.separator(branch, child - 1);
        byte[] high = child == PageHeader.entryCount(branch) - 1 ? step.high : BranchPage.separator(branch, child);
        if (NodeFormat.hasLargeValues(page) && !NodeFormat.hasLargeValues(branch)) {
            report("B12", where, "holds large values, which its parent does not say");
        }
        return inspect(page, new Step(page, where, low, high), level, reference.count());
    }

    private byte @Nullable [] read(PageReference reference, String where, long parentStamp) {
        if (!seen.add(reference.page())) {
            report("B9", where, "the page has two parents");
            return null;
        }
        if (reference.stamp() > parentStamp) {
            report("B7", where, "born under " + reference.stamp() + ", after its parent's " + parentStamp);
        }
        try {
            byte[] page = reader.readTransient(reference.page(), reference.stamp());
            if (PageHeader.pageNumber(page) != reference.page() || PageHeader.stamp(page) != reference.stamp()) {
                report(
                        "B10",
                        where,
                        "the page calls itself " + NodeFormat.name(PageHeader.pageNumber(page)) + " of stamp "
                                + PageHeader.stamp(page));
                return null;
            }
            return page;
        } catch (CorruptFileException damage) {
            report("B10", where, describe(damage));
            return null;
        }
    }

    /** Checks one node; returns the step if it is a branch whose children can be entered. */
    private @Nullable Step inspect(byte[] page, Step step, int level, long count) {
        int kind = level == 0 ? PageKind.LEAF : PageKind.BRANCH;
        if (PageHeader.kind(page) != kind || PageHeader.level(page) != level) {
            report(
                    "B8",
                    step.where,
                    "expected kind " + kind + " at level " + level + ", found kind " + PageHeader.kind(page)
                            + " at level " + PageHeader.level(page));
            return null;
        }
        int minimum = level == 0 ? 1 : 2;
        if (PageHeader.entryCount(page) < minimum) {
            report("B11", step.where, "has " + PageHeader.entryCount(page) + " entries, fewer than " + minimum);
            return null;
        }
        String wrongWidth = NodeInspector.findWrongWidth(page, level);
        if (wrongWidth != null) {
            report("B14", step.where, wrongWidth);
            return null;
        }
        try {
            NodeFormat.checkWholly(page, level);
        } catch (CorruptFileException damage) {
            report("B4", step.where, describe(damage));
            return null;
        }
        checkKeys(step, level);
        long entries = TreeDescent.entriesIn(page);
        if (entries != count) {
            report("B6", step.where, "holds " + entries + " entries, its reference counts " + count);
        }
        if (level == 0) {
            checkLargeValues(step);
            return null;
        }
        return step;
    }

    private void checkKeys(Step step, int level) {
        byte[] page = step.page;
        int keys = level == 0 ? PageHeader.entryCount(page) : PageHeader.entryCount(page) - 1;
        String broken = NodeInspector.findBrokenPadding(page, keys);
        if (broken != null) {
            report("B3", step.where, broken);
        }
        byte[] before = null;
        for (int i = 0; i < keys && !isFull(); i++) {
            byte[] key = level == 0 ? LeafPage.key(page, i) : BranchPage.separator(page, i);
            if (before != null && KeyBytes.compare(before, key) >= 0) {
                report("B1", step.where, "key " + i + " does not come after the one before it");
            }
            if ((step.low != null && KeyBytes.compare(key, step.low) < 0)
                    || (step.high != null && KeyBytes.compare(key, step.high) >= 0)) {
                report("B2", step.where, "key " + i + " lies outside the parent's separators");
            }
            int found =
                    level == 0 ? LeafPage.search(page, key, key.length) : BranchPage.search(page, key, key.length) - 1;
            if (found != i) {
                report("B5", step.where, "a search for key " + i + " finds " + found);
            }
            before = key;
        }
    }

    private void checkLargeValues(Step step) {
        byte[] leaf = step.page;
        for (int i = 0; i < PageHeader.entryCount(leaf) && !isFull(); i++) {
            long location = LeafPage.locateValue(leaf, i);
            if (LeafPage.isLarge(location)) {
                if (!NodeFormat.hasLargeValues(leaf)) {
                    report("B12", step.where, "value " + i + " is large, which the leaf does not say");
                }
                checkLargeValue(step, i, LeafPage.valueOffset(location), LeafPage.valueLength(location));
            }
        }
    }

    private void checkLargeValue(Step step, int index, int offset, int length) {
        byte[] leaf = step.page;
        String where = step.where + ", value " + index;
        try {
            LargeValuePages pages = new LargeValuePages(reader, leaf, offset, length);
            int piece = 0;
            while (pages.next()) {
                if (!seen.add(pages.page())) {
                    report("B9", where, "page " + NodeFormat.name(pages.page()) + " has two parents");
                    return;
                }
                if (pages.stamp() > PageHeader.stamp(leaf)) {
                    report("B7", where, "page " + NodeFormat.name(pages.page()) + " was born after the leaf");
                }
                if (pages.kind() == PageKind.VALUE) {
                    LargeValueStream.verify(reader.readTransient(pages.page(), pages.stamp()), piece++);
                }
            }
        } catch (CorruptFileException damage) {
            report("B13", where, describe(damage));
        }
    }

    /**
     * Checks a tree and throws if anything is wrong: for tests.
     *
     * @param reader where the pages come from
     * @param root the root
     * @throws CorruptFileException with the first finding
     */
    static void require(PageReader reader, PageReference root) {
        List<TreeFinding> findings = check(reader, root);
        if (!findings.isEmpty()) {
            TreeFinding first = findings.get(0);
            throw new CorruptFileException(
                    first.where(),
                    first.invariant(),
                    first.message() + " (" + findings.size() + " findings "
                            + Arrays.toString(findings.stream()
                                    .map(TreeFinding::invariant)
                                    .distinct()
                                    .toArray())
                            + ")");
        }
    }
}
