package org.copsedb;

import org.copsedb.storage.CopseException;

/**
 * The root of the exceptions by which the database refuses what a caller asked for. Errors of the disk and of the file
 * are the other children of {@link CopseException}.
 */
public abstract class DatabaseException extends CopseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception that nothing else caused.
     *
     * @param message what was refused, and why
     */
    protected DatabaseException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what was refused, and why
     * @param cause what led to it
     */
    protected DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
