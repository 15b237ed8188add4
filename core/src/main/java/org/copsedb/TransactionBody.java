package org.copsedb;

import org.jspecify.annotations.Nullable;

/**
 * What is done inside a transaction.
 *
 * @param <T> the kind of transaction
 * @param <R> the type of the result
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface TransactionBody<T, R extends @Nullable Object, X extends Exception> {
    /**
     * Does the work.
     *
     * @param transaction the open transaction; ended by the caller
     * @return the result
     * @throws X if the work fails
     */
    R run(T transaction) throws X;
}
