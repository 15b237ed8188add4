package org.copsedb.storage;

/** The root of all exceptions of CopseDB's own. */
public abstract class CopseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception that nothing else caused.
     *
     * @param message what happened, to what, and which value or limit was involved
     */
    protected CopseException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what happened, to what, and which value or limit was involved
     * @param cause what led to it
     */
    protected CopseException(String message, Throwable cause) {
        super(message, cause);
    }
}
