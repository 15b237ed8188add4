package org.copsedb.btree;

import java.util.Arrays;
import org.copsedb.btree.node.BranchContent;
import org.copsedb.btree.node.BranchEditor;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.KeyBytes;
import org.copsedb.btree.node.LeafContent;
import org.copsedb.btree.node.NewEntry;
import org.copsedb.btree.node.NodeEditor;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.storage.CorruptFileException;

/**
 * A writer's way up: what the change of a node means to the branches above it.
 *
 * <p>A node that overflows is split in two, one that falls below a quarter is merged with a neighbour or, where both do
 * not fit a page, levelled with it. A separator may grow then, so a removal can split a branch too; both go the same
 * way up.
 *
 * <p>The steps that tests break on purpose are methods that may be overridden within the package.
 */
abstract class TreeAscent extends TreeDescent {
    private static final byte[] NOTHING = new byte[0];

    /** Whether the change makes pages emptier, so that they may have to be merged. */
    boolean shrinking;

    final NewEntry entry = new NewEntry();
    final LeafContent leafContent;
    private final BranchContent branchContent = new BranchContent();
    private byte[] scratch = NOTHING;
    /** What a split made: the page to the right and what divides it from the left one. */
    byte[] splitRight = NOTHING;

    byte[] splitSeparator = NOTHING;
    /** Whether the path still leads to the leaf that was changed. */
    private boolean pathKept;

    TreeAscent(PageWriter pages, TreeShape shape, PageReference root) {
        super(pages, shape, root);
        this.leafContent = newLeafContent();
    }

    LeafContent newLeafContent() {
        return new LeafContent(entry);
    }

    /**
     * Tells whether the latest change left the path as it was, but for copies in the place of its pages: nothing was
     * split, merged or removed.
     */
    boolean isPathKept() {
        return pathKept;
    }

    /** Writes a content into a page that is one of its sources. */
    final void writeThroughScratch(LeafContent content, byte[] page, int from, int to) {
        if (scratch.length != page.length) {
            scratch = new byte[page.length];
        }
        content.write(scratch, from, to);
        NodeEditor.copy(scratch, page);
    }

    /** Returns a page to write a node anew: the page itself or, if it is not to be edited, another one in its stead. */
    private byte[] ownEmptied(byte[] page) {
        if (PageHeader.stamp(page) == pages.stamp()) {
            return page;
        }
        byte[] fresh = pages.allocate(PageHeader.order(page));
        pages.free(PageHeader.pageNumber(page), PageHeader.stamp(page));
        return fresh;
    }

    // Up

    /**
     * Carries a change of a node of the path up: new places, counts, flags, splits and merges. Stops at the first
     * branch that has nothing to note.
     *
     * @param from the depth of the node that was changed
     * @param delta by how much the number of entries changed
     * @param nodeSplit whether the node was split; then {@link #splitRight} and {@link #splitSeparator} are set
     */
    final void ascend(int from, long delta, boolean nodeSplit) {
        pathKept = !nodeSplit && PageHeader.level(path[from]) == 0;
        boolean split = nodeSplit;
        for (int depth = from; depth > 0; depth--) {
            byte[] node = path[depth];
            boolean poor = shrinking && !split && isPoor(node);
            if (!split && !poor && delta == 0 && isNoted(path[depth - 1], children[depth - 1], node)) {
                return;
            }
            byte[] parent = own(depth - 1);
            int child = children[depth - 1];
            long count = childCount(depth - 1) + adjustment(delta);
            markAbove(parent, node);
            if (split) {
                long rightCount = entriesIn(splitRight);
                BranchEditor.setChild(parent, child, node, count - rightCount);
                split = insertChild(depth - 1, child, rightCount);
            } else {
                BranchEditor.setChild(parent, child, node, count);
                if (poor) {
                    pathKept = false;
                    split = level(depth - 1, child, node);
                }
            }
        }
        finishRoot(delta, split);
    }

    /** Carries the mark of large values up. */
    void markAbove(byte[] parent, byte[] node) {
        if (NodeFormat.hasLargeValues(node)) {
            NodeFormat.markLargeValues(parent);
        }
    }

    /** What a branch adds to its count of a child when entries came or went. */
    long adjustment(long delta) {
        return delta;
    }

    private static boolean isNoted(byte[] parent, int child, byte[] node) {
        int reference = BranchPage.referenceOffset(parent, child);
        return BranchPage.childPage(parent, reference) == PageHeader.pageNumber(node)
                && BranchPage.childStamp(parent, reference) == PageHeader.stamp(node)
                && (!NodeFormat.hasLargeValues(node) || NodeFormat.hasLargeValues(parent));
    }

    /** Tells whether a node is to be merged or levelled with a neighbour. */
    boolean isPoor(byte[] node) {
        return PageHeader.entryCount(node) < (PageHeader.level(node) == 0 ? 1 : 2)
                || NodeFormat.freeBytes(node) > node.length - node.length / 4;
    }

