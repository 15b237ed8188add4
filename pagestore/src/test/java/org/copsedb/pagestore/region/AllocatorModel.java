package org.copsedb.pagestore.region;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;

/**
 * Random operations on a {@link BuddyAllocator} beside a {@link NaiveAllocator}. They are a function of the seed, of
 * length and of capacity; the allocator comes from a factory, so that faulty ones can be put in its place.
 */
final class AllocatorModel {
    /** Makes the allocator under test. */
    @FunctionalInterface
    interface Factory {
        BuddyAllocator create(int length, int capacity);
    }

    private static final int REGION = 0x5A5A5;
    private static final int CAPTURES_KEPT = 4;

    /** The allocator as it was at some time. */
    private record Capture(BuddyAllocator allocator, NaiveAllocator model) {}

    private final SplittableRandom random;
    private final int capacity;
    private final NaiveAllocator model;
    private final List<Capture> captures = new ArrayList<>();
    /** The allocated blocks, as page numbers in region 0. */
    private final PageList blocks = new PageList();

    private BuddyAllocator allocator;
    private long operations;

    AllocatorModel(SplittableRandom random, int capacity, Factory factory) {
        this.random = random;
        this.capacity = capacity;
        int length = random.nextInt(3) == 0 ? random.nextInt(capacity) + 1 : capacity;
        model = new NaiveAllocator(length, capacity);
        allocator = factory.create(length, capacity);
    }

    /** Runs so many steps, compares everything at the end, and returns how many operations that were. */
    long run(int steps) {
        checkState();
        for (int i = 0; i < steps; i++) {
            step();
            checkCounts();
        }
        checkState();
        return operations;
    }

    private void step() {
        int kind = random.nextInt(200);
        if (kind < 60) {
            allocate();
        } else if (kind < 110) {
            freeOne();
        } else if (kind < 120) {
            record();
        } else if (kind < 126) {
            allocateMany();
        } else if (kind < 131) {
            freeMany();
        } else if (kind < 145) {
            resize();
        } else if (kind < 160) {
            refuse();
        } else if (kind < 164) {
            capture();
        } else if (kind < 174) {
            compareWithCapture();
        } else if (kind < 175) {
            returnToCapture();
        } else if (kind < 176) {
            goOnWithCopy();
        } else if (kind < 178) {
            checkState();
        } else {
            ask();
        }
    }

    /** Mostly small orders; now and then one above the largest. */
    private int anyOrder() {
        return random.nextInt(random.nextInt(3) == 0 ? model.maxOrder() + 2 : Math.min(4, model.maxOrder() + 1));
    }

    private int possibleOrder() {
        return Math.min(anyOrder(), model.maxOrder());
    }

    private void allocate() {
        int order = anyOrder();
        boolean lowest = random.nextInt(3) == 0;
        int expected = lowest ? model.lowestFreeAnywhere(order) : model.lowestFree(order);
        assertEquals(expected, lowest ? allocator.lowestFreeAnywhere(order) : allocator.lowestFree(order));
        assertEquals(expected, lowest ? allocator.allocateLowest(order) : allocator.allocate(order));
        operations++;
        if (expected >= 0) {
            model.recordAllocation(expected, order);
            blocks.add(PageNumber.encode(0, expected, order));
        }
    }

    /** Allocates until a number is reached or no block is left. */
    private void allocateMany() {
        int order = possibleOrder();
        boolean lowest = random.nextInt(3) == 0;
        List<Integer> expected = lowest ? model.freeIndexes(order) : model.indexesGivenOut(order);
        int wanted = random.nextInt(2) == 0 ? expected.size() + 1 : random.nextInt(expected.size() + 1);
        for (int i = 0; i < wanted; i++) {
            int index = lowest ? allocator.allocateLowest(order) : allocator.allocate(order);
            operations++;
            assertEquals(i < expected.size() ? expected.get(i) : BuddyAllocator.NONE, index);
            if (index >= 0) {
                model.recordAllocation(index, order);
                blocks.add(PageNumber.encode(0, index, order));
            }
        }
    }

    private void freeOne() {
        if (blocks.isEmpty()) {
            return;
        }
        long block = takeBlock();
        allocator.free(PageNumber.index(block), PageNumber.order(block));
        model.free(PageNumber.index(block), PageNumber.order(block));
        operations++;
    }

    /** Frees many blocks in random order; all of them at times. */
    private void freeMany() {
        int wanted = random.nextInt(3) == 0 ? blocks.size() : random.nextInt(blocks.size() + 1);
        for (int i = 0; i < wanted; i++) {
            freeOne();
        }
    }

    private long takeBlock() {
        int position = random.nextInt(blocks.size());
        long block = blocks.get(position);
        blocks.set(position, blocks.get(blocks.size() - 1));
        blocks.truncate(blocks.size() - 1);
        return block;
    }

    /** Allocates a chosen block, or is refused because something of it is not free. */
    private void record() {
        int order = possibleOrder();
        int index = random.nextInt(capacity >> order);
        operations++;
        assertEquals(model.isFree(index, order), allocator.isFree(index, order));
        if (model.isFree(index, order)) {
            allocator.recordAllocation(index, order);
            model.recordAllocation(index, order);
            blocks.add(PageNumber.encode(0, index, order));
        } else {
            assertThrows(IllegalStateException.class, () -> allocator.recordAllocation(index, order));
        }
    }

