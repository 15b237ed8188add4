package org.copsedb.btree.apply;

import java.util.Arrays;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.node.BranchPacker;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.KeyBytes;
import org.copsedb.btree.node.LeafPacker;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageWriter;

/**
 * Builds a tree from the bottom up, from entries in key order: full leaves, full branches, and the shortest separators.
 *
 * <p>At every level the latest nodes' worth of content is kept back, up to two nodes, so that the last two can be made
 * equally full. Leaves keep room for two more entries, up to an eighth of the leaf, so that the first insertions do not
 * split them; not so where keys arrive in ascending order, as nothing will be inserted between them.
 *
 * <p>The steps that tests break on purpose are methods that may be overridden within the package.
 */
class TreeBuilder {
    private static final byte[] NOTHING = new byte[0];
    private static final int BRANCHES = 4;

    final PageWriter pages;
    final TreeShape shape;
    final int leafSize;
    final int branchSize;
    /** Whether keys arrived in ascending order. */
    private final boolean ascending;

    final LeafPacker leaf = new LeafPacker();
    /** The separator before the entries in {@link #leaf}. */
    byte[] leafLeft = NOTHING;
    /** The children of the branch of each level that is being filled; there is none at level 0. */
    private BranchPacker[] branches = new BranchPacker[0];

    TreeBuilder(PageWriter pages, TreeShape shape, boolean ascending) {
        this.pages = pages;
        this.shape = shape;
        this.leafSize = shape.leafSize(pages.basePageSize());
        this.branchSize = shape.branchSize(pages.basePageSize());
        this.ascending = ascending;
        growTo(BRANCHES);
    }

    private void growTo(int levels) {
        int before = branches.length;
        branches = Arrays.copyOf(branches, levels);
        for (int i = before; i < levels; i++) {
            branches[i] = new BranchPacker();
        }
    }

    /** The children of the branch of a level, 1 or more, that is being filled. */
    final BranchPacker branch(int level) {
        if (level >= branches.length) {
            growTo(Math.max(level + 1, branches.length * 2));
        }
        return branches[level];
    }

    /** Tells whether nothing is kept back at a level and below. */
    final boolean isEmptyTo(int level) {
        if (leaf.size() > 0) {
            return false;
        }
        for (int i = 1; i <= level; i++) {
            if (branch(i).size() > 0) {
                return false;
            }
        }
        return true;
    }

    // Leaves

    /** Adds an entry whose key comes after all those before. */
    // hot path: ApplyBenchmark
    final void add(byte[] array, int cell) {
        leaf.add(array, cell);
        while (leaf.bytes() > 2 * leafSize) {
            emitLeaf(packedEntries());
        }
    }

    /** Adds entries of a leaf, which come after all those before. */
    final void addRange(byte[] page, int from, int to) {
        leaf.addRange(page, from, to);
        while (leaf.bytes() > 2 * leafSize) {
            emitLeaf(packedEntries());
        }
    }

    private int packedEntries() {
        int room = ascending ? 0 : Math.min(leafSize / 8, 2 * (leaf.bytes() / leaf.size()));
        return leaf.fitting(leafSize - room);
    }

    /** Writes the entries that are kept back into leaves: one, or some that are equally full. */
    final void emitLeaves() {
        while (leaf.bytes() > leafSize) {
            int half = leaf.bytes() / 2;
            emitLeaf(Math.min(leaf.size() - 1, leaf.fitting(Math.min(leafSize, Math.max(half, leafSize / 2)))));
        }
        if (leaf.size() > 0) {
            emitLeaf(leaf.size());
        }
    }

    private void emitLeaf(int entries) {
        pages.relieve();
        byte[] page = pages.allocate(shape.leafOrder());
        leaf.write(page, 0, entries);
        byte[] left = leafLeft;
        leafLeft = entries < leaf.size() ? separator(leaf.key(entries - 1), leaf.key(entries)) : NOTHING;
        leaf.removeFirst(entries);
        place(0, page, left);
    }

    /** Returns the shortest separator of two neighbouring keys. */
    byte[] separator(byte[] left, byte[] right) {
        return Arrays.copyOf(right, KeyBytes.separatorLength(left, left.length, right, right.length));
    }

    /** Tells whether so many bytes of content should not stand in a node of their own. */
    static boolean isPoor(int bytes, int nodeSize) {
        return bytes < nodeSize / 4;
    }

    // Branches

