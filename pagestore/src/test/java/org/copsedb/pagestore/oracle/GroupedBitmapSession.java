package org.copsedb.pagestore.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.copsedb.pagestore.region.GroupedBitmap;
import org.jspecify.annotations.Nullable;

/** Operations on {@link GroupedBitmap}. */
final class GroupedBitmapSession implements Session {
    private final Map<Integer, GroupedBitmap> kept = new HashMap<>();
    private GroupedBitmap bitmap;

    GroupedBitmapSession(Operation header) {
        bitmap = switch (header.argument(3)) {
            case "empty" -> GroupedBitmap.empty(header.number(1), header.number(2));
            case "full" -> GroupedBitmap.full(header.number(1), header.number(2));
            default -> throw header.notUnderstood();
        };
    }

    @Override
    public byte[] state() {
        return bitmap.toBytes();
    }

    @Override
    public @Nullable String apply(Operation operation) {
        switch (operation.signature()) {
            case "clear/1" -> bitmap.clear(operation.number(1));
            case "resize/1" -> bitmap.resize(operation.number(1));
            case "keep/1" -> kept.put(operation.number(1), GroupedBitmap.fromBytes(bitmap.toBytes()));
            case "from_bytes/0" -> bitmap = GroupedBitmap.fromBytes(new byte[0]);
            case "from_bytes/1" ->
                bitmap = GroupedBitmap.fromBytes(HexFormat.of().parseHex(operation.argument(1)));
            default -> {
                return query(operation);
            }
        }
        return null;
    }

    private String query(Operation operation) {
        return switch (operation.signature()) {
            case "set/1" -> Boolean.toString(bitmap.set(operation.number(1)));
            case "get/1" -> Boolean.toString(bitmap.isSet(operation.number(1)));
            case "count_unset/0" -> Integer.toString(bitmap.countUnset());
            case "any_unset/0" -> Boolean.toString(bitmap.anyUnset());
            case "first_unset/2" -> firstUnset(operation);
            case "len/0" -> Integer.toString(bitmap.length());
            case "capacity/0" -> Integer.toString(bitmap.capacity());
            case "iter/0" -> setBits();
            case "difference/2" -> difference(operation);
            case "difference_empty/2" ->
                difference(bitmap, GroupedBitmap.empty(operation.number(1), operation.number(2)));
            case "to_vec/0" -> OracleText.bytes(bitmap.toBytes());
            case "roundtrip/0" -> Boolean.toString(roundTrip());
            default -> throw operation.notUnderstood();
        };
    }

    /** The end is the end of the start's word; the Java method has no argument that could say otherwise. */
    private String firstUnset(Operation operation) {
        int start = operation.number(1);
        if (operation.number(2) != start / 64 * 64 + 64) {
            throw new IllegalArgumentException("the range from " + start + " does not end with the word");
        }
        return OracleText.numberOrNone(bitmap.firstUnsetInWord(start));
    }

    private String setBits() {
        List<String> bits = new ArrayList<>();
        bitmap.forEachSet(index -> bits.add(Integer.toString(index)));
        return OracleText.list(bits);
    }

    private String difference(Operation operation) {
        GroupedBitmap other = kept.get(operation.number(1));
        if (other == null) {
            throw operation.notUnderstood();
        }
        return switch (operation.argument(2)) {
            case "since" -> difference(bitmap, other);
            case "lost" -> difference(other, bitmap);
            default -> throw operation.notUnderstood();
        };
    }

    private static String difference(GroupedBitmap one, GroupedBitmap other) {
        List<String> bits = new ArrayList<>();
        one.forEachSetOnlyHere(other, index -> bits.add(Integer.toString(index)));
        return OracleText.list(bits);
    }

    private boolean roundTrip() {
        byte[] before = bitmap.toBytes();
        bitmap = GroupedBitmap.fromBytes(before);
        return Arrays.equals(before, bitmap.toBytes());
    }
}
