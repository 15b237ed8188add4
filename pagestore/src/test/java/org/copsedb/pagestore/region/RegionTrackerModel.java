package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.copsedb.pagestore.LittleEndian;

/** Random operations on a {@link RegionTracker} beside an array that says for each region how many orders are free. */
final class RegionTrackerModel {
    /** Makes the tracker under test. */
    @FunctionalInterface
    interface Factory {
        RegionTracker create(int regions, int orders);
    }

    private final SplittableRandom random;
    private final int orders;
    private RegionTracker tracker;
    /** For each region the number of orders, from 0 on, for which it is not full. */
    private int[] free;

    RegionTrackerModel(SplittableRandom random, int regions, int orders, Factory factory) {
        this.random = random;
        this.orders = orders;
        tracker = factory.create(regions, orders);
        free = new int[regions];
    }

    /** Does so many operations and returns their number. */
    long run(int operations) {
        for (int i = 0; i < operations; i++) {
            step();
            assertEquals(free.length, tracker.length());
            assertEquals((free.length + 63) / 64 * 64, tracker.capacity());
        }
        assertArrayEquals(toBytes(), tracker.toBytes());
        return operations;
    }

    private void step() {
        int order = random.nextInt(orders);
        int kind = random.nextInt(100);
        if (kind < 2 || free.length == 0) {
            resize();
        } else if (kind < 40) {
            int region = random.nextInt(free.length);
            tracker.markFree(order, region);
            free[region] = Math.max(free[region], order + 1);
        } else if (kind < 75) {
            int region = random.nextInt(free.length);
            tracker.markFull(order, region);
            free[region] = Math.min(free[region], order);
        } else if (kind < 95) {
            assertEquals(findFree(order), tracker.findFree(order));
        } else if (kind < 96) {
            byte[] bytes = toBytes();
            assertArrayEquals(bytes, tracker.toBytes());
            tracker = RegionTracker.fromBytes(Arrays.copyOf(bytes, bytes.length + random.nextInt(100)));
        } else {
            refuse(order);
        }
    }

    private void resize() {
        int regions = random.nextInt(3) == 0 ? random.nextInt(300) : free.length + random.nextInt(10);
        boolean cutsFree = false;
        for (int region = regions; region < free.length; region++) {
            cutsFree |= free[region] > 0;
        }
        if (cutsFree) {
            assertThrows(IllegalStateException.class, () -> tracker.expand(regions));
        } else {
            tracker.expand(regions);
            free = Arrays.copyOf(free, regions);
        }
    }

    private int findFree(int order) {
        for (int region = 0; region < free.length; region++) {
            if (free[region] > order) {
                return region;
            }
        }
        return RegionTracker.NONE;
    }

    private void refuse(int order) {
        assertThrows(IllegalArgumentException.class, () -> tracker.findFree(orders));
        assertThrows(IllegalArgumentException.class, () -> tracker.markFree(order, free.length));
        assertThrows(IllegalArgumentException.class, () -> tracker.markFull(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> tracker.markFull(order, -1));
    }

    private byte[] toBytes() {
        List<byte[]> parts = new ArrayList<>();
        for (int order = 0; order < orders; order++) {
            boolean[] unset = new boolean[free.length];
            for (int region = 0; region < free.length; region++) {
                unset[region] = free[region] > order;
            }
            parts.add(NaiveAllocator.tree(unset));
        }
        byte[] header = new byte[8];
        LittleEndian.putInt(header, 0, orders);
        LittleEndian.putInt(header, 4, parts.get(0).length);
        parts.add(0, header);
        return NaiveAllocator.concatenated(parts);
    }
}
