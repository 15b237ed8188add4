package org.copsedb.btree;

import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.storage.CorruptFileException;

/**
 * Removes a range of keys by whole subtrees.
 *
 * <p>The ways down to the two ends of the range part at one branch. What lies between them there, right of the lower
 * way below it and left of the upper way below it, lies in the range as a whole. Each step takes out one such run of
 * children, or of entries in one of the two outermost leaves, and leaves a sound tree, so at most two steps for each
 * level are needed.
 */
final class RangeRemoval {
    private final TreeEditor editor;
    private final KeyBounds bounds;

    RangeRemoval(TreeEditor editor, KeyBounds bounds) {
        this.editor = editor;
        this.bounds = bounds;
    }

    void run() {
        boolean removed = true;
        while (removed) {
            removed = locatedStep(true);
        }
        removed = true;
        while (removed) {
            removed = locatedStep(false);
        }
    }

    private boolean locatedStep(boolean low) {
        try {
            return step(low);
        } catch (CorruptFileException damage) {
            throw editor.locate(editor.leafDepth, damage);
        }
    }

    /**
     * Goes down along one end of the range and takes out the first run on the way.
     *
     * @param low whether to follow the lower end where the ways part, or the upper one
     * @return whether anything was removed; if not, nothing is left on this side
     */
    private boolean step(boolean low) {
        if (editor.isEmpty()) {
            return false;
        }
        byte[] lowKey = bounds.low();
        byte[] highKey = bounds.high();
        boolean parted = false;
        int level = editor.beginDescent();
        for (; level > 0; level--) {
            byte[] branch = editor.branch(level);
            int children = PageHeader.entryCount(branch);
            int lowChild = lowKey == null ? -1 : BranchPage.search(branch, lowKey, lowKey.length);
            int highChild = highKey == null ? children : BranchPage.search(branch, highKey, highKey.length);
            if (!parted && lowChild >= highChild) {
                editor.enterChild(highChild);
                continue;
            }
            int from = parted && !low ? 0 : lowChild + 1;
            int to = parted && low ? children : highChild;
            if (from < to) {
                editor.removeChildren(editor.leafDepth, from, to);
                return true;
            }
            parted = true;
            int next = low ? lowChild : highChild;
            if (next < 0 || next == children) {
                return false;
            }
            editor.enterChild(next);
        }
        byte[] leaf = editor.endDescent();
        int from = parted && !low ? 0 : lowIndex(leaf);
        int to = parted && low ? PageHeader.entryCount(leaf) : highIndex(leaf);
        if (from >= to) {
            return false;
        }
        editor.removeEntries(from, to);
        return true;
    }

    private int lowIndex(byte[] leaf) {
        byte[] key = bounds.low();
        if (key == null) {
            return 0;
        }
        int found = LeafPage.search(leaf, key, key.length);
        return found < 0 ? -1 - found : bounds.lowIncluded() ? found : found + 1;
    }

    private int highIndex(byte[] leaf) {
        byte[] key = bounds.high();
        if (key == null) {
            return PageHeader.entryCount(leaf);
        }
        int found = LeafPage.search(leaf, key, key.length);
        return found < 0 ? -1 - found : bounds.highIncluded() ? found + 1 : found;
    }
}