    private void finishRoot(long delta, boolean split) {
        byte[] root = path[0];
        if (split) {
            pathKept = false;
            byte[] right = splitRight;
            long rightCount = entriesIn(right);
            byte[] branch = pages.allocate(shape.branchOrder());
            branchContent.clear();
            branchContent.plant(root, count() + delta - rightCount);
            branchContent.insertAfter(0, splitSeparator, right, rightCount);
            branchContent.write(branch, PageHeader.level(root) + 1, 0, 2);
            if (NodeFormat.hasLargeValues(root) || NodeFormat.hasLargeValues(right)) {
                NodeFormat.markLargeValues(branch);
            }
            root = branch;
        }
        long count = count() + delta;
        if (PageHeader.entryCount(root) == 0) {
            pathKept = false;
            pages.free(PageHeader.pageNumber(root), PageHeader.stamp(root));
            setRoot(PageReference.NONE);
        } else if (isSuperfluous(root)) {
            pathKept = false;
            int only = BranchPage.referenceOffset(root, 0);
            pages.free(PageHeader.pageNumber(root), PageHeader.stamp(root));
            setRoot(new PageReference(BranchPage.childPage(root, only), BranchPage.childStamp(root, only), count));
        } else {
            setRoot(PageHeader.pageNumber(root), PageHeader.stamp(root), count);
        }
        splitRight = NOTHING;
        splitSeparator = NOTHING;
        if (!pathKept) {
            forgetPath();
        }
    }

    /** Tells whether a root leads to one child only. */
    boolean isSuperfluous(byte[] root) {
        return PageHeader.level(root) > 0 && PageHeader.entryCount(root) == 1;
    }

    /** Inserts what a split made into a branch that is owned; returns whether the branch was split. */
    private boolean insertChild(int depth, int child, long count) {
        byte[] branch = path[depth];
        byte[] node = splitRight;
        byte[] separator = splitSeparator;
        if (NodeFormat.hasLargeValues(node)) {
            NodeFormat.markLargeValues(branch);
        }
        if (BranchEditor.tryInsertAfter(branch, child, separator, node, count)) {
            return false;
        }
        int before = PageHeader.entryCount(branch);
        BranchContent content = branchContent;
        content.clear();
        content.addAll(branch);
        content.insertAfter(child, separator, node, count);
        int wanted = content.size() / 2;
        if (child == before - 1 && onEdge(depth, false)) {
            wanted = content.size() - 2;
        } else if (child == 0 && onEdge(depth, true)) {
            wanted = 2;
        }
        return writeOrSplit(branch, wanted);
    }

    /** Writes the content into a branch that is owned; if it does not fit, splits it, and returns true. */
    private boolean writeOrSplit(byte[] branch, int wanted) {
        BranchContent content = branchContent;
        int level = PageHeader.level(branch);
        int size = content.size();
        if (content.fits(0, size, branch.length)) {
            content.write(branch, level, 0, size);
            return false;
        }
        int at = content.nearestSplit(wanted, branch.length);
        byte[] right = pages.allocate(shape.branchOrder());
        content.write(right, level, at, size);
        content.write(branch, level, 0, at);
        splitRight = right;
        splitSeparator = content.separator(at - 1);
        return true;
    }

    // Merging

    /**
     * Merges a poor node with a neighbour, or levels the two; returns whether the parent was split by a longer
     * separator.
     */
    private boolean level(int depth, int child, byte[] node) {
        byte[] parent = path[depth];
        int nodeLevel = PageHeader.level(node);
        if (PageHeader.entryCount(node) == 0) {
            if (child == 0) {
                readNeighbour(depth, 1, nodeLevel); // It loses the separator that shows whether it belongs here.
            }
            pages.free(PageHeader.pageNumber(node), PageHeader.stamp(node));
            BranchEditor.removeChild(parent, child);
            return false;
        }
        int leftChild = child + 1 < PageHeader.entryCount(parent) ? child : child - 1;
        byte[] left = leftChild == child ? node : readNeighbour(depth, leftChild, nodeLevel);
        byte[] right = leftChild == child ? readNeighbour(depth, child + 1, nodeLevel) : node;
        return nodeLevel == 0
                ? levelLeaves(depth, leftChild, left, right)
                : levelBranches(depth, leftChild, left, right);
    }

    /** Reads a child of a branch of the path, and checks all of it and whether it stands where it belongs. */
    final byte[] readNeighbour(int depth, int child, int level) {
        byte[] parent = path[depth];
        int reference = BranchPage.referenceOffset(parent, child);
        try {
            byte[] neighbour =
                    pages.read(BranchPage.childPage(parent, reference), BranchPage.childStamp(parent, reference));
            checkNode(neighbour, level, level == 0 ? leafSize : branchSize);
            NodeFormat.checkWholly(neighbour, level);
            Tree.requireCount(neighbour, BranchPage.childCount(parent, reference), entriesIn(neighbour));
            place.checkBetweenNearest(path, childrenBeside(depth, child), depth + 1, neighbour);
            return neighbour;
        } catch (CorruptFileException damage) {
            throw locate(depth, child, damage);
        }
    }

