package org.copsedb.pagestore;

import org.copsedb.pagestore.reclaim.PinnedVersions;

/**
 * A version that is kept: its pages stay as they are, it can be read, compared and returned to, until it is closed. It
 * lives as long as the process. Safe for use by many threads.
 */
public final class StoreSavepoint implements AutoCloseable {
    private final PageStore store;
    private final Version version;
    private final SavepointState state;
    private final PinnedVersions.NamedPin pin;
    private volatile boolean closed;

    StoreSavepoint(PageStore store, Version version, SavepointState state, PinnedVersions.NamedPin pin) {
        this.store = store;
        this.version = version;
        this.state = state;
        this.pin = pin;
    }

    /**
     * Returns what is kept.
     *
     * @return the version
     */
    public Version version() {
        return version;
    }

    /**
     * Returns the pages of the version.
     *
     * @return the live pages of every region
     */
    public SavepointState state() {
        return state;
    }

    /**
     * Begins to read the version, which stays held when this savepoint is closed.
     *
     * @return the reader's own hold
     * @throws IllegalStateException if this savepoint is closed
     */
    public VersionPin openReader() {
        return new VersionPin(version, pin.openReader());
    }

    boolean isOf(PageStore other) {
        return store == other;
    }

    boolean isClosed() {
        return closed;
    }

    /** Lets the version go: the pages that only it kept are free when the next writer begins. */
    @Override
    public void close() {
        closed = true;
        store.forget(this);
        pin.close();
    }
}
