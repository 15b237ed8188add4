package org.copsedb;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A read transaction that has been open for long: it keeps the pages of its version from being used again.
 *
 * @param version the number of the commit that it sees
 * @param open for how long it has been open
 * @param place a throwable whose stack trace shows where it was begun; null if that was not recorded, as it is for some
 *     transactions only
 */
public record LongReader(
        long version, Duration open, @Nullable Throwable place) {}