    private void resize() {
        int shortest = model.length() - model.trailingFreePages();
        int newLength = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(capacity + 1);
            case 1 -> shortest;
            case 2 -> Math.min(capacity, shortest + random.nextInt(10));
            default -> capacity;
        };
        operations++;
        if (newLength == 0 && random.nextInt(50) > 0) {
            return; // a dead end
        }
        if (model.canResize(newLength)) {
            allocator.resize(newLength);
            model.resize(newLength);
        } else {
            assertThrows(IllegalStateException.class, () -> allocator.resize(newLength));
        }
    }

    /** Asks for what is refused in every state, or in this one; {@link #checkState} shows that nothing changed. */
    private void refuse() {
        int order = possibleOrder();
        int index = random.nextInt(capacity >> order);
        operations++;
        if (!model.isAllocated(index, order)) {
            assertThrows(IllegalStateException.class, () -> allocator.free(index, order));
        }
        int beyond = (capacity >> order) + random.nextInt(64);
        assertThrows(IllegalArgumentException.class, () -> allocator.free(beyond, order));
        assertThrows(IllegalArgumentException.class, () -> allocator.recordAllocation(-1 - index, order));
        assertThrows(IllegalArgumentException.class, () -> allocator.isAllocated(0, model.maxOrder() + 1));
        assertThrows(IllegalArgumentException.class, () -> allocator.allocate(-1));
        assertThrows(IllegalArgumentException.class, () -> allocator.resize(capacity + 1 + random.nextInt(64)));
    }

    private void ask() {
        int order = possibleOrder();
        int index = random.nextInt(capacity >> order);
        operations++;
        assertEquals(model.isAllocated(index, order), allocator.isAllocated(index, order));
        if (!blocks.isEmpty()) {
            long block = blocks.get(random.nextInt(blocks.size()));
            assertTrue(allocator.isAllocated(PageNumber.index(block), PageNumber.order(block)));
        }
    }

    private void capture() {
        operations++;
        if (captures.size() == CAPTURES_KEPT) {
            captures.remove(random.nextInt(CAPTURES_KEPT));
        }
        captures.add(new Capture(BuddyAllocator.fromBytes(allocator.toBytes()), new NaiveAllocator(model)));
    }

    private void compareWithCapture() {
        if (captures.isEmpty()) {
            return;
        }
        operations++;
        Capture capture = captures.get(random.nextInt(captures.size()));
        assertArrayEquals(
                model.difference(capture.model, REGION),
                difference(allocator, capture.allocator, REGION).toArray());
        assertArrayEquals(
                capture.model.difference(model, REGION),
                difference(capture.allocator, allocator, REGION).toArray());
    }

    private static PageList difference(BuddyAllocator one, BuddyAllocator other, int region) {
        return one.difference(other, region);
    }

    /** Undoes by two differences what happened since a capture of the same length. */
    private void returnToCapture() {
        captures.removeIf(old -> old.model.length() != model.length());
        if (captures.isEmpty()) {
            return;
        }
        operations++;
        Capture capture = captures.get(random.nextInt(captures.size()));
        PageList since = difference(allocator, capture.allocator, 0);
        PageList lost = difference(capture.allocator, allocator, 0);
        since.forEach(page -> {
            allocator.free(PageNumber.index(page), PageNumber.order(page));
            model.free(PageNumber.index(page), PageNumber.order(page));
        });
        lost.forEach(page -> {
            allocator.recordAllocation(PageNumber.index(page), PageNumber.order(page));
            model.recordAllocation(PageNumber.index(page), PageNumber.order(page));
        });
        assertArrayEquals(capture.allocator.toBytes(), allocator.toBytes());
        blocks.clear();
        allocator.forEachAllocated((index, order) -> blocks.add(PageNumber.encode(0, index, order)));
    }

    /** The copy is an allocator of the real class, whatever the factory makes. */
    private void goOnWithCopy() {
        operations++;
        byte[] bytes = allocator.toBytes();
        BuddyAllocator copy = BuddyAllocator.fromBytes(bytes);
        assertArrayEquals(bytes, copy.toBytes());
        allocator = copy;
    }

    private void checkCounts() {
        assertEquals(model.length(), allocator.length());
        assertEquals(capacity, allocator.capacity());
        assertEquals(model.maxOrder(), allocator.maxOrder());
        assertEquals(model.countFreePages(), allocator.countFreePages());
        assertEquals(model.length() - model.countFreePages(), allocator.countAllocatedPages());
        assertEquals(model.highestFreeOrder(), allocator.highestFreeOrder());
        if (model.length() > 0) {
            assertEquals(model.trailingFreePages(), allocator.trailingFreePages());
        }
    }

    /** Compares the listed blocks and the bytes. */
    private void checkState() {
        operations++;
        assertEquals(NaiveAllocator.names(model.freeBlocks()), names(allocator::forEachFree));
        assertEquals(model.allocatedBlocks(), names(allocator::forEachAllocated));
        assertArrayEquals(model.toBytes(), allocator.toBytes());
        assertArrayEquals(model.makeStateForSavepoint(), allocator.makeStateForSavepoint());
    }

    /** One of the two listings of an allocator. */
    @FunctionalInterface
    private interface Listing {
        void forEach(BlockVisitor visitor);
    }

    private static List<String> names(Listing listing) {
        List<String> names = new ArrayList<>();
        listing.forEach((index, order) -> names.add(index + "/" + order));
        return names;
    }
}
