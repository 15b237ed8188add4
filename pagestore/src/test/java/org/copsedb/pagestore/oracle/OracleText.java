package org.copsedb.pagestore.oracle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.copsedb.pagestore.PageNumber;

/** How the recordings write composite results. */
final class OracleText {
    private static final int LONGEST_SHOWN_BYTES = 400;
    private static final int LONGEST_SHOWN_LIST = 48;

    private OracleText() {}

    static String bytes(byte[] bytes) {
        String digest = bytes.length + " " + sha256(bytes);
        return bytes.length > LONGEST_SHOWN_BYTES
                ? digest
                : digest + " " + HexFormat.of().formatHex(bytes);
    }

    static String list(List<String> elements) {
        if (elements.size() > LONGEST_SHOWN_LIST) {
            return elements.size() + " sha256 " + digest(elements);
        }
        return (elements.size() + " : " + String.join(" ", elements)).strip();
    }

    static String digest(List<String> elements) {
        return sha256(String.join(" ", elements).getBytes(StandardCharsets.US_ASCII));
    }

    static String page(long page) {
        return PageNumber.index(page) + "/" + PageNumber.order(page);
    }

    static String numberOrNone(int number) {
        return number < 0 ? "none" : Integer.toString(number);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError("every Java platform has SHA-256", missing);
        }
    }
}
