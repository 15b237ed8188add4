package org.copsedb;

/** A write transaction, or something opened through it, was used by another thread than the one that began it. */
public final class ForeignThreadException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names both threads.
     *
     * @param owner the name of the thread that began the transaction
     */
    public ForeignThreadException(String owner) {
        super("the write transaction is for thread \"" + owner + "\", which began it, and not for thread \""
                + Thread.currentThread().getName() + '"');
    }
}