    /**
     * Takes a node that is complete.
     *
     * @param level its level
     * @param page the node
     * @param left the separator before it
     */
    void place(int level, byte[] page, byte[] left) {
        BranchPacker parent = branch(level + 1);
        parent.add(left, page, countOf(page));
        if (parent.bytes() > 2 * branchSize) {
            int room = ascending ? 0 : branchSize / 16;
            emitBranch(level + 1, parent.fitting(branchSize - room));
        }
    }

    /** Returns what a reference to a node counts. */
    long countOf(byte[] node) {
        return entriesIn(node);
    }

    private static long entriesIn(byte[] node) {
        int count = PageHeader.entryCount(node);
        return PageHeader.level(node) == 0 ? count : BranchPage.countBetween(node, 0, count);
    }

    /** Writes the children that are kept back at a level into branches: one, or some that are equally full. */
    final void emitBranches(int level) {
        BranchPacker content = branch(level);
        while (content.bytes() > branchSize && !content.fits(0, content.size(), branchSize)) {
            emitBranch(level, content.fitting(Math.min(branchSize, Math.max(content.bytes() / 2, branchSize / 2))));
        }
        if (content.size() > 0) {
            emitBranch(level, content.size());
        }
    }

    private void emitBranch(int level, int children) {
        BranchPacker content = branch(level);
        byte[] page = pages.allocate(shape.branchOrder());
        content.write(page, level, 0, children);
        byte[] left = content.left();
        content.removeFirst(children);
        place(level, page, left);
    }

    // The end

    /** Writes all that was kept back; returns the root. The builder can be used again. */
    final PageReference finish() {
        if (leaf.size() > 0) {
            if (isPoor(leaf.bytes(), leafSize) && hasLeftNeighbour(0)) {
                takeLastLeaf();
            }
            emitLeaves();
        }
        for (int level = 1; ; level++) {
            BranchPacker content = branch(level);
            boolean top = !hasLeftNeighbour(level);
            if (top && content.size() <= 1) {
                PageReference root = content.size() == 0 ? PageReference.NONE : content.reference(0);
                content.clear();
                return root;
            }
            if (content.size() > 0) {
                if (!top && (content.size() == 1 || isPoor(content.bytes(), branchSize))) {
                    takeLastBranch(level);
                }
                emitBranches(level);
            }
        }
    }

    /** Tells whether there is a node of a level to the left of what is kept back there. */
    private boolean hasLeftNeighbour(int level) {
        for (int i = level + 1; i < branches.length; i++) {
            if (branches[i].size() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Puts the entries of the last leaf before those that are kept back. */
    private void takeLastLeaf() {
        byte[] kept = new byte[leafSize];
        int count = leaf.size();
        leaf.write(kept, 0, count);
        leaf.clear();
        byte[] page = takeLast(0);
        leaf.addRange(page, 0, PageHeader.entryCount(page));
        leaf.addRange(kept, 0, count);
    }

    private void takeLastBranch(int level) {
        BranchPacker content = branch(level);
        byte[] kept = new byte[branchSize];
        int count = content.size();
        byte[] separator = content.left();
        if (count > 0) {
            content.write(kept, level, 0, count);
            content.clear();
        }
        byte[] page = takeLast(level);
        content.addRange(leftOfTaken, page, 0, PageHeader.entryCount(page));
        content.addRange(separator, kept, 0, count);
    }

    private byte[] leftOfTaken = NOTHING;

    /** Takes the last node of a level back from its parent, to be written anew. */
    private byte[] takeLast(int level) {
        BranchPacker parent = branch(level + 1);
        if (parent.size() == 0) {
            takeLastBranch(level + 1);
        }
        PageReference last = parent.reference(parent.size() - 1);
        leftOfTaken = parent.size() == 1 ? parent.left() : parent.separator(parent.size() - 2);
        if (level == 0) {
            leafLeft = leftOfTaken;
        }
        parent.removeLast();
        byte[] page = readNode(level, last);
        pages.free(last.page(), last.stamp());
        return page;
    }

    /** Reads a node and checks all of it. */
    final byte[] readNode(int level, PageReference reference) {
        byte[] page = pages.read(reference.page(), reference.stamp());
        int size = level == 0 ? leafSize : branchSize;
        if (page.length != size) {
            throw NodeFormat.corrupt(page, "a node of " + size + " bytes", page.length + " bytes");
        }
        NodeFormat.check(page, level);
        long count = entriesIn(page);
        if (count != reference.count()) {
            throw NodeFormat.corrupt(page, reference.count() + " entries", count + " entries");
        }
        if (PageHeader.stamp(page) != pages.stamp()) {
            NodeFormat.checkWholly(page, level);
        }
        return page;
    }
}
