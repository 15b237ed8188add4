package org.copsedb.btree;

import java.util.Arrays;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.storage.CorruptFileException;

/**
 * Gives up whole subtrees. All their pages are found before the first one is freed, so that a damaged tree is reported
 * while nothing has changed yet; 16 bytes are kept for each, and the numbers once more to find a page that is met
 * twice.
 */
final class SubtreeRelease {
    private final PageWriter pages;
    private final PageSet met = new PageSet();
    /** Number and stamp of each page, one behind the other. */
    private long[] found = new long[64];

    private int size;

    SubtreeRelease(PageWriter pages) {
        this.pages = pages;
    }

    void addTree(PageReference root) {
        walk().visitTree(root);
    }

    /** Adds a range of a branch's children and all that is below. */
    void addChildren(byte[] branch, int from, int to) {
        walk().visitChildren(branch, from, to);
    }

    /** Adds the pages of a large value. */
    void addValue(byte[] leaf, long location) {
        LargeValuePages walk =
                new LargeValuePages(pages, leaf, LeafPage.valueOffset(location), LeafPage.valueLength(location));
        while (walk.next()) {
            add(walk.page(), walk.stamp());
        }
    }

    private TreePages walk() {
        return new TreePages(pages, (page, stamp, kind) -> add(page, stamp));
    }

    private void add(long page, long stamp) {
        if (!met.add(page)) {
            throw new CorruptFileException("page " + NodeFormat.name(page), "one parent", "two references to it");
        }
        if (size == found.length) {
            found = Arrays.copyOf(found, Math.multiplyExact(size, 2));
        }
        found[size++] = page;
        found[size++] = stamp;
    }

    void free() {
        for (int i = 0; i < size; i += 2) {
            pages.free(found[i], found[i + 1]);
        }
    }
}
