package org.copsedb.btree;

import java.util.Arrays;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeEditor;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.storage.CorruptFileException;

/**
 * A writer's way down: from the root to a leaf, with the path kept for the way up.
 *
 * <p>A page of the path is edited in place only if it was born under the current stamp; else it is copied first and the
 * old one freed. Between two operations nothing is kept but the root.
 */
abstract class TreeDescent {
    private static final byte[] NOTHING = new byte[0];

    final PageWriter pages;
    final TreeShape shape;
    final int leafSize;
    final int branchSize;
    private long rootPage;
    private long rootStamp;
    private long rootCount;

    /** The pages from the root to the leaf, and which child of each branch was taken. */
    final byte[][] path = new byte[NodeFormat.MAXIMUM_LEVEL + 1][];

    final int[] children = new int[NodeFormat.MAXIMUM_LEVEL + 1];
    int leafDepth;
    final PlaceCheck place = new PlaceCheck();

    TreeDescent(PageWriter pages, TreeShape shape, PageReference root) {
        this.pages = pages;
        this.shape = shape;
        this.leafSize = shape.leafSize(pages.basePageSize());
        this.branchSize = shape.branchSize(pages.basePageSize());
        setRoot(root);
    }

    final PageReference root() {
        return new PageReference(rootPage, rootStamp, rootCount);
    }

    final void setRoot(PageReference root) {
        setRoot(root.page(), root.stamp(), root.count());
    }

    final void setRoot(long page, long stamp, long count) {
        rootPage = page;
        rootStamp = stamp;
        rootCount = count;
    }

    final boolean isEmpty() {
        return rootStamp == 0;
    }

    final long count() {
        return rootCount;
    }

