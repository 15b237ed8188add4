package org.copsedb.storage;

import java.io.IOException;

/** The disk, or the operating system on its behalf, refused an operation. */
public final class StorageException extends CopseException {
    private static final long serialVersionUID = 1L;

    /** What was attempted. */
    private final String attempt;

    /**
     * Creates the exception for a refused operation.
     *
     * @param attempt what was attempted, beginning with a verb: "write 4096 bytes at 8192 of /data/a.copse"
     * @param cause what the system answered
     */
    public StorageException(String attempt, IOException cause) {
        super("cannot " + attempt + ": " + cause, cause);
        this.attempt = attempt;
    }

    /**
     * Returns what was attempted.
     *
     * @return the operation and its object, beginning with a verb
     */
    public String attempt() {
        return attempt;
    }
}
