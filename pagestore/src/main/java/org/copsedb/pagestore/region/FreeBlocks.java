package org.copsedb.pagestore.region;

import java.util.Arrays;

/**
 * The free blocks of all orders: finds them, splits them, and merges buddies. A bit for each order tells whether one is
 * free there.
 */
class FreeBlocks {
    /** Returned where there is no block, or no order. */
    static final int NONE = BuddyAllocator.NONE;

    private final OrderIndex[] orders;
    /** Bit k is set if a block of order k is free. */
    private int freeOrders;

    /**
     * Creates a set of no free blocks.
     *
     * @throws IllegalArgumentException if the capacity, in pages, is below 1
     */
    FreeBlocks(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of " + capacity + " pages is below 1");
        }
        orders = new OrderIndex[maximumOrder(capacity) + 1];
        Arrays.setAll(orders, order -> new OrderIndex(capacity >>> order));
    }

    /** The largest order of a block where so many pages fit. */
    static int maximumOrder(int capacity) {
        return Math.min(BuddyAllocator.MAXIMUM_ORDER, floorLog2(capacity));
    }

    /** Minus one for 0. */
    private static int floorLog2(int value) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
    }

    OrderIndex[] orders() {
        return orders;
    }

    /** The largest order in which a block is free. */
    int highestOrder() {
        return floorLog2(freeOrders);
    }

    /** The smallest order, from a given one up, in which a block is free. */
    int smallestOrder(int order) {
        int left = freeOrdersFrom(order);
        return left == 0 ? NONE : Integer.numberOfTrailingZeros(left);
    }

    /** The order, from a given one up, whose first free block begins before those of the others. */
    int orderOfLowest(int order) {
        int lowest = Integer.MAX_VALUE;
        int lowestOrder = NONE;
        for (int left = freeOrdersFrom(order); left != 0; left &= left - 1) {
            int source = Integer.numberOfTrailingZeros(left);
            if (orders[source].lowestFreeBound() << source < lowest) {
                int first = orders[source].lowestFree() << source;
                if (first < lowest) {
                    lowest = first;
                    lowestOrder = source;
                }
            }
        }
        return lowestOrder;
    }

    private int freeOrdersFrom(int order) {
        return order < orders.length ? freeOrders & (-1 << order) : 0;
    }

    /** The index, at a smaller order, of what is given out first of an order in which a block is free. */
    int lowestAt(int source, int order) {
        return partGivenOut(orders[source].lowestFree(), source, order);
    }

    /** Chooses the part of a free block that is given out: its index at a smaller order. */
    int partGivenOut(int index, int order, int smallerOrder) {
        return index << (order - smallerOrder);
    }

    /** The order of the free block that holds a whole block. */
    int orderOfCover(int index, int order) {
        int cover = index;
        for (int at = order; at < orders.length && cover < orders[at].length(); at++) {
            if (orders[at].isFree(cover)) {
                return at;
            }
            cover >>>= 1;
        }
        return NONE;
    }

    /** Takes a block out of the free block of an order that holds it; what remains is free in ever smaller halves. */
    void carve(int index, int order, int source) {
        remove(index >>> (source - order), source);
        for (int half = source - 1; half >= order; half--) {
            addUnmerged((index >>> (half - order)) ^ 1, half);
        }
    }

    /** Adds a block, merged with its buddy as long as that is free. */
    void add(int index, int order) {
        int block = index;
        int at = order;
        // A missing buddy reads as not free: a buddy is in the same word as its block.
        while (mergesAt(at) && orders[at].isFree(block ^ 1)) {
            remove(block ^ 1, at);
            block >>>= 1;
            at++;
        }
        addUnmerged(block, at);
    }

    /** Tells whether free buddies of an order become one block of the next. */
    boolean mergesAt(int order) {
        return order < orders.length - 1;
    }

    /** Adds pages, from a start to before an end, in the coarsest blocks. */
    void addRange(int start, int end) {
        int page = start;
        while (page < end) {
            int order = Math.min(Integer.numberOfTrailingZeros(page), floorLog2(end - page));
            order = Math.min(order, orders.length - 1);
            add(page >>> order, order);
            page += 1 << order;
        }
    }

    /** The first page of the free run before an end, or the end if there is none. */
    int tailStart(int end) {
        int start = end;
        while (start > 0) {
            int order = orderOfCover(start - 1, 0);
            if (order == NONE) {
                break;
            }
            start = ((start - 1) >>> order) << order;
        }
        return start;
    }

    /** Removes the pages from a new end to before the old one; all of them are free. */
    void removeTail(int end, int newEnd) {
        int start = end;
        while (start > newEnd) {
            int order = orderOfCover(start - 1, 0);
            int index = (start - 1) >>> order;
            remove(index, order);
            start = index << order;
        }
        addRange(start, newEnd); // the last block may have begun before the new end
    }

    /** Finds out which orders have free blocks after their indexes were filled, and counts the pages. */
    int recount() {
        int pages = 0;
        for (int order = 0; order < orders.length; order++) {
            int free = orders[order].freeCount();
            pages += free << order;
            freeOrders |= free == 0 ? 0 : 1 << order;
        }
        return pages;
    }

    private void addUnmerged(int index, int order) {
        orders[order].addFree(index);
        freeOrders |= 1 << order;
    }

    private void remove(int index, int order) {
        orders[order].removeFree(index);
        if (orders[order].freeCount() == 0) {
            freeOrders &= ~(1 << order);
        }
    }
}
