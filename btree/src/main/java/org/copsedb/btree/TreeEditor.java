package org.copsedb.btree;

import java.util.Arrays;
import org.copsedb.btree.node.BranchEditor;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafContent;
import org.copsedb.btree.node.LeafEditor;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.storage.CorruptFileException;

/**
 * The mechanics of changing a tree: change a leaf, or take children out of a branch, and carry what that means up to
 * the root. Between two operations nothing is kept but the root, and the path where {@link #isPathKept} says so.
 */
class TreeEditor extends TreeAscent {
    TreeEditor(PageWriter pages, TreeShape shape, PageReference root) {
        super(pages, shape, root);
    }

    /** Begins a tree with one leaf that holds the new entry. */
    final void plant() {
        byte[] leaf = pages.allocate(shape.leafOrder());
        leafContent.clear();
        leafContent.addNew();
        leafContent.write(leaf, 0, 1);
        leafContent.clear();
        setRoot(new PageReference(PageHeader.pageNumber(leaf), PageHeader.stamp(leaf), 1));
    }

    /** Inserts the new entry into the leaf that a search for its key reached. */
    final void insertAt(int index) {
        shrinking = false;
        insert(own(leafDepth), index, 1);
    }

    /** Gives an entry of the leaf the new entry's value. Frees the pages of the old one. */
    final void replaceAt(int index) {
        byte[] leaf = own(leafDepth);
        long old = LeafPage.locateValue(leaf, index);
        freeLarge(leaf, old);
        if (LeafEditor.tryOverwrite(leaf, index, entry)) {
            shrinking = false;
            ascend(leafDepth, 0, false);
        } else {
            int free = NodeFormat.freeBytes(leaf);
            LeafEditor.remove(leaf, index);
            insertAfterRemoval(leaf, index, free);
        }
    }

    private void insertAfterRemoval(byte[] leaf, int index, int freeBefore) {
        if (LeafEditor.tryInsert(leaf, index, entry)) {
            shrinking = NodeFormat.freeBytes(leaf) > freeBefore;
            ascend(leafDepth, 0, false);
        } else {
            shrinking = false;
            insert(leaf, index, 0);
        }
    }

    private void insert(byte[] leaf, int index, int delta) {
        int count = PageHeader.entryCount(leaf);
        if (LeafEditor.tryInsert(leaf, index, entry)) {
            ascend(leafDepth, delta, false);
            return;
        }
        int latest = LittleEndian.getUnsignedShort(leaf, NodeFormat.LATEST_INSERTION_OFFSET) - 1;
        LeafContent content = leafContent;
        content.clear();
        content.addAll(leaf, 0, index);
        content.addNew();
        content.addAll(leaf, index, count);
        int size = content.size();
        boolean split = !content.fits(0, size, leaf.length);
        if (split) {
            int at;
            if (index == count && (latest == count - 1 || onEdge(leafDepth, false))) {
                at = content.nearestSplit(size - 1, leaf.length);
            } else if (index == 0 && (latest == 0 || onEdge(leafDepth, true))) {
                at = content.nearestSplit(1, leaf.length);
            } else {
                at = content.balancedSplit(leaf.length);
            }
            splitRight = pages.allocate(shape.leafOrder());
            splitSeparator = separator(content.key(at - 1), content.key(at));
            content.write(splitRight, rightBegin(at), size);
            size = at;
        }
        writeThroughScratch(content, leaf, 0, size);
        content.clear();
        ascend(leafDepth, delta, split);
    }

    /** Which entry the right half of a leaf begins with that was split at one. */
    int rightBegin(int at) {
        return at;
    }

    /** Removes an entry of the leaf and frees the pages of its value. */
    final void removeAt(int index) {
        shrinking = true;
        byte[] leaf = own(leafDepth);
        dropEntry(leaf, index);
        ascend(leafDepth, -1, false);
    }

    /**
     * Removes several entries of the leaf at once and frees the pages of their values.
     *
     * @param indexes their numbers, ascending
     * @param count how many there are, 1 or more
     */
    void removeEntries(int[] indexes, int count) {
        if (removeWholeLeaf(count)) {
            return;
        }
        shrinking = true;
        byte[] leaf = own(leafDepth);
        for (int i = count - 1; i >= 0; i--) {
            dropEntry(leaf, indexes[i]);
        }
        ascend(leafDepth, -count, false);
    }

    /** Removes a run of entries of the leaf and frees the pages of their values. */
    final void removeEntries(int from, int to) {
        if (removeWholeLeaf(to - from)) {
            return;
        }
        shrinking = true;
        byte[] leaf = own(leafDepth);
        for (int i = to - 1; i >= from; i--) {
            dropEntry(leaf, i);
        }
        ascend(leafDepth, from - to, false);
    }

    private boolean removeWholeLeaf(int entries) {
        if (leafDepth == 0 || entries < PageHeader.entryCount(leaf())) {
            return false;
        }
        int child = children[leafDepth - 1];
        removeChildren(leafDepth - 1, child, child + 1);
        return true;
    }

    private void dropEntry(byte[] leaf, int index) {
        freeLarge(leaf, LeafPage.locateValue(leaf, index));
        LeafEditor.remove(leaf, index);
    }

    /** Frees the pages of a value, if it is large. */
    void freeLarge(byte[] leaf, long location) {
        if (LeafPage.isLarge(location)) {
            SubtreeRelease release = new SubtreeRelease(pages);
            try {
                release.addValue(leaf, location);
            } catch (CorruptFileException damage) {
                throw locate(damage);
            }
            release.free();
        }
    }

    /**
     * Removes children of a branch of the path, but not all of them, and frees all pages below. Leaves are read only
     * where they may hold large values.
     *
     * @param depth the branch's place in the path
     * @param from the first child
     * @param to the child behind the last one, greater than {@code from}
     */
    final void removeChildren(int depth, int from, int to) {
        SubtreeRelease release = new SubtreeRelease(pages);
        byte[] branch = path[depth];
        try {
            release.addChildren(branch, from, to);
        } catch (CorruptFileException damage) {
            throw locate(depth, damage);
        }
        if (from == 0) {
            // With the separator before it goes the proof that the next child belongs where it stands.
            readNeighbour(depth, to, PageHeader.level(branch) - 1);
        }
        branch = own(depth);
        long removed = BranchPage.countBetween(branch, from, to);
        for (int i = from; i < to; i++) {
            BranchEditor.removeChild(branch, from);
        }
        shrinking = true;
        ascend(depth, -entriesBelow(removed), false);
        free(release);
    }

    /** How many entries went with children that were removed. */
    long entriesBelow(long count) {
        return count;
    }

    void free(SubtreeRelease release) {
        release.free();
    }

    /** Whether a cursor whose entry was removed stands before the one that followed. */
    boolean leavesGap() {
        return true;
    }

    /** Returns a copy of a key of the leaf. */
    final byte[] keyAt(int index) {
        try {
            return LeafPage.key(leaf(), index);
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /** Returns a copy of a value of the leaf. */
    final byte[] valueAt(int index) {
        byte[] leaf = leaf();
        long location = locateValue(leaf, index);
        int offset = LeafPage.valueOffset(location);
        int length = LeafPage.valueLength(location);
        if (!LeafPage.isLarge(location)) {
            return Arrays.copyOfRange(leaf, offset, offset + length);
        }
        try {
            return LargeValueStream.readWhole(pages, leaf, offset, length);
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    private long locateValue(byte[] leaf, int index) {
        try {
            return LeafPage.locateValue(leaf, index);
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }
}
