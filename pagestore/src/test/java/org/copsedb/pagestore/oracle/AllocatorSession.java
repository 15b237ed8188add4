package org.copsedb.pagestore.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.region.BuddyAllocator;
import org.copsedb.pagestore.region.GroupedBitmap;
import org.jspecify.annotations.Nullable;

/** Operations on {@link BuddyAllocator}. */
final class AllocatorSession implements Session {
    private static final byte TRAILING = (byte) 0xAB;

    private final Map<Integer, BuddyAllocator> savepoints = new HashMap<>();
    private BuddyAllocator allocator;

    AllocatorSession(Operation header) {
        allocator = new BuddyAllocator(header.number(1), header.number(2));
    }

    @Override
    public byte[] state() {
        return allocator.toBytes();
    }

    BuddyAllocator allocator() {
        return allocator;
    }

    @Override
    public @Nullable String apply(Operation operation) {
        switch (operation.signature()) {
            case "free/2" -> allocator.free(operation.number(1), operation.number(2));
            case "record_alloc/2" -> allocator.recordAllocation(operation.number(1), operation.number(2));
            case "resize/1" -> allocator.resize(operation.number(1));
            case "savepoint/1" -> savepoints.put(operation.number(1), BuddyAllocator.fromBytes(allocator.toBytes()));
            default -> {
                return query(operation);
            }
        }
        return null;
    }

    private String query(Operation operation) {
        return switch (operation.signature()) {
            case "alloc/1" -> OracleText.numberOrNone(allocator.allocate(operation.number(1)));
            case "alloc_lowest/1" -> OracleText.numberOrNone(allocator.allocateLowest(operation.number(1)));
            case "alloc_many/2" -> allocateMany(operation, allocator::allocate);
            case "alloc_lowest_many/2" -> allocateMany(operation, allocator::allocateLowest);
            case "len/0" -> Integer.toString(allocator.length());
            case "capacity/0" -> Integer.toString((allocator.capacity() + 63) / 64 * 64);
            case "max_order/0" -> Integer.toString(allocator.maxOrder());
            case "count_free/0" -> Integer.toString(allocator.countFreePages());
            case "count_allocated/0" -> Integer.toString(allocator.countAllocatedPages());
            case "highest_free_order/0" -> OracleText.numberOrNone(allocator.highestFreeOrder());
            case "trailing_free_pages/0" -> Integer.toString(allocator.trailingFreePages());
            case "is_allocated/2" -> Boolean.toString(allocator.isAllocated(operation.number(1), operation.number(2)));
            case "get_allocated_pages/0" -> allocatedBlocks();
            case "free_blocks/0" -> freeBlocks();
            case "free_affine/5" -> Integer.toString(freeAffine(operation));
            default -> stateQuery(operation);
        };
    }

    private String stateQuery(Operation operation) {
        return switch (operation.signature()) {
            case "to_vec/0" -> OracleText.bytes(allocator.toBytes());
            case "make_state_for_savepoint/0" -> OracleText.bytes(allocator.makeStateForSavepoint());
            case "roundtrip/0" -> Boolean.toString(roundTrip());
            case "matches/1" ->
                Boolean.toString(
                        Arrays.equals(allocator.toBytes(), savepoint(operation).toBytes()));
            case "difference/2" -> difference(operation);
            case "difference_empty/2" ->
                difference(allocator, new BuddyAllocator(operation.number(1), operation.number(2)));
            case "rollback/1" -> rollback(savepoint(operation));
            case "savepoint_restore/0" -> Boolean.toString(savepointRestores());
            case "from_bytes_cut/1" -> decodes(allocator.toBytes().length - operation.number(1));
            case "from_bytes_extra/1" -> decodes(allocator.toBytes().length + operation.number(1));
            case "from_bytes_poke/2" -> poke(operation);
            default -> throw operation.notUnderstood();
        };
    }

    private static String allocateMany(Operation operation, IntUnaryOperator allocate) {
        List<String> indexes = new ArrayList<>();
        for (int i = 0; i < operation.number(1); i++) {
            int index = allocate.applyAsInt(operation.number(2));
            if (index == BuddyAllocator.NONE) {
                break;
            }
            indexes.add(Integer.toString(index));
        }
        return indexes.size() + " " + OracleText.digest(indexes);
    }

