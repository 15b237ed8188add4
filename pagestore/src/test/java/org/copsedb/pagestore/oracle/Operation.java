package org.copsedb.pagestore.oracle;

import java.util.List;
import org.junit.jupiter.api.Assertions;

/**
 * One recorded call.
 *
 * @param text the words as recorded
 * @param words the operation's name and its arguments
 */
record Operation(String text, List<String> words) {
    static Operation of(String text) {
        return new Operation(text, List.of(text.split(" ", -1)));
    }

    /** The name and the number of arguments, as in {@code free/2}: what an operation is recognized by. */
    String signature() {
        return words.get(0) + "/" + (words.size() - 1);
    }

    String argument(int position) {
        return words.get(position);
    }

    int number(int position) {
        return Integer.parseInt(words.get(position));
    }

    /** An unsigned number of 64 bits. */
    long wide(int position) {
        return Long.parseUnsignedLong(words.get(position));
    }

    AssertionError notUnderstood() {
        return Assertions.<AssertionError>fail("not understood: " + text);
    }
}
