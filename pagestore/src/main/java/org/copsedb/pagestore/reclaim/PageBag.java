package org.copsedb.pagestore.reclaim;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.copsedb.pagestore.PageNumber;
import org.jspecify.annotations.Nullable;

/**
 * Pages in no order, in a list of blocks: adding one is O(1), and so is pouring one bag into another. Takes 8 to 16
 * bytes per page, and some 80 per bag.
 */
final class PageBag {
    private static final int FIRST_BLOCK = 4;
    private static final int LARGEST_BLOCK = 1024;

    /** Pages and a link. */
    private static final class Block {
        private long[] pages;
        private int size;
        private @Nullable Block next;

        Block(int capacity) {
            pages = new long[capacity];
        }
    }

    private @Nullable Block first;
    private @Nullable Block last;
    private long size;
    private long basePages;

    long size() {
        return size;
    }

    /** The base pages that the pages cover. */
    long basePages() {
        return basePages;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long page) {
        Block block = first;
        if (block == null) {
            block = new Block(FIRST_BLOCK);
            first = block;
            last = block;
        } else if (block.size == block.pages.length) {
            if (block.size < LARGEST_BLOCK) {
                block.pages = Arrays.copyOf(block.pages, 2 * block.size);
            } else {
                block = new Block(LARGEST_BLOCK);
                block.next = first;
                first = block;
            }
        }
        block.pages[block.size++] = page;
        size++;
        basePages += 1L << PageNumber.order(page);
    }

    /** Takes any page out of a bag that is not empty. */
    long removeAny() {
        Block block = first;
        if (block == null) {
            throw new IllegalStateException("the bag is empty");
        }
        long page = block.pages[--block.size];
        if (block.size == 0) {
            first = block.next;
            if (first == null) {
                last = null;
            }
        }
        size--;
        basePages -= 1L << PageNumber.order(page);
        return page;
    }

    /** Takes all pages out of another bag. */
    void pour(PageBag other) {
        Block otherLast = other.last;
        if (otherLast == null) {
            return;
        }
        otherLast.next = first;
        first = other.first;
        if (last == null) {
            last = otherLast;
        }
        size += other.size;
        basePages += other.basePages;
        other.clear();
    }

    private void clear() {
        first = null;
        last = null;
        size = 0;
        basePages = 0;
    }

    void forEach(LongConsumer consumer) {
        for (Block block = first; block != null; block = block.next) {
            for (int i = 0; i < block.size; i++) {
                consumer.accept(block.pages[i]);
            }
        }
    }
}
