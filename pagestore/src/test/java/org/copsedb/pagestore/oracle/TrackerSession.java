package org.copsedb.pagestore.oracle;

import java.util.Arrays;
import org.copsedb.pagestore.region.RegionTracker;
import org.jspecify.annotations.Nullable;

/** Operations on {@link RegionTracker}. */
final class TrackerSession implements Session {
    private static final byte TRAILING = (byte) 0xAB;

    private RegionTracker tracker;

    TrackerSession(Operation header) {
        tracker = new RegionTracker(header.number(1), header.number(2));
    }

    @Override
    public byte[] state() {
        return tracker.toBytes();
    }

    @Override
    public @Nullable String apply(Operation operation) {
        switch (operation.signature()) {
            case "mark_free/2" -> tracker.markFree(operation.number(1), operation.number(2));
            case "mark_full/2" -> tracker.markFull(operation.number(1), operation.number(2));
            case "expand/1" -> tracker.expand(operation.number(1));
            case "find_free/1" -> {
                return OracleText.numberOrNone(tracker.findFree(operation.number(1)));
            }
            case "len/0" -> {
                return Integer.toString(tracker.length());
            }
            case "capacity/0" -> {
                return Integer.toString(tracker.capacity());
            }
            case "to_vec/0" -> {
                return OracleText.bytes(tracker.toBytes());
            }
            case "roundtrip/1" -> {
                return Boolean.toString(roundTrip(operation.number(1)));
            }
            default -> throw operation.notUnderstood();
        }
        return null;
    }

    private boolean roundTrip(int trailing) {
        byte[] before = tracker.toBytes();
        byte[] page = Arrays.copyOf(before, before.length + trailing);
        Arrays.fill(page, before.length, page.length, TRAILING);
        tracker = RegionTracker.fromBytes(page);
        return Arrays.equals(before, tracker.toBytes());
    }
}
