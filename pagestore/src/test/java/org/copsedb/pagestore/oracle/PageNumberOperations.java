package org.copsedb.pagestore.oracle;

import java.util.HexFormat;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageNumber;

/** Operations on {@link PageNumber}, which need no session. */
final class PageNumberOperations {
    private PageNumberOperations() {}

    static boolean isOne(Operation operation) {
        return switch (operation.words().get(0)) {
            case "encode", "decode", "cmp", "is_before", "address_range" -> true;
            default -> false;
        };
    }

    static String apply(Operation operation) {
        return switch (operation.signature()) {
            case "encode/3" -> encode(page(operation, 1));
            case "decode/1" -> decode(operation.argument(1));
            case "cmp/6" -> compare(page(operation, 1), page(operation, 4));
            case "is_before/6" -> Boolean.toString(page(operation, 1).isBefore(page(operation, 4)));
            case "address_range/7" -> addressRange(operation);
            default -> throw operation.notUnderstood();
        };
    }

    private static PageNumber page(Operation operation, int position) {
        return new PageNumber(
                operation.number(position), operation.number(position + 1), operation.number(position + 2));
    }

    private static String encode(PageNumber page) {
        byte[] bytes = new byte[PageNumber.SIZE];
        LittleEndian.putLong(bytes, 0, page.encode());
        return HexFormat.of().formatHex(bytes);
    }

    private static String decode(String hex) {
        PageNumber page = PageNumber.decode(LittleEndian.getLong(HexFormat.of().parseHex(hex), 0));
        return page.region() + " " + page.index() + " " + page.order();
    }

    private static String compare(PageNumber one, PageNumber other) {
        int comparison = one.compareTo(other);
        if (comparison == 0) {
            return "equal";
        }
        return comparison < 0 ? "less" : "greater";
    }

    private static String addressRange(Operation operation) {
        PageNumber.AddressRange range = page(operation, 1)
                .addressRange(operation.wide(4), operation.wide(5), operation.wide(6), operation.number(7));
        return range.start() + " " + range.end();
    }
}
