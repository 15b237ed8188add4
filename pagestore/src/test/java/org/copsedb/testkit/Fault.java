package org.copsedb.testkit;

/**
 * What goes wrong on a {@link FaultyStorageFile}.
 *
 * @param call which calls count
 * @param number the one of them that fails, from 1 on
 * @param kind how it fails
 * @param duration what happens afterwards
 */
public record Fault(FileCall call, int number, Kind kind, Duration duration) {
    /** How a call fails. */
    public enum Kind {
        /** The disk refuses and does nothing. */
        REFUSED,
        /** Half of a range is written or read, then the disk refuses. */
        SHORT,
        /**
         * A sync fails; reads show what was written until the power is cut. Later syncs succeed, and write nothing of
         * it.
         */
        SYNC_LOST_NEW_VISIBLE,
        /** A sync fails; reads show what the disk has. Later syncs succeed, and write nothing of what was lost. */
        SYNC_LOST_OLD_VISIBLE,
        /** A sync loses what it should have written, says nothing, and the next sync fails. */
        SYNC_REPORTED_LATE,
        /** A sync succeeds, but the system says that it failed. */
        SYNC_DONE_AND_REPORTED,
        /** An unchecked exception that nobody expects. */
        UNEXPECTED_EXCEPTION,
        /** No memory is left. */
        OUT_OF_MEMORY,
        /** No stack is left. */
        STACK_OVERFLOW;

        /**
         * Tells whether what is thrown is nothing that a disk throws.
         *
         * @return whether it is an unchecked exception or an error
         */
        public boolean isForeign() {
            return this == UNEXPECTED_EXCEPTION || this == OUT_OF_MEMORY || this == STACK_OVERFLOW;
        }

        /**
         * Tells whether a kind of call can fail so.
         *
         * @param call the kind of call
         * @return whether it can
         */
        public boolean appliesTo(FileCall call) {
            return switch (this) {
                case SHORT -> call == FileCall.READ || call == FileCall.WRITE || call == FileCall.WRITE_DURABLY;
                case SYNC_LOST_NEW_VISIBLE, SYNC_LOST_OLD_VISIBLE, SYNC_DONE_AND_REPORTED ->
                    call == FileCall.SYNC || call == FileCall.WRITE_DURABLY;
                case SYNC_REPORTED_LATE -> call == FileCall.SYNC;
                default -> true;
            };
        }
    }

    /** How the messages of exceptions begin that are nothing that a disk throws. */
    static final String PLANTED = "planted: ";

    /**
     * Tells what was planted from other exceptions of the same type.
     *
     * @param failure what was thrown
     * @return whether a faulty file made it
     */
    public static boolean isPlanted(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith(PLANTED);
    }

    /** What becomes of later calls. */
    public enum Duration {
        /** They succeed. */
        ONCE,
        /** Those of the same kind fail too. */
        FOR_EVER,
        /** All fail, since the power was cut. */
        THEN_POWER_CUT
    }
}
