package org.copsedb.transaction;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import org.copsedb.pagestore.VersionPin;
import org.jspecify.annotations.Nullable;

/** A read transaction that is open: what it holds, since when, and where it was begun. */
public final class OpenReader extends PhantomReference<SnapshotPages> implements AutoCloseable {
    private final OpenReaders owner;
    private final VersionPin pin;
    private final long sinceNanos;
    private final @Nullable Throwable place;
    private volatile boolean reported;

    OpenReader(OpenReaders owner, SnapshotPages pages, VersionPin pin, ReferenceQueue<SnapshotPages> forgotten) {
        super(pages, forgotten);
        this.owner = owner;
        this.pin = pin;
        this.sinceNanos = System.nanoTime();
        this.place = owner.recordPlace();
    }

    long version() {
        return pin.version().number();
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }

    @Nullable
    Throwable place() {
        return place;
    }

    /** Tells, once, that the reader has been open for a time. */
    boolean becomesOlderThan(long nanos) {
        if (reported || !isOlderThan(nanos)) {
            return false;
        }
        reported = true;
        return true;
    }

    private boolean isOlderThan(long nanos) {
        return System.nanoTime() - sinceNanos >= nanos;
    }

    /** Lets the version go. A second call, from whatever thread, does nothing. */
    @Override
    public void close() {
        clear();
        pin.close();
        if (owner.remove(this) && LongReaderEvent.isRecorded() && isOlderThan(owner.longNanos())) {
            LongReaderEvent.record(this, age(), true);
        }
    }
}
