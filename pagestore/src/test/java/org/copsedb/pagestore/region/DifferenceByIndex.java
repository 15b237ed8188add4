package org.copsedb.pagestore.region;

import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;

/** Planted error: a block counts as allocated in the other state if one of any order has its index there. */
final class DifferenceByIndex extends BuddyAllocator {
    DifferenceByIndex(int length, int capacity) {
        super(length, capacity);
    }

    @Override
    public PageList difference(BuddyAllocator other, int region) {
        PageList pages = new PageList();
        super.difference(other, region).forEach(page -> {
            if (!isAllocatedAtSomeOrder(other, PageNumber.index(page))) {
                pages.add(page);
            }
        });
        return pages;
    }

    private static boolean isAllocatedAtSomeOrder(BuddyAllocator other, int index) {
        for (int order = 0; order <= other.maxOrder() && index < other.capacity() >> order; order++) {
            if (other.isAllocated(index, order)) {
                return true;
            }
        }
        return false;
    }
}
