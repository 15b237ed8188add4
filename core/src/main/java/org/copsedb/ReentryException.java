package org.copsedb;

/** A function that an operation of a write transaction had called wanted to end the transaction, or to move it. */
public final class ReentryException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what is possible instead. */
    public ReentryException() {
        super("an operation of the write transaction has called this function, and has not returned: until it has, the"
                + " transaction can not end, and no savepoint of it be set, released or returned to");
    }
}
