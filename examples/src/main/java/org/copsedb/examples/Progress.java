package org.copsedb.examples;

/** How far a task is. */
interface Progress extends AutoCloseable {
    /** Shows nothing. */
    Progress NONE = () -> {};

    /** Counts one more step. */
    default void step() {}

    @Override
    void close();
}
