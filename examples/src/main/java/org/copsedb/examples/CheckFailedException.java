package org.copsedb.examples;

/** An example did not see what it should see. */
final class CheckFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckFailedException(String message) {
        super(message);
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new CheckFailedException(otherwise);
        }
    }
}
