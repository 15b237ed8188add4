package org.copsedb;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of what.
 *
 * @param longReaderAfter when a read transaction is called long; also for events of Java Flight Recorder
 * @param longReader hears of long read transactions; null if nobody asks
 * @param recovery hears how far recovery has come
 */
record DatabaseListeners(
        Duration longReaderAfter, @Nullable Consumer<LongReader> longReader, Consumer<RecoveryProgress> recovery) {
    /** Nobody hears of anything. */
    static final DatabaseListeners NONE = new DatabaseListeners(Duration.ofSeconds(10), null, progress -> {});
}
