package org.copsedb.btree;

import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;

/**
 * Walks the pages of a tree without keys. Depth is bounded by the levels, which fall at every hop; the leaves below a
 * branch without {@link NodeFormat#LARGE_VALUES_FLAG} are named and not read. A page is read before it is shown, so
 * that the visitor may free it.
 */
final class TreePages {
    private final PageReader reader;
    private final PageVisitor visitor;

    TreePages(PageReader reader, PageVisitor visitor) {
        this.reader = reader;
        this.visitor = visitor;
    }

    /** Walks a whole tree. */
    void visitTree(PageReference root) {
        if (root.isNone()) {
            return;
        }
        try {
            byte[] page = reader.readTransient(root.page(), root.stamp());
            int level = PageHeader.level(page);
            int count = NodeFormat.check(page, level);
            Tree.requireCount(page, root.count(), TreeDescent.entriesIn(page));
            visitor.visit(root.page(), root.stamp(), PageHeader.kind(page));
            if (level == 0) {
                visitLargeValues(page);
            } else {
                visitChildren(page, 0, count);
            }
        } catch (CorruptFileException damage) {
            throw DamagePath.at("root " + NodeFormat.name(root.page()), damage);
        }
    }

    /** Walks the subtrees of a range of a branch's children. */
    void visitChildren(byte[] top, int from, int to) {
        int topLevel = PageHeader.level(top);
        byte[][] branches = new byte[topLevel + 1][];
        int[] next = new int[topLevel + 1];
        int[] ends = new int[topLevel + 1];
        branches[topLevel] = top;
        next[topLevel] = from;
        ends[topLevel] = to;
        int level = topLevel;
        try {
            while (level <= topLevel) {
                if (next[level] == ends[level]) {
                    level++;
                    continue;
                }
                byte[] branch = branches[level];
                int reference = BranchPage.referenceOffset(branch, next[level]++);
                if (level > 1) {
                    byte[] child = visitBranch(branch, reference, level - 1);
                    level--;
                    branches[level] = child;
                    next[level] = 0;
                    ends[level] = PageHeader.entryCount(child);
                } else {
                    visitLeaf(branch, reference);
                }
            }
        } catch (CorruptFileException damage) {
            throw DamagePath.at(way(branches, next, level), damage);
        }
    }

    private static String way(byte[][] branches, int[] next, int lowest) {
        StringBuilder way = new StringBuilder();
        for (int level = branches.length - 1; level >= lowest; level--) {
            int child = next[level] - 1;
            long page = BranchPage.childPage(branches[level], BranchPage.referenceOffset(branches[level], child));
            way.append(way.isEmpty() ? "" : ", ");
            way.append("child ").append(child).append(' ').append(NodeFormat.name(page));
        }
        return way.toString();
    }

    private byte[] visitBranch(byte[] parent, int reference, int level) {
        long number = BranchPage.childPage(parent, reference);
        long stamp = BranchPage.childStamp(parent, reference);
        byte[] branch = reader.readTransient(number, stamp);
        NodeFormat.check(branch, level);
        Tree.requireCount(branch, BranchPage.childCount(parent, reference), TreeDescent.entriesIn(branch));
        visitor.visit(number, stamp, PageKind.BRANCH);
        return branch;
    }

    private void visitLeaf(byte[] parent, int reference) {
        long number = BranchPage.childPage(parent, reference);
        long stamp = BranchPage.childStamp(parent, reference);
        if (!NodeFormat.hasLargeValues(parent)) {
            visitor.visit(number, stamp, PageKind.LEAF);
            return;
        }
        byte[] leaf = reader.readTransient(number, stamp);
        NodeFormat.check(leaf, 0);
        Tree.requireCount(leaf, BranchPage.childCount(parent, reference), TreeDescent.entriesIn(leaf));
        visitor.visit(number, stamp, PageKind.LEAF);
        visitLargeValues(leaf);
    }

    private void visitLargeValues(byte[] leaf) {
        if (!NodeFormat.hasLargeValues(leaf)) {
            return;
        }
        for (int i = 0; i < PageHeader.entryCount(leaf); i++) {
            long location = LeafPage.locateValue(leaf, i);
            if (LeafPage.isLarge(location)) {
                LargeValuePages pages = new LargeValuePages(
                        reader, leaf, LeafPage.valueOffset(location), LeafPage.valueLength(location));
                while (pages.next()) {
                    visitor.visit(pages.page(), pages.stamp(), pages.kind());
                }
            }
        }
    }
}
