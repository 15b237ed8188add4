package org.copsedb.btree;

import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;

/**
 * Walks the pages of a tree without keys. Depth is bounded by the levels, which fall at every hop; the leaves below a
 * branch without {@link NodeFormat#LARGE_VALUES_FLAG} are named and not read. A page is read before it is shown, so
 * that the visitor may free it.
 */
final class TreePages {
    private TreePages() {}

    static void forEach(PageReader reader, PageReference root, PageVisitor visitor) {
        if (root.isNone()) {
            return;
        }
        byte[] page = reader.readTransient(root.page(), root.stamp());
        int top = PageHeader.level(page);
        visitor.visit(root.page(), root.stamp(), PageHeader.kind(page));
        NodeFormat.check(page, top);
        if (top == 0) {
            visitLargeValues(reader, page, visitor);
            return;
        }
        byte[][] branches = new byte[top + 1][];
        int[] next = new int[top + 1];
        branches[top] = page;
        int level = top;
        while (level <= top) {
            byte[] branch = branches[level];
            if (next[level] == PageHeader.entryCount(branch)) {
                level++;
                continue;
            }
            int reference = BranchPage.referenceOffset(branch, next[level]++);
            long number = BranchPage.childPage(branch, reference);
            long stamp = BranchPage.childStamp(branch, reference);
            if (level > 1) {
                byte[] child = reader.readTransient(number, stamp);
                NodeFormat.check(child, --level);
                visitor.visit(number, stamp, PageKind.BRANCH);
                branches[level] = child;
                next[level] = 0;
            } else if (NodeFormat.hasLargeValues(branch)) {
                byte[] leaf = reader.readTransient(number, stamp);
                NodeFormat.check(leaf, 0);
                visitor.visit(number, stamp, PageKind.LEAF);
                visitLargeValues(reader, leaf, visitor);
            } else {
                visitor.visit(number, stamp, PageKind.LEAF);
            }
        }
    }

    private static void visitLargeValues(PageReader reader, byte[] leaf, PageVisitor visitor) {
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
