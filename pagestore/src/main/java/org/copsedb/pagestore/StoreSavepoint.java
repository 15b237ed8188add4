package org.copsedb.pagestore;

import org.copsedb.pagestore.reclaim.PinHolder;
import org.copsedb.pagestore.reclaim.PinKind;
import org.copsedb.pagestore.reclaim.PinnedVersions;
import org.jspecify.annotations.Nullable;

/**
 * A version that is kept: its pages stay as they are, it can be read, compared and returned to, until it is closed. It
 * lives as long as the process; a persistent one lives in the file until a commit forgets it, and closing it does
 * nothing. Safe for use by many threads.
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

    /**
     * Begins to read the version if this savepoint is open still.
     *
     * @return the reader's own hold, null if this savepoint is closed
     */
    public @Nullable VersionPin tryOpenReader() {
        PinnedVersions.Reader reader = pin.tryOpenReader();
        return reader == null ? null : new VersionPin(version, reader);
    }

    /**
     * Keeps the version by another savepoint, which lives as long as the process, if this one is open still.
     *
     * @param name what to call it where pins are listed
     * @return the other savepoint, null if this one is closed
     */
    public @Nullable StoreSavepoint tryHold(String name) {
        return store.versions().hold(store, this, name);
    }

    /**
     * Tells what this savepoint keeps that neither the head nor any other savepoint has. Costs the pages that it has
     * and the head has not, and for each a look at other savepoints.
     *
     * @return bytes of pages
     */
    public long bytesKeptAlone() {
        return store.versions().basePagesKeptAlone(this) * store.basePageSize();
    }

    PinnedVersions.@Nullable NamedPin tryShare(PinHolder other) {
        return pin.tryShare(other);
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
        if (pin.holder().kind() == PinKind.SAVEPOINT) {
            store.versions().forget(this);
            release();
        }
    }

    /** Lets the version go, whatever the kind of savepoint. */
    void release() {
        closed = true;
        pin.close();
    }
}
