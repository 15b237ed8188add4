package org.copsedb.pagestore.checkpoint;

import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.region.FileLayout;

/** A chunk of a live set that the file holds. Immutable. */
final class StoredChunk {
    private final long[] words;
    private final PageReference reference;
    private final PageList pages;

    /**
     * Pairs content and place.
     *
     * @param words the chunk, never changed: the same array is the same chunk
     * @param reference its first page; if pages of one order cover it: the order plus one, without a stamp
     * @param pages all its pages
     */
    StoredChunk(long[] words, PageReference reference, PageList pages) {
        this.words = words;
        this.reference = reference;
        this.pages = pages;
    }

    long[] words() {
        return words;
    }

    PageReference reference() {
        return reference;
    }

    PageList pages() {
        return pages;
    }

    /** Tells whether all its pages lie below a base page. */
    boolean liesBelow(long limit, FileLayout layout) {
        for (int i = 0; i < pages.size(); i++) {
            if (layout.basePage(pages.get(i)) >= limit) {
                return false;
            }
        }
        return true;
    }
}
