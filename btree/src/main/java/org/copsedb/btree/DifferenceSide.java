package org.copsedb.btree;

import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;

/**
 * One of two trees that are compared: a place in it, before which everything was compared. What comes next is a subtree
 * that was not read, an entry of a leaf that was, or nothing. For one thread.
 */
class DifferenceSide {
    private static final byte[] NOTHING = new byte[0];

    private final PageReader reader;
    private final PageReference root;
    private final byte[][] branches = new byte[NodeFormat.MAXIMUM_LEVEL + 1][];

    /** The child that comes next, or that was entered, of each branch. */
    private final int[] children = new int[NodeFormat.MAXIMUM_LEVEL + 1];

    private int depth;
    private boolean rootIsNext;

    private byte[] leaf = NOTHING;
    private int index;
    private boolean isInLeaf;

    /** What names the subtree that comes next, or the leaf. */
    private long page;

    private long stamp;
    private long count;

    /** Of the subtree that comes next; not known of a root that was not read. */
    private int level;

    private byte[] key = NOTHING;
    private boolean keyIsCopied;
    private long pagesRead;

    DifferenceSide(PageReader reader, PageReference root) {
        this.reader = reader;
        this.root = root;
        if (!root.isNone()) {
            rootIsNext = true;
            page = root.page();
            stamp = root.stamp();
            count = root.count();
            level = NodeFormat.MAXIMUM_LEVEL + 1;
        }
    }

    PageReader reader() {
        return reader;
    }

    long pagesRead() {
        return pagesRead;
    }

    boolean isAtEnd() {
        return !rootIsNext && !isInLeaf && depth == 0;
    }

    boolean isOnEntry() {
        return isInLeaf;
    }

    /** Tells whether a subtree comes next that was not read. */
    boolean isBeforeSubtree() {
        return !isInLeaf && !isAtEnd();
    }

    /** The level of the subtree that comes next; the root's is above all others until it was read. */
    int level() {
        return level;
    }

    /** Tells whether the same subtree comes next on both sides, or on this one and the other has entered just it. */
    final boolean hasSameNext(DifferenceSide other) {
        return isSamePage(page, stamp, other.page, other.stamp) && (!other.isInLeaf || other.index == 0);
    }

    /** Tells whether two references name the same page. Tests plant an error here. */
    boolean isSamePage(long pageHere, long stampHere, long pageThere, long stampThere) {
        return pageHere == pageThere && stampHere == stampThere;
    }

    /** Reads the subtree that comes next: its first child or entry comes next then. */
    void enter() {
        try {
            byte[] bytes = reader.read(page, stamp);
            pagesRead++;
            int found = rootIsNext ? PageHeader.level(bytes) : level;
            if (found > NodeFormat.MAXIMUM_LEVEL) {
                throw NodeFormat.corrupt(bytes, "a level of at most " + NodeFormat.MAXIMUM_LEVEL, "level " + found);
            }
            int size = NodeFormat.check(bytes, found);
            Tree.requireCount(bytes, count, TreeDescent.entriesIn(bytes));
            rootIsNext = false;
            if (found == 0) {
                leaf = bytes;
                index = 0;
                keyIsCopied = false;
                isInLeaf = size > 0;
                return;
            }
            branches[depth] = bytes;
            children[depth] = 0;
            depth++;
            choose();
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /** Goes past the subtree that comes next, or past the leaf. */
    void skip() {
        rootIsNext = false;
        isInLeaf = false;
        while (depth > 0) {
            int top = depth - 1;
            children[top]++;
            if (children[top] < PageHeader.entryCount(branches[top])) {
                choose();
                return;
            }
            depth--;
        }
    }

    /** Goes past the entry. */
    void advance() {
        index++;
        keyIsCopied = false;
        if (index == PageHeader.entryCount(leaf)) {
            skip();
        }
    }

    private void choose() {
        byte[] branch = branches[depth - 1];
        int reference = BranchPage.referenceOffset(branch, children[depth - 1]);
        page = BranchPage.childPage(branch, reference);
        stamp = BranchPage.childStamp(branch, reference);
        count = BranchPage.childCount(branch, reference);
        level = PageHeader.level(branch) - 1;
    }

    /** Returns the depth of the branch whose separator stands before the subtree that comes next; -1 if none does. */
    private int separatorDepth() {
        int at = depth - 1;
        while (at >= 0 && children[at] == 0) {
            at--;
        }
        return at;
    }

    /** Tells whether all of the subtree that comes next is above a key. */
    boolean isAbove(byte[] other) {
        int at = separatorDepth();
        return at >= 0 && BranchPage.compareSeparator(branches[at], children[at] - 1, other, other.length) > 0;
    }

    /** Compares the least keys that the subtrees which come next could have. Tests plant an error here. */
    int compareLow(DifferenceSide other) {
        int at = separatorDepth();
        int there = other.separatorDepth();
        if (at < 0 || there < 0) {
            return Integer.compare(at < 0 ? 0 : 1, there < 0 ? 0 : 1);
        }
        byte[] low = BranchPage.separator(other.branches[there], other.children[there] - 1);
        return BranchPage.compareSeparator(branches[at], children[at] - 1, low, low.length);
    }

    /** Returns the key of the entry, a fresh array for each entry. */
    byte[] key() {
        if (!keyIsCopied) {
            try {
                key = LeafPage.key(leaf, index);
            } catch (CorruptFileException damage) {
                throw locate(damage);
            }
            keyIsCopied = true;
        }
        return key;
    }

    /** Compares the key of the entry with that of the other side's. */
    int compareKey(DifferenceSide other) {
        byte[] there = other.key();
        try {
            return LeafPage.compareKey(leaf, index, there);
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    void showValue(ValueView view) {
        view.set(reader, root, leaf, index);
    }

    private CorruptFileException locate(CorruptFileException damage) {
        return DamagePath.at(DamagePath.along(root.page(), branches, children, depth), damage);
    }
}
