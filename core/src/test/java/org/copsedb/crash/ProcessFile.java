package org.copsedb.crash;

import java.io.IOException;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.DelegatingFile;

/** A disk as one process sees it: what the process does after its end has no effect, and closing leaves the disk on. */
final class ProcessFile extends DelegatingFile {
    private volatile boolean ended;

    ProcessFile(StorageFile disk) {
        super(disk);
    }

    /** Ends the process at once. */
    void kill() {
        ended = true;
    }

    private void requireAlive() {
        if (ended) {
            throw new StorageException("use " + description(), new IOException("the process has ended"));
        }
    }

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        requireAlive();
        super.read(offset, target, from, length);
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        requireAlive();
        super.write(offset, source, from, length);
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
        requireAlive();
        super.writeDurably(offset, source, from, length);
    }

    @Override
    public long size() {
        requireAlive();
        return super.size();
    }

    @Override
    public void resize(long newSize) {
        requireAlive();
        super.resize(newSize);
    }

    @Override
    public void sync() {
        requireAlive();
        super.sync();
    }

    @Override
    public void close() {
        ended = true;
    }
}
