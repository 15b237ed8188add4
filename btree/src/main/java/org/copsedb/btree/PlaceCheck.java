package org.copsedb.btree;

import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;

/**
 * Checks that a node stands where its keys belong: between the separators beside the references that lead to it.
 *
 * <p>A page with the right number, stamp and level may still stand in a wrong place of a damaged tree, and a search for
 * a key would end there without finding it. Then the key lies before the first or behind the last one of the leaf. So a
 * search that ends inside a leaf proves itself, and only one that ends at its edge has to ask here.
 *
 * <p>Allocates a buffer when it is first asked, and seldom a larger one. Not thread-safe.
 */
final class PlaceCheck {
    private static final byte[] NOTHING = new byte[0];

    private byte[] separator = NOTHING;

    /**
     * Checks a node against the separators at every level.
     *
     * @param branches the branches from the root down to its parent
     * @param children which child of each was taken
     * @param depth how many branches there are
     */
    void checkAtAllLevels(byte[][] branches, int[] children, int depth, byte[] node) {
        for (int i = 0; i < depth; i++) {
            if (children[i] > 0) {
                requireNotBelow(branches[i], children[i] - 1, node);
            }
            if (children[i] < PageHeader.entryCount(branches[i]) - 1) {
                requireBelow(branches[i], children[i], node);
            }
        }
    }

    /** Checks a node against the nearest separator on each side: enough where the branches were checked so before. */
    void checkBetweenNearest(byte[][] branches, int[] children, int depth, byte[] node) {
        int lower = depth - 1;
        while (lower >= 0 && children[lower] == 0) {
            lower--;
        }
        if (lower >= 0) {
            requireNotBelow(branches[lower], children[lower] - 1, node);
        }
        int upper = depth - 1;
        while (upper >= 0 && children[upper] == PageHeader.entryCount(branches[upper]) - 1) {
            upper--;
        }
        if (upper >= 0) {
            requireBelow(branches[upper], children[upper], node);
        }
    }

    private void requireNotBelow(byte[] branch, int index, byte[] node) {
        int length = copySeparator(branch, index);
        int order = PageHeader.level(node) == 0
                ? LeafPage.compareKey(node, 0, separator, length)
                : BranchPage.compareSeparator(node, 0, separator, length);
        if (order < 0) {
            throw NodeFormat.corrupt(node, "keys from the separator before it on", "a key below");
        }
    }

    private void requireBelow(byte[] branch, int index, byte[] node) {
        int length = copySeparator(branch, index);
        int count = PageHeader.entryCount(node);
        int order = PageHeader.level(node) == 0
                ? LeafPage.compareKey(node, count - 1, separator, length)
                : BranchPage.compareSeparator(node, count - 2, separator, length);
        if (order >= 0) {
            throw NodeFormat.corrupt(node, "keys below the separator behind it", "a key that is not");
        }
    }

    private int copySeparator(byte[] branch, int index) {
        int length = BranchPage.separatorLength(branch, index);
        if (length > separator.length) {
            separator = new byte[Math.max(64, length)];
        }
        BranchPage.copySeparator(branch, index, separator);
        return length;
    }
}
