package org.copsedb;

/** A write transaction met a failure it can not go on after: it can only be rolled back. The cause is that failure. */
public final class PoisonedTransactionException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the failure.
     *
     * @param cause what happened first
     */
    public PoisonedTransactionException(Throwable cause) {
        super("the write transaction failed earlier and can only be rolled back: " + cause, cause);
    }
}
