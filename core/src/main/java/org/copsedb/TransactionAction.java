package org.copsedb;

/**
 * What is done inside a transaction, without a result.
 *
 * @param <T> the kind of transaction
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface TransactionAction<T, X extends Exception> {
    /**
     * Does the work.
     *
     * @param transaction the open transaction; ended by the caller
     * @throws X if the work fails
     */
    void run(T transaction) throws X;
}
