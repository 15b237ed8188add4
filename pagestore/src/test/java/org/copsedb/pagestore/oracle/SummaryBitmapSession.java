package org.copsedb.pagestore.oracle;

import java.util.Arrays;
import org.copsedb.pagestore.region.SummaryBitmap;
import org.jspecify.annotations.Nullable;

/** Operations on {@link SummaryBitmap}. */
final class SummaryBitmapSession implements Session {
    private SummaryBitmap bitmap;

    SummaryBitmapSession(Operation header) {
        bitmap = new SummaryBitmap(header.number(1));
    }

    @Override
    public byte[] state() {
        return bitmap.toBytes();
    }

    @Override
    public @Nullable String apply(Operation operation) {
        switch (operation.signature()) {
            case "set/1" -> bitmap.set(operation.number(1));
            case "clear/1" -> bitmap.clear(operation.number(1));
            case "clear_all/0" -> clearAll();
            default -> {
                return query(operation);
            }
        }
        return null;
    }

    private void clearAll() {
        for (int index = 0; index < bitmap.length(); index++) {
            bitmap.clear(index);
        }
    }

    private String query(Operation operation) {
        return switch (operation.signature()) {
            case "get/1" -> Boolean.toString(bitmap.isSet(operation.number(1)));
            case "alloc/0" -> OracleText.numberOrNone(bitmap.allocate());
            case "find_first_unset/0" -> OracleText.numberOrNone(bitmap.findFirstUnset());
            case "count_unset/0" -> Integer.toString(bitmap.countUnset());
            case "has_unset/0" -> Boolean.toString(bitmap.hasUnset());
            case "len/0" -> Integer.toString(bitmap.length());
            case "capacity/0" -> Integer.toString(bitmap.capacity());
            case "height/0" -> Integer.toString(bitmap.height());
            case "to_vec/0" -> OracleText.bytes(bitmap.toBytes());
            case "roundtrip/0" -> Boolean.toString(roundTrip());
            default -> throw operation.notUnderstood();
        };
    }

    private boolean roundTrip() {
        byte[] before = bitmap.toBytes();
        bitmap = SummaryBitmap.fromBytes(before);
        return Arrays.equals(before, bitmap.toBytes());
    }
}
