package org.copsedb.pagestore;

import org.copsedb.pagestore.reclaim.PinnedVersions;

/** Holds a version: none of its pages is used again until the pin is closed. */
public final class VersionPin implements AutoCloseable {
    private final Version version;
    private final PinnedVersions.Reader reader;

    VersionPin(Version version, PinnedVersions.Reader reader) {
        this.version = version;
        this.reader = reader;
    }

    /**
     * Returns what is held.
     *
     * @return the version
     */
    public Version version() {
        return version;
    }

    /** Lets go. A second call does nothing. */
    @Override
    public void close() {
        reader.close();
    }
}
