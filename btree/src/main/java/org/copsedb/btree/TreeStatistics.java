package org.copsedb.btree;

import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;

/**
 * What a tree consists of.
 *
 * @param entries the entries
 * @param depth the levels of nodes, 0 for an empty tree
 * @param branchPages the branches
 * @param leafPages the leaves
 * @param valuePages the pages of large values, index pages included
 * @param usedBytes the bytes of all these pages that hold something; those of large values are counted as full
 * @param allocatedBytes the bytes of all these pages
 */
public record TreeStatistics(
        long entries,
        int depth,
        long branchPages,
        long leafPages,
        long valuePages,
        long usedBytes,
        long allocatedBytes) {

    /** Reads every node of a tree. */
    static TreeStatistics of(PageReader reader, PageReference root) {
        Count count = new Count(reader);
        if (!root.isNone()) {
            new TreePages(reader, count).visitTree(root);
        }
        return new TreeStatistics(
                root.count(), count.depth, count.branches, count.leaves, count.values, count.used, count.allocated);
    }

    private static final class Count implements PageVisitor {
        private final PageReader reader;
        private final PageSet met = new PageSet();
        private int depth;
        private long branches;
        private long leaves;
        private long values;
        private long used;
        private long allocated;

        Count(PageReader reader) {
            this.reader = reader;
        }

        @Override
        public void visit(long page, long stamp, int kind) {
            if (!met.add(page)) {
                throw new CorruptFileException("page " + NodeFormat.name(page), "one parent", "two references to it");
            }
            long size = (long) reader.basePageSize() << PageNumber.order(page);
            allocated += size;
            if (kind != PageKind.LEAF && kind != PageKind.BRANCH) {
                values++;
                used += size;
                return;
            }
            byte[] node = reader.readTransient(page, stamp);
            int level = kind == PageKind.LEAF ? 0 : PageHeader.level(node);
            NodeFormat.check(node, level);
            used += size - NodeFormat.freeBytes(node);
            depth = Math.max(depth, level + 1);
            leaves += level == 0 ? 1 : 0;
            branches += level == 0 ? 0 : 1;
        }
    }
}