    /** Goes to the leaf of a key in a tree that is not empty; returns what {@link LeafPage#search} says. */
    final int descend(byte[] key) {
        try {
            byte[] page = readRoot();
            for (int level = PageHeader.level(page); level > 0; level--) {
                checkNode(page, level, branchSize);
                page = enter(page, BranchPage.search(page, key, key.length));
            }
            arrive(page);
            int index = LeafPage.search(page, key, key.length);
            if (index < 0) {
                requireAbsent(page, -1 - index);
            }
            return index;
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /** Goes to the first or the last leaf of a tree that is not empty; returns the number of its outermost entry. */
    final int descendToEdge(boolean first) {
        try {
            byte[] page = readRoot();
            for (int level = PageHeader.level(page); level > 0; level--) {
                int last = checkNode(page, level, branchSize) - 1;
                page = enter(page, first ? 0 : last);
            }
            arrive(page);
            requireAbsent(page, 0);
            return first ? 0 : PageHeader.entryCount(page) - 1;
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    // A descent step by step: the branch that was reached, and which child to enter.

    /** Begins at the root of a tree that is not empty; returns its level. */
    final int beginDescent() {
        try {
            byte[] page = readRoot();
            path[0] = page;
            return PageHeader.level(page);
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /** Returns the branch that was reached, after a check. */
    final byte[] branch(int level) {
        try {
            checkNode(path[leafDepth], level, branchSize);
            return path[leafDepth];
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    final void enterChild(int child) {
        try {
            byte[] page = enter(path[leafDepth], child);
            path[leafDepth] = page;
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /** Returns the leaf that was reached, after a check. */
    final byte[] endDescent() {
        try {
            byte[] leaf = path[leafDepth];
            arrive(leaf);
            requireAbsent(leaf, 0);
            return leaf;
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    private byte[] readRoot() {
        leafDepth = 0;
        byte[] page = pages.read(rootPage, rootStamp);
        if (PageHeader.level(page) > NodeFormat.MAXIMUM_LEVEL) {
            throw NodeFormat.tooHigh(rootPage, PageHeader.level(page));
        }
        return page;
    }

    private byte[] enter(byte[] branch, int child) {
        path[leafDepth] = branch;
        children[leafDepth++] = child;
        int reference = BranchPage.referenceOffset(branch, child);
        return pages.read(BranchPage.childPage(branch, reference), BranchPage.childStamp(branch, reference));
    }

    /** Makes sure that a key is not elsewhere; a leaf that this writer made needs no proof. */
    private void requireAbsent(byte[] leaf, int before) {
        boolean edge = before == 0 || before == PageHeader.entryCount(leaf);
        if (edge && PageHeader.stamp(leaf) != pages.stamp()) {
            place.checkAtAllLevels(path, children, leafDepth, leaf);
        }
    }

    private void arrive(byte[] page) {
        int count = checkNode(page, 0, leafSize);
        path[leafDepth] = page;
        long expected = leafDepth == 0 ? rootCount : childCount(leafDepth - 1);
        Tree.requireCount(page, expected, count);
    }

    static int checkNode(byte[] page, int level, int size) {
        if (page.length != size) {
            throw NodeFormat.corrupt(page, "a node of " + size + " bytes", page.length + " bytes");
        }
        return NodeFormat.check(page, level);
    }

    final long childCount(int depth) {
        return BranchPage.childCount(path[depth], BranchPage.referenceOffset(path[depth], children[depth]));
    }

    final CorruptFileException locate(CorruptFileException damage) {
        return DamagePath.at(way(leafDepth), damage);
    }

    /** Adds the path to a page of the path to an exception. */
    final CorruptFileException locate(int depth, CorruptFileException damage) {
        return DamagePath.at(way(depth), damage);
    }

    /** Adds the path to a child of a branch of the path to an exception. */
    final CorruptFileException locate(int depth, int child, CorruptFileException damage) {
        int reference = BranchPage.referenceOffset(path[depth], child);
        String name = NodeFormat.name(BranchPage.childPage(path[depth], reference));
        return DamagePath.at(way(depth) + ", child " + child + " " + name, damage);
    }

    private String way(int depth) {
        return DamagePath.along(rootPage, path, children, depth);
    }

    /** Takes over the path of a cursor, which stands on an entry of the current version. */
    final void adopt(TreeCursor cursor) {
        leafDepth = cursor.copyPath(path, children);
    }

    /** The leaf that the latest descent reached. */
    final byte[] leaf() {
        return path[leafDepth];
    }

    /** Tells whether the way down to a page went along the first or last children only. */
    final boolean onEdge(int depth, boolean first) {
        for (int i = 0; i < depth; i++) {
            if (children[i] != (first ? 0 : PageHeader.entryCount(path[i]) - 1)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the page at a depth of the path as one that may be edited: itself, or a copy in its place. */
    final byte[] own(int depth) {
        byte[] page = path[depth];
        if (!mustCopy(page)) {
            return page;
        }
        checkBeforeChange(depth, page);
        byte[] copy = pages.allocate(PageHeader.order(page));
        NodeEditor.copy(page, copy);
        giveUp(page);
        path[depth] = copy;
        return copy;
    }

    /** Tells whether a page was published, so that it must stay as it is. */
    boolean mustCopy(byte[] page) {
        return PageHeader.stamp(page) != pages.stamp();
    }

    /** Frees a page that was copied. */
    void giveUp(byte[] page) {
        pages.free(PageHeader.pageNumber(page), PageHeader.stamp(page));
    }

    /** Checks what a change of a page builds on; pages born under the current stamp passed it when they were copied. */
    private void checkBeforeChange(int depth, byte[] page) {
        try {
            NodeFormat.checkWholly(page, PageHeader.level(page));
            Tree.requireCount(page, depth == 0 ? rootCount : childCount(depth - 1), entriesIn(page));
            place.checkAtAllLevels(path, children, depth, page);
        } catch (CorruptFileException damage) {
            throw locate(depth, damage);
        }
    }

    static long entriesIn(byte[] node) {
        int count = PageHeader.entryCount(node);
        return PageHeader.level(node) == 0 ? count : BranchPage.countBetween(node, 0, count);
    }

    final void forgetPath() {
        Arrays.fill(path, 0, leafDepth + 1, NOTHING);
    }
}