    /** Returns the way to a neighbour: that of the path, but for its last turn. */
    private int[] childrenBeside(int depth, int child) {
        int[] turns = Arrays.copyOf(children, depth + 1);
        turns[depth] = child;
        return turns;
    }

    private boolean levelLeaves(int depth, int leftChild, byte[] left, byte[] right) {
        byte[] parent = path[depth];
        LeafContent content = leafContent;
        content.clear();
        content.addAll(left, 0, PageHeader.entryCount(left));
        content.addAll(right, 0, PageHeader.entryCount(right));
        int size = content.size();
        if (content.fits(0, size, left.length)) {
            mergeLeaves(parent, leftChild, left, right);
            content.clear();
            return false;
        }
        int at = content.balancedSplit(left.length);
        byte[] separator = separator(content.key(at - 1), content.key(at));
        byte[] rightHalf = new byte[right.length];
        content.write(rightHalf, at, size);
        if (scratch.length != left.length) {
            scratch = new byte[left.length];
        }
        content.write(scratch, 0, at);
        content.clear();
        byte[] newLeft = ownEmptied(left);
        byte[] newRight = ownEmptied(right);
        NodeEditor.copy(scratch, newLeft);
        NodeEditor.copy(rightHalf, newRight);
        noteLevelled(parent, leftChild, newLeft, newRight);
        return replaceSeparator(depth, leftChild, separator);
    }

    /** Writes all entries of two leaves into one. */
    private void mergeLeaves(byte[] parent, int leftChild, byte[] left, byte[] right) {
        boolean keepLeft = PageHeader.stamp(left) == pages.stamp();
        byte[] kept = keepLeft ? left : right;
        byte[] given = keepLeft ? right : left;
        writeThroughScratch(leafContent, kept, 0, mergedEntries(leafContent.size()));
        noteMerged(parent, leftChild, kept, given);
    }

    /** How many of the entries of two leaves go into the one that they are merged into. */
    int mergedEntries(int entries) {
        return entries;
    }

    private boolean levelBranches(int depth, int leftChild, byte[] left, byte[] right) {
        byte[] parent = path[depth];
        int level = PageHeader.level(left);
        BranchContent content = branchContent;
        content.clear();
        content.addAll(left);
        content.setSeparator(content.size() - 1, BranchPage.separator(parent, leftChild));
        content.addAll(right);
        int size = content.size();
        if (content.fits(0, size, left.length)) {
            boolean keepLeft = PageHeader.stamp(left) == pages.stamp();
            byte[] kept = keepLeft ? left : right;
            content.write(kept, level, 0, size);
            noteMerged(parent, leftChild, kept, keepLeft ? right : left);
            return false;
        }
        int at = content.nearestSplit(size / 2, left.length);
        byte[] separator = content.separator(at - 1);
        byte[] newLeft = ownEmptied(left);
        byte[] newRight = ownEmptied(right);
        content.write(newLeft, level, 0, at);
        content.write(newRight, level, at, size);
        noteLevelled(parent, leftChild, newLeft, newRight);
        return replaceSeparator(depth, leftChild, separator);
    }

    private void noteMerged(byte[] parent, int leftChild, byte[] kept, byte[] given) {
        BranchEditor.setChild(parent, leftChild, kept, entriesIn(kept));
        BranchEditor.removeChild(parent, leftChild + 1);
        pages.free(PageHeader.pageNumber(given), PageHeader.stamp(given));
        if (NodeFormat.hasLargeValues(kept)) {
            NodeFormat.markLargeValues(parent);
        }
    }

    /** Notes two children that gave each other entries. */
    void noteLevelled(byte[] parent, int leftChild, byte[] left, byte[] right) {
        BranchEditor.setChild(parent, leftChild, left, entriesIn(left));
        BranchEditor.setChild(parent, leftChild + 1, right, entriesIn(right));
    }

    /** Sets the separator of two children that were levelled; returns whether their parent was split. */
    boolean replaceSeparator(int depth, int index, byte[] separator) {
        byte[] branch = path[depth];
        if (BranchEditor.tryReplaceSeparator(branch, index, separator)) {
            return false;
        }
        branchContent.clear();
        branchContent.addAll(branch);
        branchContent.setSeparator(index, separator);
        return writeOrSplit(branch, branchContent.size() / 2);
    }

    /** Returns the shortest separator of two neighbouring keys. */
    byte[] separator(byte[] left, byte[] right) {
        return Arrays.copyOf(right, KeyBytes.separatorLength(left, left.length, right, right.length));
    }
}
