package org.copsedb;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Who hears of what.
 *
 * @param longReaderAfter when a read transaction is called long; zero if nobody asks
 * @param longReader hears of long read transactions
 * @param recovery hears how far recovery has come
 */
record DatabaseListeners(
        Duration longReaderAfter, Consumer<LongReader> longReader, Consumer<RecoveryProgress> recovery) {
    /** Nobody hears of anything. */
    static final DatabaseListeners NONE = new DatabaseListeners(Duration.ZERO, reader -> {}, progress -> {});

    boolean wantsLongReaders() {
        return !longReaderAfter.isZero();
    }
}
