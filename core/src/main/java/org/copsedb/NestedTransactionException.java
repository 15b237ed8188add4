package org.copsedb;

/** A thread began a write transaction while it had one open: it would have waited for itself for ever. */
public final class NestedTransactionException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the thread.
     *
     * @param thread the thread's name
     */
    public NestedTransactionException(String thread) {
        super("thread \"" + thread + "\" has a write transaction open already and would wait for itself; "
                + "use a savepoint for nested work");
    }
}
