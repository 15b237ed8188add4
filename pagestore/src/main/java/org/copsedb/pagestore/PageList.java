package org.copsedb.pagestore;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * A growing list of encoded {@linkplain PageNumber page numbers}, without an object per page.
 *
 * <p>Appending is O(1) amortised and allocates only when the list grows; it takes 8 to 16 bytes per page. Not safe for
 * use by several threads at once.
 */
public final class PageList {
    private static final int INITIAL_CAPACITY = 16;
    private static final int MAXIMUM_CAPACITY = Integer.MAX_VALUE - 8;
    private static final int ORDER_BITS = 5;
    private static final int BASE_PAGE_BITS = 20;

    private long[] pages;
    private int size;

    /** Makes an empty list. */
    public PageList() {
        pages = new long[INITIAL_CAPACITY];
    }

    /**
     * Makes an empty list with room for pages.
     *
     * @param capacity how many it takes before it grows; 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    public PageList(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("a capacity of " + capacity + " pages is below 0");
        }
        pages = new long[capacity];
    }

    /**
     * Appends a page.
     *
     * @param page the encoded page number
     */
    public void add(long page) {
        if (size == pages.length) {
            grow(1);
        }
        pages[size++] = page;
    }

    /**
     * Appends the first pages of an array.
     *
     * @param source encoded page numbers
     * @param count how many of them, from the first on
     * @throws IndexOutOfBoundsException if the array has fewer
     */
    public void addAll(long[] source, int count) {
        Objects.checkFromIndexSize(0, count, source.length);
        if (count > pages.length - size) {
            grow(count);
        }
        System.arraycopy(source, 0, pages, size, count);
        size += count;
    }

    /**
     * Appends all pages of another list.
     *
     * @param other the other list
     */
    public void addAll(PageList other) {
        addAll(other.pages, other.size);
    }

    private void grow(int additional) {
        long needed = (long) size + additional;
        if (needed > MAXIMUM_CAPACITY) {
            throw new IllegalStateException(
                    "a page list of " + needed + " pages is beyond the limit of " + MAXIMUM_CAPACITY);
        }
        pages = Arrays.copyOf(pages, (int) Math.min(Math.max(needed, 2L * pages.length), MAXIMUM_CAPACITY));
    }

    /**
     * Returns a page.
     *
     * @param position its place in the list
     * @return the encoded page number
     * @throws IndexOutOfBoundsException if the position is not within 0 to {@link #size()} - 1
     */
    public long get(int position) {
        return pages[Objects.checkIndex(position, size)];
    }

    /**
     * Replaces a page.
     *
     * @param position its place in the list
     * @param page the encoded page number to put there
     * @throws IndexOutOfBoundsException if the position is not within 0 to {@link #size()} - 1
     */
    public void set(int position, long page) {
        pages[Objects.checkIndex(position, size)] = page;
    }

    /**
     * Returns the number of pages in the list.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Tells whether the list is empty.
     *
     * @return whether {@link #size()} is 0
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * Cuts the list: how the pages of a transaction since its savepoint are forgotten.
     *
     * @param newSize the number of pages to keep, the first ones
     * @throws IndexOutOfBoundsException if it is not within 0 to {@link #size()}
     */
    public void truncate(int newSize) {
        size = Objects.checkIndex(newSize, size + 1);
    }

    /** Removes all pages; the memory is kept. */
    public void clear() {
        size = 0;
    }

    /**
     * Sorts the pages as they lie in the file: by region, then by first base page, a smaller page before a larger one
     * at the same place. O(n log n), in place.
     *
     * @throws IllegalArgumentException if a page is not a {@linkplain PageNumber#isValid valid} page number; the list
     *     is then unchanged
     */
    public void sort() {
        for (int i = 0; i < size; i++) {
            requireValid(pages[i]);
        }
        for (int i = 0; i < size; i++) {
            pages[i] = toSortKey(pages[i]);
        }
        Arrays.sort(pages, 0, size);
        for (int i = 0; i < size; i++) {
            pages[i] = fromSortKey(pages[i]);
        }
    }

    /**
     * Sorts the pages as {@link #sort} does, and keeps one of each.
     *
     * @throws IllegalArgumentException if a page is not a valid page number; the list is then unchanged
     */
    public void sortAndRemoveDuplicates() {
        sort();
        int kept = Math.min(size, 1);
        for (int i = 1; i < size; i++) {
            if (pages[i] != pages[i - 1]) {
                pages[kept++] = pages[i];
            }
        }
        size = kept;
    }

    private static void requireValid(long page) {
        if (!PageNumber.isValid(page)) {
            throw new IllegalArgumentException(Long.toHexString(page) + " is not a page number");
        }
    }

    /** Region, first base page and order, so that keys sort as the pages lie in the file. */
    private static long toSortKey(long page) {
        int order = PageNumber.order(page);
        long place = (long) PageNumber.region(page) << BASE_PAGE_BITS | PageNumber.firstBasePage(page);
        return place << ORDER_BITS | order;
    }

    private static long fromSortKey(long key) {
        int order = (int) key & ((1 << ORDER_BITS) - 1);
        int firstBasePage = (int) (key >>> ORDER_BITS) & ((1 << BASE_PAGE_BITS) - 1);
        int region = (int) (key >>> (ORDER_BITS + BASE_PAGE_BITS));
        return PageNumber.encode(region, firstBasePage >>> order, order);
    }

    /**
     * Hands every page to a consumer, in the list's order.
     *
     * @param consumer receives encoded page numbers
     */
    public void forEach(LongConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(pages[i]);
        }
    }

    /**
     * Copies the list.
     *
     * @return a new array of the encoded page numbers
     */
    public long[] toArray() {
        return Arrays.copyOf(pages, size);
    }
}
