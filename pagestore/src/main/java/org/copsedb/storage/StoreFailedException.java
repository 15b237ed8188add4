package org.copsedb.storage;

/**
 * The store takes no more writes, because an earlier write, sync or resize failed and nobody knows what reached the
 * disk. What was committed is safe: close the database and open it again.
 */
public final class StoreFailedException extends CopseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception for a write after the first failure.
     *
     * @param firstFailure the failure since which writes are refused; also the {@linkplain #getCause() cause}
     */
    public StoreFailedException(Throwable firstFailure) {
        super("the store refuses writes until it is reopened, since its first failure: " + firstFailure, firstFailure);
    }
}