    private int freeAffine(Operation operation) {
        int order = operation.number(5);
        int freed = 0;
        for (long i = 0; i < operation.wide(1); i++) {
            long sum = i * operation.wide(2) + operation.wide(3);
            int index = Math.toIntExact(Long.remainderUnsigned(sum, operation.wide(4)));
            if (allocator.isAllocated(index, order)) {
                allocator.free(index, order);
                freed++;
            }
        }
        return freed;
    }

    private String allocatedBlocks() {
        List<String> blocks = new ArrayList<>();
        allocator.forEachAllocated((index, order) -> blocks.add(index + "/" + order));
        return OracleText.list(blocks);
    }

    private String freeBlocks() {
        List<String> blocks = new ArrayList<>();
        allocator.forEachFree((index, order) -> blocks.add(index + "/" + order));
        return OracleText.list(blocks);
    }

    private boolean roundTrip() {
        byte[] before = allocator.toBytes();
        allocator = BuddyAllocator.fromBytes(before);
        return Arrays.equals(before, allocator.toBytes());
    }

    private BuddyAllocator savepoint(Operation operation) {
        BuddyAllocator savepoint = savepoints.get(operation.number(1));
        if (savepoint == null) {
            throw operation.notUnderstood();
        }
        return savepoint;
    }

    private String difference(Operation operation) {
        return switch (operation.argument(2)) {
            case "since" -> difference(allocator, savepoint(operation));
            case "lost" -> difference(savepoint(operation), allocator);
            default -> throw operation.notUnderstood();
        };
    }

    private static String difference(BuddyAllocator one, BuddyAllocator other) {
        return OracleText.list(
                differentPages(one, other).stream().map(OracleText::page).toList());
    }

    private static List<Long> differentPages(BuddyAllocator one, BuddyAllocator other) {
        List<Long> pages = new ArrayList<>();
        one.difference(other, 0).forEach(pages::add);
        return pages;
    }

    private String rollback(BuddyAllocator savepoint) {
        List<Long> since = differentPages(allocator, savepoint);
        List<Long> lost = differentPages(savepoint, allocator);
        since.forEach(page -> allocator.free(PageNumber.index(page), PageNumber.order(page)));
        lost.forEach(page -> allocator.recordAllocation(PageNumber.index(page), PageNumber.order(page)));
        return since.size() + " " + lost.size();
    }

    /** Builds an allocator from the bytes for a savepoint, in the way that redb 2.4 does. */
    private boolean savepointRestores() {
        byte[] bytes = allocator.makeStateForSavepoint();
        int orders = bytes[0] + 1;
        int start = 5 + 4 * orders;
        var restored = new BuddyAllocator(LittleEndian.getInt(bytes, 1), LittleEndian.getInt(bytes, start));
        for (int order = 0; order < orders; order++) {
            int end = LittleEndian.getInt(bytes, 5 + 4 * order);
            int bitmapOrder = order;
            GroupedBitmap.fromBytes(Arrays.copyOfRange(bytes, start, end))
                    .forEachSet(index -> restored.recordAllocation(index, bitmapOrder));
            start = end;
        }
        return Arrays.equals(restored.toBytes(), allocator.toBytes());
    }

    /** Decodes the state, cut or with something behind it. */
    private String decodes(int size) {
        byte[] bytes = allocator.toBytes();
        byte[] changed = Arrays.copyOf(bytes, size);
        if (size > bytes.length) {
            Arrays.fill(changed, bytes.length, size, TRAILING);
        }
        return Boolean.toString(Arrays.equals(BuddyAllocator.fromBytes(changed).toBytes(), bytes));
    }

    private String poke(Operation operation) {
        byte[] bytes = allocator.toBytes();
        bytes[operation.number(1)] = (byte) HexFormat.fromHexDigits(operation.argument(2));
        return OracleText.bytes(BuddyAllocator.fromBytes(bytes).toBytes());
    }
}
