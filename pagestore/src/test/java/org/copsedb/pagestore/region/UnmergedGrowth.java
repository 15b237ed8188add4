package org.copsedb.pagestore.region;

/** Planted error: pages that appear when a region grows stay apart from their free buddies. */
final class UnmergedGrowth extends Blocks {
    private boolean growing;

    UnmergedGrowth(int capacity) {
        super(capacity);
    }

    @Override
    void addRange(int start, int end) {
        growing = true;
        super.addRange(start, end);
        growing = false;
    }

    @Override
    boolean mergesAt(int order) {
        return !growing && super.mergesAt(order);
    }
}
