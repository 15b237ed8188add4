package org.copsedb.benchmark.engine;

import java.util.Optional;

/** A store under test: sorted entries of bytes, in a directory of its own. One session of writing at a time. */
public interface Engine extends AutoCloseable {
    /**
     * Begins to write, each write by itself and at once.
     *
     * @return the session
     */
    WriteSession beginWrite();

    /**
     * Begins to write without asking what was there, so that the engine may collect the writes and apply them together.
     *
     * @return the session; empty if the engine knows no difference
     */
    default Optional<WriteSession> beginBlindWrite() {
        return Optional.empty();
    }

    /**
     * Begins to read what was committed last.
     *
     * @return the session
     */
    ReadSession beginRead();

    /**
     * Returns how much the entries that were committed last take: pages in use, whatever the length of the file.
     *
     * @return bytes
     */
    long bytesInUse();

    /** Removes all entries. */
    void clear();

    @Override
    void close();
}
